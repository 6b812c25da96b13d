"""Pyramider: the services level by level, drawn and as a list, with how each level was judged and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db import measure_lists, plans, pyramids
from desktop import words
from desktop.columns import Column
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.parts.lines_field import LinesField
from desktop.parts.page import label
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.style import look
from desktop.plans import pyramid_examples
from desktop.plans import words as plan_words
from desktop.plans.acts import CHANGE, LINK, NEXT, PAPER
from desktop.plans.plan_choice import PlanChoice
from desktop.plans.pyramid_draw import PyramidDrawing, sentence
from desktop.plans.pyramid_history import MOST, PyramidHistory
from desktop.plans.ticks_field import TicksField
from desktop.words import _

Row = Mapping[str, Any]
TALL = 600  # pixels at 10 pt: a page so tall has room for how it was over time
NEED = {code: place for place, code in enumerate(plan_words.LEVELS)}  # red first


def _state(row: Row) -> str:
    return f"level_{row['colour'] or 'none'}"


def _pyramid(row: Row) -> str:
    return plan_words.PYRAMIDS[row["pyramid"]]


LEVELS = (  # a list measures the words of a state by the key of its column
    Column("name", _("Trinn"), width=30, sort="position", strong=True),
    Column("pyramid", _("Pyramide"), width=14, value=_pyramid, muted=True),
    Column("level_state", _("Vurdering"), "state", 30, "need", value=_state),
    Column("on_day", _("Vurdert"), "day", 12),
    Column("numbers", _("Tiltak"), width=10),
)


class PyramidsView(PlanChoice):
    """The levels of the plan in the box, with both pyramids drawn above the list."""

    title, icon, kind, key = _("Pyramider"), "pyramid", "pyramid_level", "pyramid_level_id"
    kinds = frozenset({"pyramid", "plan", "measure"})
    columns, list_name, noun = LEVELS, "pyramid_levels", (_("trinn"), _("trinn"))
    new_text, order, all_text = _("Tegn pyramidene"), "name", _("Første plan med pyramider")
    empty_text = _("Planen har ingen pyramider ennå. Trykk Ctrl+N for å tegne dem.")
    ACTIONS = (*RecordPage.ACTIONS, NEXT, LINK, PAPER, CHANGE)

    def left(self) -> QWidget:
        """Both pyramids above the list of their levels."""
        whole, drawn = QWidget(), QHBoxLayout()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.drawings = {kind: PyramidDrawing(name) for kind, name in plan_words.PYRAMIDS.items()}
        self.histories = {kind: PyramidHistory(name) for kind, name in plan_words.PYRAMIDS.items()}
        self.titles = []
        for kind, drawing in self.drawings.items():
            beside = QVBoxLayout()
            self.titles.append(label(plan_words.PYRAMIDS[kind], "section"))
            beside.addWidget(self.titles[-1])
            beside.addWidget(drawing, 1)
            beside.addWidget(self.histories[kind])
            drawn.addLayout(beside, 1)
            drawing.picked.connect(lambda ref: self.table.choose([ref]))
        column.addLayout(drawn, 5)
        column.addWidget(self.lists, 3)
        self.table.chosen.connect(self._mark)
        return whole

    # what the list holds

    def plan_id(self) -> int | None:
        """The plan in sight: the chosen one, else the first that has pyramids, else the first."""
        rows = self.store.read(plans.plans)
        drawn = (row["plan_id"] for row in rows if self.store.read(pyramids.pyramids, row["plan_id"]))
        return self.choice.currentData() or next(drawn, rows[0]["plan_id"] if rows else None)

    def _levels(self, kind: str | None = None, day: str | None = None) -> list[dict[str, Any]]:
        found, plan = [], self.plan_id()
        for pyramid in self.store.read(pyramids.pyramids, plan) if plan else ():
            if kind in (None, pyramid["kind"]):
                levels = self.store.read(pyramids.levels, pyramid["pyramid_id"], day=day or self.store.today)
                found += [dict(row) | {"pyramid": pyramid["kind"], "level_state": row["colour"]} for row in levels]
        return found

    def ids(self, asked: Asked) -> Iterable[int]:
        rows = [row for row in self._levels() if asked.text.casefold() in row["name"].casefold()]
        if asked.order == "need":
            rows.sort(key=lambda row: NEED[row["colour"] or "none"])
        refs = [row["pyramid_level_id"] for row in rows]
        return refs[::-1] if asked.descending else refs

    def rows(self, ids: list[int]) -> list[Row]:
        return [row for row in self._levels() if row["pyramid_level_id"] in ids]

    def reread(self) -> None:
        super().reread()
        for kind, drawing in self.drawings.items():
            drawing.show_levels(self._levels(kind))
        plan = self.plan_id()
        days = self.store.read(pyramids.days, plan)[-MOST:] if plan else []
        for kind, history in self.histories.items():
            history.show_days([(day, self._levels(kind, day)) for day in days])
        self._make_room()
        for widget in (*self.titles, *self.drawings.values()):
            widget.setVisible(bool(len(self.model.ids)))

    def _make_room(self) -> None:
        """Show how it was over time where there is something to compare and the window is tall enough."""
        for history in self.histories.values():
            told = len(history.days) > 1 and any(levels for _day, levels in history.days)
            history.setVisible(told and self.height() >= look.px(TALL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def sentence(self, row: Row) -> str:
        return sentence(row)

    def _mark(self) -> None:
        chosen = next(iter(self.chosen_ids()), None)
        for drawing in self.drawings.values():
            drawing.choose(chosen)

    # the panel

    def one(self, row: Row) -> Details:
        told = self.store.read(pyramids.assessments, row["pyramid_level_id"])
        facts = [(_("Tiltak"), row["numbers"] or "")]
        facts += [(f"{words.short_day(one['on_day'])} {one['on_day'][:4]}", self._judged(one)) for one in told]
        acts = [] if self.store.read_only else [
            Act(_("Knytt tiltak …"), self.link, half=True), Act(_("Endre trinnene …"), self.edit, half=True),
        ]  # fmt: skip
        if row["ours"] and not self.store.read_only:
            acts.insert(0, Act(_("Vurder trinnet …"), self.assess, primary=True))
        over = _pyramid(row) if row["ours"] else _("{pyramid} · ikke kommunens eget").format(pyramid=_pyramid(row))
        return Details(row["name"], over, _state(row), [fact for fact in facts if fact[1]], acts)

    def _judged(self, one: Row) -> str:
        """'▲ Trenger forbedring: for få timer'."""
        return f"{plan_words.SHAPES[one['colour']]} {plan_words.LEVELS[one['colour']].word}: {one['reason']}"

    # acts

    def new_record(self) -> None:
        """Draw the pyramids of the plan in sight."""
        plan = self.plan_id()
        if plan is None:
            self.frame.tell(_("Legg inn en plan først, under «Planer»"), undo=False)
        elif len(self.store.read(pyramids.pyramids, plan)) == len(plan_words.PYRAMIDS):
            self.frame.tell(_("Planen har begge pyramidene. Velg et trinn for å vurdere det"), undo=False)
        else:
            form = DrawForm(self.store, plan, self._missing(plan))
            form.saved.connect(lambda _receipt: self._drawn())
            self.frame.show_form(form)

    def _missing(self, plan: int) -> list[tuple[str, str]]:
        known = {row["kind"] for row in self.store.read(pyramids.pyramids, plan)}
        return [(kind, name) for kind, name in plan_words.PYRAMIDS.items() if kind not in known]

    def _drawn(self) -> None:
        self.frame.tell(_("Pyramiden er tegnet"))
        self.reread()

    def assess(self) -> None:
        """Judge the chosen level."""
        for row in self.chosen_rows()[:1]:
            if not row["ours"]:
                self.frame.tell(_("Trinnet er ikke kommunens eget og vurderes ikke her"), undo=False)
                return
            form = AssessForm(self.store, row)
            form.saved.connect(lambda _receipt, row=row: self._told(row))
            self.frame.show_form(form)

    def _told(self, row: Row) -> None:
        self.frame.tell(_("Vurdert: {name}").format(name=row["name"]))
        self.open_record(row["pyramid_level_id"])

    def link(self) -> None:
        """Choose which measures belong to the chosen level."""
        for row in self.chosen_rows()[:1]:
            form = LinkForm(self.store, row, self.plan_id())
            form.saved.connect(lambda _receipt, row=row: self._told(row))
            self.frame.show_form(form)

    def edit(self) -> None:
        """Name the levels of the pyramid of the chosen level anew."""
        for row in self.chosen_rows()[:1]:
            form = LevelsForm(self.store, row["pyramid_id"], self._levels(row["pyramid"]))
            form.saved.connect(lambda _receipt: self.frame.tell(_("Trinnene er endret")))
            self.frame.show_form(form)

    def open_form(self, ref: int) -> None:
        self.assess()

    def print_report(self) -> None:
        """Show the pyramids of the plan on paper."""
        from desktop.paper.plan_papers import print_pyramids

        plan = self.plan_id()
        if plan is None:
            return

        def make(out):
            return self.store.read(print_pyramids, plan, out, today=self.store.today, staff=self.store.staff)

        self.frame.print_pdf(_("Pyramider"), make, "pyramider")


class LevelsForm(RecordForm):
    """The levels of a pyramid by name. A level whose name is kept, or that got a new one, is the same."""

    def __init__(self, store, pyramid_id: int, levels: list[dict[str, Any]], parent=None):
        under = _("Et trinn som er vurdert eller har tiltak, kan få nytt navn, men ikke fjernes.")
        super().__init__(store, _("Endre trinnene"), _("Lagre trinnene"), parent, under=under)
        self.pyramid_id, self.levels = pyramid_id, levels
        field = self.add("levels", LinesField(_("Trinn"), _("Ett på hver linje, det nederste først")))
        field.set_value([row["name"] for row in levels])

    def command(self, values: dict[str, Any]):
        names, by_name = values["levels"], {row["name"]: row for row in self.levels}
        gone = [row for row in self.levels if row["name"] not in names]
        found = []
        for name in names:
            was = by_name.pop(name, None) or (gone.pop(0) if gone and len(names) == len(self.levels) else None)
            kept = {"pyramid_level_id": was["pyramid_level_id"], "ours": was["ours"]} if was else {}
            found.append({"name": name, **kept})
        return pyramids.change_levels, {"pyramid_id": self.pyramid_id, "levels": found}


class DrawForm(RecordForm):
    """A pyramid with the levels of the field's own figure, with or without Melhus' judgements."""

    def __init__(self, store, plan_id: int, kinds: list[tuple[str, str]], parent=None):
        under = _("Trinnene er de som faget bruker. Du kan vurdere dem selv etterpå.")
        super().__init__(store, _("Tegn pyramiden"), _("Tegn pyramiden"), parent, under=under)
        self.plan_id = plan_id
        self.add("kind", ChoiceField(_("Pyramide"), kinds, needed=True), half=True)
        judged = [(False, _("Ingen, vi vurderer selv")), (True, _("Slik Melhus vurderte i 2018"))]
        self.add("judged", ChoiceField(_("Vurderinger"), judged), half=True)
        self.fill({"judged": False})

    def command(self, values: dict[str, Any]):
        kind = values["kind"]
        return pyramids.add_pyramid, {
            "plan_id": self.plan_id, "kind": kind, "name": plan_words.PYRAMIDS[kind],
            "levels": pyramid_examples.levels(kind, values["judged"]), "on_day": pyramid_examples.MELHUS_ON,
        }  # fmt: skip


class AssessForm(RecordForm):
    """How a level is judged, and why."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Vurder trinnet"), _("Lagre vurderingen"), parent, under=row["name"])
        self.pyramid_level_id = row["pyramid_level_id"]
        offered = [(code, f"{plan_words.SHAPES[code]} {plan_words.LEVELS[code].word}") for code in pyramids.COLOURS]
        self.add("colour", ChoiceField(_("Vurdering"), offered, needed=True))
        self.add("reason", LongTextField(_("Grunn"), _("Må fylles ut"), lines=3))
        self.add("on_day", DayField(_("Dato"), lambda: store.today, past=True), half=True).set_value(store.today)
        self.add("by_name", TextField(_("Vurdert av")), half=True)
        self.fill({"colour": row["colour"] or "red"})

    def command(self, values: dict[str, Any]):
        return pyramids.assess_level, {**values, "pyramid_level_id": self.pyramid_level_id}


class LinkForm(RecordForm):
    """Which measures of the plan belong to a level."""

    def __init__(self, store, row: Row, plan_id: int | None, parent=None):
        super().__init__(store, _("Tiltak på trinnet"), _("Lagre"), parent, under=row["name"])
        self.pyramid_level_id = row["pyramid_level_id"]
        keys = store.read(measure_lists.ids, today=store.today, chip="all", plan_id=plan_id, order="number")
        found = {one["measure_id"]: one for one in store.read(measure_lists.rows, keys, today=store.today)}
        offered = [(ref, f"{found[ref]['number']} {found[ref]['adopted_text']}".strip()) for ref in keys]
        self.ticks = self.add("measure_ids", TicksField(_("Tiltak"), offered))
        self.ticks.set_value(store.read(pyramids.measures_of, row["pyramid_level_id"]))

    def command(self, values: dict[str, Any]):
        return pyramids.set_measures_of_level, {**values, "pyramid_level_id": self.pyramid_level_id}
