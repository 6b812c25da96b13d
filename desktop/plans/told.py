"""What the panel and the receipts tell of a measure. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import measures, roles, rollovers
from desktop import words
from desktop.plans import words as plan_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]


def named(row: Row) -> str:
    """'33 Opprette et utvalg', by its working title where it has one."""
    return " ".join(part for part in (row["number"], row["working_title"] or row["adopted_text"]) if part)


def sentence(row: Row) -> str:
    """A row read aloud."""
    light = plan_words.LIGHTS[row["light"] or "none"].word
    said = [named(row), plan_words.STATUSES[row["status"]].word, _("lys: {light}").format(light=light.lower())]
    said.append(plan_words.DEADLINES[row["deadline"]].word)
    return ", ".join([*said, *filter(None, (row["responsible"],))])


def facts(read: Read, row: Row, today: str) -> list[tuple[str, str]]:
    """Label and value of all that is known of a measure; what is empty is left out."""
    known = [*_frame(read, row, today), *_progress(read, row, today), *_costs(row)]
    known += [(_("Trinn"), row["levels"] or ""), (_("Deltiltak"), _subtasks(read, row["measure_id"], today))]
    known += [(_("Opphav"), _lineage(read, row["measure_id"]))]
    known += [(_("Kommentar"), row["comment"]), (_("Internt notat"), row["internal_note"])]
    return [(label, value) for label, value in known if value]


def _frame(read: Read, row: Row, today: str) -> list[tuple[str, str]]:
    text = row["adopted_text"] if row["working_title"] else ""
    found = [(_("Vedtatt tekst"), text), (_("Plan"), row["plan"]), (_("Satsingsområde"), row["focus_area"] or "")]
    found += [(_("Mål"), row["goal"] or ""), (_("Ansvarlig"), _responsible(read, row, today))]
    return [*found, (_("Type"), plan_words.KINDS[row["kind"]])]


def _responsible(read: Read, row: Row, today: str) -> str:
    """'Enhetsleder helse (Anne Haug), Kommuneoverlege'."""
    holders = {one["role_id"]: one["holder"] for one in read(roles.roles, today=today)}
    found = read(roles.of_measure, row["measure_id"], today=today)
    return words.listed([f"{one['name']} ({held})" if (held := holders.get(one["role_id"])) else one["name"]
                         for one in found])  # fmt: skip


def _progress(read: Read, row: Row, today: str) -> list[tuple[str, str]]:
    light = plan_words.LIGHTS[row["light"] or "none"].word
    years = [str(one["year"]) for one in read(measures.years_done, row["measure_id"])]
    found = [(_("Lys"), _said(light, row["light_on"], row["light_reason"], today))]
    found += [(_("Status siden"), _said("", row["status_on"], row["status_reason"], today))]
    found += [(_("Slått sammen med"), row["merged_with"] or "")]
    found += [(_("Konklusjon"), row["conclusion"]), (_("Gjort i"), ", ".join(years))]
    found += [(_("Start"), words.day(row["start_on"])), (_("Frist"), _deadline(row, today))]
    return [*found, (_("Sist oppdatert"), _updated(row))]


def _said(word: str, day: str | None, reason: str, today: str) -> str:
    """'Rødt, 3. juli: ingen har tid'."""
    first = ", ".join(part for part in (word, words.short_day(day, today)) if part)
    return f"{first}: {reason}" if reason and first else first or reason


def _deadline(row: Row, today: str) -> str:
    when = plan_words.deadline(row)
    if row["deadline"] in ("over", "soon"):
        return f"{when} ({words.deadline(row['due_on'], today)})"
    return when


def _updated(row: Row) -> str:
    day = words.day(row["updated_on"]) or _("aldri")
    return _("{day} – ikke denne perioden").format(day=day) if row["stale"] else day


def _costs(row: Row) -> list[tuple[str, str]]:
    labels = (("cost_adopted_ore", _("Kostnad vedtatt")), ("cost_revised_ore", _("Kostnad revidert")),
              ("cost_used_ore", _("Kostnad brukt")))  # fmt: skip
    return [(label, words.money(row[name]) if row[name] is not None else "") for name, label in labels]


def _subtasks(read: Read, measure_id: int, today: str) -> str:
    """'☐ Innkalle – frist 3. juli', a line for each step."""
    return "\n".join(_step(row, today) for row in read(measures.subtasks, measure_id))


def _step(row: Row, today: str) -> str:
    if row["done_on"]:
        return _("☑ {text} – ferdig {day}").format(text=row["text"], day=words.short_day(row["done_on"], today))
    if not row["due_on"]:
        return f"☐ {row['text']}"
    late = _("over frist") if row["due_on"] < today else _("frist")
    return f"☐ {row['text']} – {late} {words.short_day(row['due_on'], today)}"


def _lineage(read: Read, measure_id: int) -> str:
    """'Plan 2022–2025, nr 7: slås sammen – hører sammen', a line for each measure that this one came from."""
    return "\n".join(_came_from(row) for row in read(rollovers.lineage, measure_id))


def _came_from(row: Row) -> str:
    number = _(", nr {number}").format(number=row["number"]) if row["number"] else ""
    reason = f" – {row['reason']}" if row["reason"] else ""
    return f"{row['plan']}{number}: {plan_words.OUTCOMES[row['outcome']].word.lower()}{reason}"


def things(rows: Sequence[Row]) -> str:
    """The measure by name, or how many they are."""
    if len(rows) == 1:
        return named(rows[0])
    return ngettext("{n} tiltak", "{n} tiltak", len(rows)).format(n=words.number(len(rows)))
