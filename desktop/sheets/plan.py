"""What an import would do, row by row: shown before anything is written, and the plain lists that are then written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.sheets.book import Sheet
from desktop.sheets.recognise import Recognition
from desktop.words import _

NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"

REASONS = {
    "no_number": _("Raden mangler nummer. Gi eksemplaret et nummer, og prøv igjen."),
    "number_form": _("«{text}» kan ikke brukes som nummer. Bruk bokstaver og tall, høyst 40 tegn."),
    "number_twice": _("Nummer {number} er allerede brukt på rad {row} i arket «{sheet}». Den første raden gjelder."),
    "number_is_code": _("Nummer {number} er strekkoden til et annet eksemplar. Gi raden et annet nummer."),
    "no_thing": _("Raden mangler navn på hjelpemiddelet."),
    "hms_missing": _("Produktet mangler HMS-nummer."),
    "hms_form": _("«{text}» er ikke et HMS-nummer. Et HMS-nummer har seks siffer."),
    "unknown_number": _("Nummer {number} finnes ikke, verken i boken eller i registeret."),
    "unknown_goods": _("Raden mangler nummer, og «{text}» er ikke et hjelpemiddel som telles i antall."),
    "no_name": _("Raden mangler navn på låneren."),
    "too_long": _("«{text}» er for langt i kolonnen {column}. Grensen er {limit} tegn."),
    "no_such_day": _("Datoen «{text}» i kolonnen {column} finnes ikke."),
    "not_a_day": _("«{text}» i kolonnen {column} er ikke en dato."),
    "no_year": _("Datoen «{text}» i kolonnen {column} mangler årstall, og arket sier ikke hvilket år det gjelder."),
    "in_future": _("Fødselsdatoen «{text}» ligger i fremtiden."),
    "no_out": _("Raden mangler dato for når hjelpemiddelet ble lånt ut."),
    "due_before_out": _("Fristen {due} er før utlånsdagen {out}."),
    "back_before_out": _("Hjelpemiddelet er levert inn {back}, før det ble lånt ut {out}."),
    "out_already": _("Nummer {number} er allerede utlånt siden {out} ({where})."),
    "not_lendable": _("Nummer {number} er {state} i registeret og kan ikke stå som utlånt."),
    "no_person": _("Raden mangler navn på den som har oppholdet."),
    "no_in": _("Raden mangler dato for når oppholdet begynte eller skal begynne."),
    "out_before_in": _("Ut {left} er før inn {came}."),
    "far_day": _("Datoen {day} er for langt fra i dag til å være riktig."),
    "no_left": _("Oppholdet står som utskrevet, men raden mangler dato for det."),
    "room_taken": _("{room} er opptatt {when} av {who} ({where})."),
    "moved_here": _("Oppholdet er flyttet mellom rom i registeret. Endre datoene der."),
    "no_measure": _("Raden mangler tekst for tiltaket."),
    "measure_twice": _("Tiltaket står også på rad {row} i arket «{sheet}». Den første raden gjelder."),
    "plan_replaced": _("«{plan}» er erstattet av en nyere versjon og kan ikke endres."),
    "too_few": _("Det er ikke nok av «{text}» på lageret til dette utlånet."),
}
REMARKS = {
    "hms_unread": _("«{text}» er ikke et HMS-nummer med seks siffer. Eksemplaret er tatt med uten HMS-nummer."),
    "code_unread": _("Strekkoden «{text}» kan ikke brukes. Eksemplaret er tatt med uten den."),
    "code_taken": _("Strekkoden «{text}» hører til et annet eksemplar. Eksemplaret er tatt med uten den."),
    "price_unread": _("Prisen «{text}» er ikke forstått og er ikke tatt med."),
    "bought_unread": _("Innkjøpsdatoen «{text}» er ikke forstått og er ikke tatt med."),
    "born_unread": _("Fødselsdatoen «{text}» er ikke forstått og er ikke tatt med."),
    "due_unread": _("Fristen «{text}» er ikke en dato. Utlånet er tatt med uten frist."),
    "held": _("Nummer {number} er tilbakekalt eller sperret for smitte. Statusen er ikke endret."),
    "state_unknown": _("Status «{text}» er ukjent. Eksemplaret er satt til kontroll."),
    "lent_without_loan": _("Nummer {number} står som utlånt, men ingen låner er oppgitt. Det er satt til kontroll."),
    "lent_here_only": _("Boken sier at nummer {number} er ute, men registeret har ikke noe åpent utlån."),
    "lent_after_all": _("Boken sier «{text}», men nummer {number} har et åpent utlån og står som utlånt."),
    "month_only": _("Bare måned eller år er oppgitt i kolonnen {column}. Første dag er brukt."),
    "return_day_unknown": _("Levert inn på ukjent dag («{text}»)."),
    "national_id": _("Et fødselsnummer er fjernet. Registeret lagrer aldri fødselsnummer."),
    "same_hms": _("HMS-nummer {hms} står også på rad {row} med et annet navn. Den første raden gjelder."),
    "same_loan": _("Det samme utlånet står også på rad {row} i arket «{sheet}»."),
    "extended_unread": _("«{text}» i kolonnen for forlengelse er ikke en dato og er ikke tatt med."),
    "overlap": _("Nummer {number} var utlånt til flere i samme tidsrom. Kontroller datoene."),
    "future": _("Datoen {day} ligger fram i tid. Kontroller at den er riktig."),
    "dead": _("Merknaden «{text}» kan bety at låneren er død. Registrer dødsdatoen på personkortet."),
    "purpose_unknown": _("Formålet «{text}» er ukjent. Oppholdet er tatt med som rehabilitering."),
    "left_unread": _("«{text}» er ikke en dato. Oppholdet er tatt med uten utskrivningsdato."),
    "same_day": _("{room} er delt den dagen med {who} ({where}): den ene kom og reiste samme dag."),
    "moved": _("Personen kom til {room} {day} fra et annet rom, som boken ikke forteller."),
    "stays_on": _("Utskrivningsdato mangler, og {who} kom til rommet ({where}). Skriv ut eller flytt den ene."),
    "still_here": _("{who} er ikke skrevet ut fra {room} i registeret. Skriv ut eller flytt den ene."),
    "is_dead": _("{who} står som død {day} i registeret. Kontroller datoene."),
    "two_rooms": _("{who} har også opphold {when} ({room}, {where}). Kontroller datoene."),
    "no_room": _("Raden mangler rom. Oppholdet står som parkert."),
    "closed": _("{room} er stengt i registeret: {reason}. Kontroller datoene."),
    "not_open": _("{room} er ikke i bruk hele tiden i registeret. Kontroller datoene."),
    "cancelled_here": _("Oppholdet er avlyst eller avslått i registeret og er ikke endret."),
    "cancelled_once": _("{who} har et avlyst opphold med samme formål i registeret. Kontroller at dette er et nytt."),
    "left_here": _("Personen er skrevet ut {left} i registeret. Datoen er ikke endret."),
    "status_words": _("Status «{text}» er ikke et ord for status. Teksten er tatt med som kommentar."),
    "status_here": _("Boken sier «{told}», men tiltaket er «{now}» i registeret. Statusen er ikke endret."),
    "ended_word": _("«{text}» er lest som avsluttet uten å være gjennomført. Skriv «gjennomført» hvis det er gjort."),
    "never_ends": _("Tiltaket er årlig eller løpende og står som i gang. Kryss av året det er gjort."),
    "postponed_no_date": _("Tiltaket er utsatt uten ny frist."),
    "light_unknown": _("Lyset «{text}» er ukjent og er ikke tatt med."),
    "deadline_unread": _("Fristen «{text}» er ingen dato som finnes. Den er tatt med i ord."),
    "cost_unread": _("Kostnaden «{text}» er ikke et beløp og er ikke tatt med."),
    "cost_small": _("Kostnaden «{text}» er lest som kroner. Skriv «mill. kr» i overskriften hvis det er millioner."),
    "adopted_number": _("Planen er vedtatt, og boken har et annet nummer på tiltaket. Nummeret er ikke endret."),
    "adopted_words": _("Planen er vedtatt, og boken har andre ord for tiltaket. Ordlyden er ikke endret."),
    "adopted_cost": _("Planen er vedtatt, og boken har en annen vedtatt kostnad. Kostnaden er ikke endret."),
    "adopted_place": _("Planen er vedtatt, og boken har et annet satsingsområde eller mål. Det er ikke endret."),
    "after_adoption": _("Planen er vedtatt. Tiltaket er lagt til etter vedtaket."),
    "loan_left_out": _("Eksemplaret er tatt med, men ikke utlånet på raden: {reason}"),
}
HEADINGS = {
    "name": _("Hjelpemiddel"), "note": _("Merknad"), "address": _("Adresse"), "phone": _("Telefon"),
    "serial": _("Serienummer"), "lent_by": _("Utlånt av"), "requested_by": _("Bedt om av"), "borrower": _("Låner"),
    "group": _("Gruppe"), "subgroup": _("Undergruppe"), "out": _("Utlånt"), "due": _("Forfall"),
    "returned": _("Levert inn"), "born": _("Født"), "bought": _("Innkjøpt"), "kin_name": _("Pårørende"),
    "kin_phone": _("Pårørendes telefon"), "extended": _("Forlenget"), "signed_on": _("Signert"),
    "stay": _("Opphold"), "site": _("Avdeling"), "purpose": _("Formål"), "came": _("Inn"), "left": _("Ut"),
    "expected": _("Forventet ut"), "received": _("Søkt"), "came_from": _("Kommer fra"), "goal": _("Mål"),
    "coordinator": _("Koordinator"), "confirmed": _("Bekreftet"),
    "focus_area": _("Satsingsområde"), "measure": _("Tiltak"), "responsible": _("Ansvarlig"),
    "measure_kind": _("Type"), "status": _("Status"), "light": _("Lys"), "starts": _("Oppstart"),
    "deadline": _("Frist"), "cost": _("Kostnad vedtatt"), "revised": _("Kostnad revidert"),
    "used": _("Kostnad brukt"),
}  # fmt: skip
LENT_NOTE = _("Står som utlånt i boken, men ingen låner er oppgitt")


class RowRejected(Exception):
    """The row cannot be taken in; `why` is a key of REASONS, a `column` among its facts one of headings.FIELDS."""

    def __init__(self, why: str, /, **facts: Any):
        self.why, self.facts = why, facts
        super().__init__(REASONS[why].format(**facts))


@dataclass(slots=True)
class RowPlan:
    """One row of data: Excel's row number, what would happen to it, and why where it is rejected."""

    row: int
    status: str = UNCHANGED
    reason: str = ""
    why: str = ""


@dataclass(slots=True)
class SheetPlan:
    """One sheet: how it was read, every row of data, and remarks (row, sentence) that reject nothing."""

    recognition: Recognition
    rows: list[RowPlan] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    source: Sheet | None = None

    @property
    def name(self) -> str:
        return self.recognition.sheet

    @property
    def kind(self) -> str:
        return self.recognition.kind

    @property
    def rejected(self) -> list[RowPlan]:
        return [row for row in self.rows if row.status == REJECTED]

    def count(self, status: str) -> int:
        """How many rows have this status."""
        return sum(row.status == status for row in self.rows)

    def reject(self, row: RowPlan, fault: RowRejected) -> None:
        """Leave the row out, and say why with the words of the book."""
        row.status, row.reason, row.why = REJECTED, REASONS[fault.why].format(**self._called(fault.facts)), fault.why

    def remark(self, at: int, what: str, /, **facts: Any) -> None:
        """Tell something about a row that is taken in all the same."""
        self.remarks.append((at, REMARKS[what].format(**self._called(facts))))

    def _called(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts, with a column called as its heading in the book says, or as we say where it has none."""
        if "column" not in facts:
            return facts
        name, found = facts["column"], self.recognition
        at = next((column for column, held in found.columns.items() if held == name), len(found.headings))
        theirs = found.headings[at] if at < len(found.headings) else ""
        return facts | {"column": theirs.strip() or HEADINGS.get(name, name)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one; offered for merging. An id is None for a person that the import would add."""

    name: str
    person_id: int | None
    other_id: int | None
    about: str
    other_about: str


@dataclass(slots=True)
class StayOrders:
    """Plain lists for db.stay_imports.write."""

    sites: list[tuple] = field(default_factory=list)
    stay_places: list[tuple] = field(default_factory=list)
    stay_place_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    stays: list[tuple] = field(default_factory=list)
    stay_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    segments: list[tuple] = field(default_factory=list)
    segment_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    segment_removals: list[int] = field(default_factory=list)
    coordinators: list[tuple] = field(default_factory=list)
    goals: list[tuple] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.as_lists().values())

    def as_lists(self) -> dict[str, list]:
        """The lists by name, those that hold something."""
        return {name: rows for name in self.__slots__ if (rows := getattr(self, name))}


@dataclass(slots=True)
class MeasureOrders:
    """Plain lists for db.measure_imports.write."""

    plans: list[dict[str, Any]] = field(default_factory=list)
    measures: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    measure_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.as_lists().values())

    def as_lists(self) -> dict[str, list]:
        """The lists by name, those that hold something."""
        return {name: rows for name in self.__slots__ if (rows := getattr(self, name))}


@dataclass(slots=True)
class Orders:
    """Plain lists for db.imports.apply_import. A negative reference -n means the n-th new row of that list."""

    places: list[tuple] = field(default_factory=list)
    products: list[tuple] = field(default_factory=list)
    product_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    items: list[tuple] = field(default_factory=list)
    item_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    barcodes: list[tuple] = field(default_factory=list)
    persons: list[tuple] = field(default_factory=list)
    person_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    units: list[tuple] = field(default_factory=list)
    agreements: list[tuple] = field(default_factory=list)
    agreement_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    lines: list[tuple] = field(default_factory=list)
    line_changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    extensions: list[tuple] = field(default_factory=list)
    lent: list[tuple[int, str]] = field(default_factory=list)
    movements: list[tuple] = field(default_factory=list)
    of_stays: StayOrders = field(default_factory=StayOrders)
    of_measures: MeasureOrders = field(default_factory=MeasureOrders)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    def as_arguments(self) -> dict[str, Any]:
        """The lists by name, as the command takes them."""
        lists = {name: getattr(self, name) for name in self.__slots__}
        return lists | {"of_stays": self.of_stays.as_lists(), "of_measures": self.of_measures.as_lists()}


@dataclass(slots=True)
class ImportPlan:
    """A whole book: its sheets, doubtful pairs of persons, and what would be written."""

    book: str
    sheets: list[SheetPlan]
    pairs: list[Pair]
    orders: Orders
    seen_op: int  # the register's latest operation when it was read
    applied: bool = False
    op_seq: int | None = None

    @property
    def rejected(self) -> int:
        return sum(len(sheet.rejected) for sheet in self.sheets)

    def counts(self) -> Mapping[str, int]:
        """Rows by status over all sheets."""
        return {
            status: sum(sheet.count(status) for sheet in self.sheets) for status in (NEW, CHANGED, UNCHANGED, REJECTED)
        }
