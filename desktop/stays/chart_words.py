"""What the chart tells in words: over it how the day stands, under it what is chosen or lies where the keys are."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from db import stay_lists
from db.stay_chart import Chart, Span
from desktop import words
from desktop.parts.tape_hold import CLASHES
from desktop.stays import chart_tape, fitting, free_words, told
from desktop.stays import words as stay_words
from desktop.stays.chart_acts import ChartActs
from desktop.stays.chart_fit import Target
from desktop.stays.columns import status
from desktop.words import _, ngettext

_TODAYS = (stay_lists.arrivals, stay_lists.departures)


class ChartWords(ChartActs):
    """What was read of the register is `found`."""

    found: Chart

    def day_line(self) -> str:
        """'15 åpne plasser · 11 inne nå · 3 ledige i natt · 2 ankomster i dag · 1 utreise i dag'."""
        today, wards = self.store.today, [site for site in self.found.sites if site.kind == "ward"]
        if not wards:
            return ""
        inside = len({one.stay_id for one in self.found.spans if one.state in ("in", "overstay")
                      and any(site.first <= one.lane < site.end for site in wards)})  # fmt: skip
        come, go = (len(self.store.read(query, today, today=today)) for query in _TODAYS)
        night = self._night(today)
        inne = ngettext("{n} inne nå", "{n} inne nå", inside).format(n=words.number(inside))
        texts = [free_words.open_places(wards, night), inne]
        parked = sum(self._parked(one) for one in self.found.spans)
        texts += [_("{n} parkert").format(n=words.number(parked))] if parked else []
        texts.append(free_words.free(wards, night))
        texts += [ngettext("{n} ankomst i dag", "{n} ankomster i dag", come).format(n=come)] if come else []
        texts += [ngettext("{n} utreise i dag", "{n} utreiser i dag", go).format(n=go)] if go else []
        return " · ".join(texts)

    def _parked(self, span: Span) -> bool:
        """Whether who is in has no place tonight."""
        today, lane = self.store.today, self.found.lanes[span.lane]
        here = span.from_on <= today < span.to_on or span.state == "overstay"
        return lane.kind == "parked" and span.state in ("in", "overstay") and here

    def _night(self, day: str) -> int:
        ahead = (date.fromisoformat(day) - date.fromisoformat(self.found.since)).days
        return max(0, min(ahead, len(self.found.sites[0].free) - 1))

    # the line under the chart

    def tell_line(self) -> None:
        """What is chosen, or what lies where the keys are."""
        if self.chart.ghost is not None:
            return
        self.line.more.setVisible(not self.store.read_only)
        span, at = self.span(), self.marked()
        if span is not None and span.stay_id is not None and at is not None and at.from_on == at.to_on:
            self._tell_stay(span.stay_id, span)
        elif span is not None and span.closure_id is not None:
            when = stay_words.period(span.from_on, span.told_on, self.store.today)
            self.line.tell(_("Stengt: {why}").format(why=span.text), when, "lock", "scrapped")
            if not self.store.read_only:
                self.line.offer(_("Endre stengingen …"), self.change_closure)
        elif at is not None:
            self._tell_free(at)
        else:
            self._tell_site()

    def _tell_stay(self, stay_id: int, span: Span) -> None:
        found, today = self.store.read(stay_lists.rows, [stay_id], today=self.store.today), self.store.today
        if not found:  # another window has taken it back since this one read it
            self.line.tell(_("Oppholdet finnes ikke lenger. Trykk F5 for å lese på nytt"), "", "info", "muted")
            return
        row = found[0]
        state = words.STATES[status(row)]
        over = chart_tape.over(span)
        title = f"{told.who(row)} · {state.word}" + (f", {over}" if over else "")
        certain = _("dagen er bekreftet") if row["confirmed"] else _("dagen er foreløpig")
        coordinator = _("koordinator {name}").format(name=row["coordinator"]) if row["coordinator"] else ""
        away = chart_tape.HELD if row["away"] else ""
        parts = [
            stay_words.PURPOSES[row["purpose"]],
            told.where(row),
            told.when(row, today),
            certain,
            away,
            coordinator,
        ]
        parts += [*chart_tape.marks(span), *self._shut(span)]
        self.line.tell(title, " · ".join(part for part in parts if part), state.icon, state.colour)
        fits = [] if self.store.read_only else fitting.acts_for(row, today)
        if fits:
            self.line.offer(fitting.text(fits[0], row), getattr(self, fits[0].slot))

    def _shut(self, span: Span) -> list[str]:
        """Why the place is closed on a day of the stay that the keys are on."""
        day = self.chart.current_day()
        return [
            _("plassen er stengt: {why}").format(why=one.text)
            for one in self.found.spans
            if one.lane == span.lane and one.closure_id is not None and one.from_on <= day < one.to_on
        ]

    def _tell_free(self, at: Target) -> None:
        lane = self.name(at.lane)
        if at.from_on == at.to_on:
            day = words.weekday_day(at.from_on)
            how = _("Enter lager et nytt opphold. Shift og piltastene merker flere dager")
            self.line.tell(f"{lane} · {day}", "" if self.store.read_only else how)
            return
        fit, text = self.judge_marked(at)
        self.line.judge(fit, text, "" if fit == CLASHES else _("Enter lager et nytt opphold på dagene"))
        self.line.more.setVisible(not self.store.read_only)

    def _tell_site(self) -> None:
        index = self.chart.currentIndex()
        if index.isValid() and self.shown.tape.lanes:
            self.line.tell(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        else:
            self.line.tell(_("Velg en dag på en plass"))
