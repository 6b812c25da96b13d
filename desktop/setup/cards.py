"""The cards of Innstillinger. Each holds one matter and keeps what is chosen at once, or with its own button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db import people
from db import settings as chosen_settings
from desktop import settings, words
from desktop.parts.chips import FlowLayout
from desktop.parts.fields import CheckField, ChoiceField, Field, LongTextField, NumberField, TextField, Unreadable
from desktop.parts.page import Frame, button, label
from desktop.parts.style import look
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from desktop.store import Store

THEMES = (("system", _("Følg systemet")), ("light", _("Lyst")), ("dark", _("Mørkt")), ("contrast", _("Høy kontrast")))
SIZES = tuple((percent, f"{percent} %") for percent in (90, 100, 110, 125, 150))
ROWS = (("compact", _("Tett")), ("normal", _("Vanlig")), ("large", _("Romslig")))
LIBRARIES = (
    "PySide6-Essentials",
    "sqlcipher3",
    "sqlite-utils",
    "openpyxl",
    "python-calamine",
    "reportlab",
    "pypdfium2",
)


class Card(QFrame):
    """One matter: a heading, what it is for, and its fields."""

    title, says = "", ""

    def __init__(self, store: Store, frame: Frame):
        super().__init__()
        self.store, self.frame = store, frame
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        self.column.setSpacing(look.px(10))
        self.column.addWidget(label(self.title, "section"))
        if self.says:
            self.column.addWidget(label(self.says, "muted", wrap=True))
        self.build()

    def build(self) -> None:
        """Add the fields."""

    def read(self) -> None:
        """Show what the register says now."""

    def row(self, *widgets: QWidget) -> None:
        """Buttons side by side, and on a new line where the width ends."""
        line = QWidget()
        flow = FlowLayout(line)
        for widget in widgets:
            flow.addWidget(widget)
        policy = line.sizePolicy()
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        self.column.addWidget(line)

    def grid(self, fields: dict[str, Field]) -> None:
        """Fields two and two."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(12))
        for number, field in enumerate(fields.values()):
            grid.addWidget(field, number // 2, number % 2)
        self.column.addLayout(grid)


class Chosen(Card):
    """A card whose fields are settings of the register, kept with a button or Enter.

    What was changed and is not kept yet stays, also when another card is kept meanwhile.
    """

    fields: dict[str, Field]

    def __init__(self, store: Store, frame: Frame):
        super().__init__(store, frame)
        self._changed: set[str] = set()
        for key, field in self.fields.items():
            field.changed.connect(lambda key=key: self._changed.add(key))
            if isinstance(field, TextField):
                field.edit.returnPressed.connect(self.save)

    def read(self) -> None:
        values = self.store.read(chosen_settings.settings)
        for key, field in self.fields.items():
            if key not in self._changed:
                field.set_value(values[key] if not isinstance(field, CheckField) else values[key] == "1")

    def save(self) -> None:
        """Keep all fields, or say under one what cannot be read."""
        values = {}
        for key, field in self.fields.items():
            try:
                value = field.read()
            except Unreadable as fault:
                field.fault(str(fault))
                field.focus()
                return
            values[key] = ("1" if value else "0") if isinstance(field, CheckField) else str(value or "")
        before, self._changed = self._changed, set()
        if not written(self, chosen_settings.choose, _("Lagret"), values=values):
            self._changed = before


class Municipality(Chosen):
    title = _("Kommunen")
    says = _("Står på avtaler, brev, etiketter og rapporter.")

    def build(self) -> None:
        self.fields = {
            "municipality": TextField(_("Kommune")),
            "department": TextField(_("Avdeling")),
            "address": TextField(_("Adresse")),
            "phone": TextField(_("Telefon")),
            "opening_hours": TextField(_("Åpningstider")),
        }
        self.grid(self.fields)
        terms = LongTextField(_("Egne vilkår på utlånsavtalen"), _("Tomt: programmets egne vilkår brukes."), lines=3)
        self.fields["terms"] = terms
        self.column.addWidget(terms)
        self.row(button(_("Lagre opplysninger"), self.save, "save"))


class Deadlines(Chosen):
    title = _("Frister")
    says = _("Gjelder fra nå av. Det som er lånt ut, beholder fristen sin.")

    def build(self) -> None:
        self.fields = {
            "loan_days": NumberField(_("Vanlig lånetid i dager"), least=1),
            "answer_days": NumberField(_("Dager til svar på påminnelse"), least=1),
            "lapse_grace_days": NumberField(_("Dager til henting etter et dødsfall"), least=1),
            "nav_flag_months": NumberField(_("Måneder før varig behov meldes"), least=1),
            "nav_limit_months": NumberField(_("Måneder før NAV skal overta"), least=1),
        }
        self.grid(self.fields)
        self.row(button(_("Lagre frister"), self.save, "save"))


class StayLengths(Chosen):
    title = _("Vanlig lengde på opphold")
    says = _("I døgn. Brukes når en liste fra Excel ikke sier når et opphold slutter.")

    def build(self) -> None:
        from desktop.stays.words import PURPOSES

        self.fields = {f"usual_nights_{code}": NumberField(word, least=1) for code, word in PURPOSES.items()}
        self.grid(self.fields)
        self.row(button(_("Lagre lengder"), self.save, "save"))


class Safety(Card):
    title = _("Registeret og sikkerhetskopier")
    says = _(
        "En kopi tas når du lukker, hvert 30. minutt når noe er endret, og før du henter fra Excel. "
        "Alle fra to dager, 14 daglige og 10 ukentlige blir liggende."
    )

    def build(self) -> None:
        self.where, self.last = label("", wrap=True), label("", "muted", wrap=True)
        self.column.addWidget(self.where)
        self.column.addWidget(self.last)
        self.row(
            button(_("Ta sikkerhetskopi nå"), lambda: self.frame.start("backup"), "save"),
            button(_("Gjenopprett …"), lambda: self.frame.start("restore"), "history"),
            button(_("Prøv gjenoppretting"), lambda: self.frame.start("rehearse"), "refresh-cw"),
            button(_("Se etter feil"), lambda: self.frame.start("check"), "list-checks"),
        )

    def read(self) -> None:
        from db import backup

        self.where.setText(_("Registeret ligger i {path}").format(path=self.store.path))
        copies = backup.copies(self.store.path)
        self.last.setText(
            ngettext("{n} kopi. Den nyeste er fra {when}", "{n} kopier. Den nyeste er fra {when}", len(copies)).format(
                n=len(copies), when=words.moment(copies[0].at.isoformat(), self.store.today)
            )
            if copies
            else _("Ingen sikkerhetskopi ennå")
        )


class Sharing(Chosen):
    title = _("Del til lesing")
    says = _(
        "Terapeutene ser lageret fra sin egen PC, uten å kunne endre. Velg en fellesmappe som de når. "
        "En ny kopi legges ut innen et minutt når noe er endret."
    )

    def build(self) -> None:
        folder = TextField(_("Fellesmappe"), placeholder=_("Ikke delt"))
        names = CheckField(_("Vis også hvem som har lånt"), _("Uten dette står ingen navn i det som deles."))
        self.fields = {"publish_folder": folder, "publish_names": names}
        for field in self.fields.values():
            self.column.addWidget(field)
        self.row(
            button(_("Velg mappe …"), lambda: self.frame.start("choose_shared_folder"), "folder-open"),
            button(_("Lagre deling"), self.save, "save"),
        )


class Look(Card):
    title = _("Utseende")
    says = _("Gjelder bare deg på denne PC-en.")

    def build(self) -> None:
        self.colours = ChoiceField(_("Farger"), THEMES)
        self.text_size = ChoiceField(_("Tekststørrelse"), SIZES)
        self.row_height = ChoiceField(_("Radhøyde"), ROWS)
        line = QHBoxLayout()
        for field in (self.colours, self.text_size, self.row_height):
            field.changed.connect(self.keep)
            line.addWidget(field)
        self.column.addLayout(line)

    def read(self) -> None:
        self.colours.set_value(settings.theme())
        self.text_size.set_value(settings.text_percent())
        self.row_height.set_value(settings.rows())

    def keep(self) -> None:
        """Dress the program at once in what is chosen."""
        for key, field in (("look/theme", self.colours), ("look/text", self.text_size), ("look/rows", self.row_height)):
            settings.keep(key, field.value())
        self.frame.start("dress")


class OnDuty(Card):
    title = _("På vakt")
    says = _("Navnet ditt står ved det du registrerer.")

    def build(self) -> None:
        self.who = ChoiceField(_("Hvem er du?"), ())
        self.who.changed.connect(lambda: self.frame.start("on_duty", name=self.who.value()))
        self.new = TextField(_("Nytt navn"))
        self.new.edit.returnPressed.connect(self.add)
        line = QHBoxLayout()
        line.addWidget(self.who)
        line.addWidget(self.new)
        self.column.addLayout(line)
        self.row(
            button(_("Legg til navn"), self.add, "user-round-plus"),
            button(_("Ta bort navnet"), self.retire, "user-round"),
        )

    def read(self) -> None:
        names = [row["name"] for row in self.store.read(people.staff)]
        self.who.box.clear()
        for name in dict.fromkeys([self.store.staff, *names] if self.store.staff else names):
            self.who.box.addItem(name, name)
        self.who.set_value(self.store.staff)

    def add(self) -> None:
        """Put a name among those on duty and choose it."""
        name = self.new.value()
        if not name:
            self.new.fault(_("Skriv navnet"))
        elif written(self, people.add_staff, _("{name} er lagt til").format(name=name), name=name):
            self.new.set_value("")
            self.frame.start("on_duty", name=name)
            self.read()

    def retire(self) -> None:
        """Take the chosen name out of use; what it has done stays in the history."""
        name = self.who.value()
        for row in self.store.read(people.staff):
            if row["name"] == name:
                told = _("{name} er tatt bort").format(name=name)
                written(self, people.retire_staff, told, staff_id=row["staff_id"])


class Scanner(Card):
    title = _("Prøv skanneren")
    says = _("Skann en etikett her. Under står det som kom fram.")

    def build(self) -> None:
        self.field = TextField(_("Skann her"))
        self.field.edit.returnPressed.connect(lambda: self.show_scan(self.field.value()))
        self.arrived = label(_("Ingenting skannet ennå"), "muted", wrap=True)
        self.column.addWidget(self.field)
        self.column.addWidget(self.arrived)

    def show_scan(self, code: str) -> None:
        """Say what arrived, and which copy it means."""
        from db import equipment

        found = self.store.read(equipment.scanned, code)
        meaning = (
            _("{number}, {name}").format(number=found["number"], name=found["name"])
            if found
            else _("ingen av eksemplarene i registeret")
        )
        self.arrived.setText(_("Kom fram: «{code}» ({n} tegn). Det er {meaning}").format(
            code=code[:80], n=len(code), meaning=meaning))  # fmt: skip
        self.field.set_value("")


class About(Card):
    title = _("Om Hverdag")

    def build(self) -> None:
        versions = [f"{name} {_version(name)}" for name in LIBRARIES]
        text = _("Hverdag {version}. Fri programvare (MIT). Ingen nettrafikk.").format(version=_version("hverdag"))
        self.column.addWidget(label(text, wrap=True))
        self.column.addWidget(label(" · ".join(versions), "muted", wrap=True))
        licences: QLabel = label(
            _("Ikoner: Lucide (ISC). Skrift: Noto Sans (OFL). Qt brukes etter LGPL. HMS-lister: NAV (MIT)."),
            "muted",
            wrap=True,
        )
        self.column.addWidget(licences)


CARDS: tuple[type[Card], ...] = (Municipality, Deadlines, StayLengths, Safety, Sharing, Look, OnDuty, Scanner)


def written(card: Card, act: Callable[..., Any], told: str, **given: Any) -> bool:
    """Carry out a command and tell it; False where it was turned down, which is told as well."""
    from db.errors import FileTrouble, Rejected

    try:
        card.store.write(act, **given)
    except (Rejected, FileTrouble) as fault:
        card.frame.trouble(fault)
        return False
    card.frame.tell(told, undo=False)
    return True


def _version(name: str) -> str:
    from importlib import metadata  # slow to load, and seldom asked for

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"
