"""What a form says of a place is what the register does: green is saved, red is not, for every place that is offered."""

import pytest

from db import history
from desktop.stays.arrival_form import AcuteForm, CheckInForm, PastForm
from desktop.stays.move_form import MoveForm
from desktop.stays.planning_form import BookForm, PlanForm, ReplanForm

TODAY = "2026-07-03"
SOON, PAST = ("2026-07-08", "2026-07-14"), ("2026-05-01", "2026-05-08")
FORMS = {
    "plan": (PlanForm, "Nils", SOON), "book": (BookForm, "", SOON), "replan": (ReplanForm, "Bjørg", SOON),
    "check in": (CheckInForm, "Bjørg", None), "move who is planned": (MoveForm, "Bjørg", None),
    "move who is in": (MoveForm, "Kari", None), "acute": (AcuteForm, "", None), "past": (PastForm, "", PAST),
}  # fmt: skip


def filled(ward, kind, name, days, where):
    """The form with everything that it needs, and this place."""
    form = kind(ward.store, ward.known[name]) if name else kind(ward.store)
    if "person_id" in form.fields:
        form.fields["person_id"].show_person(ward.guests["Liv"])
    if days:
        form.fill(dict(zip(("from_on", "to_on"), days, strict=True)))
    if "late_reason" in form.fields:
        form.fields["late_reason"].set_value("Glemt")
    form.place_field.set_value(where)
    form.look()
    if "passed" in form.fields:
        form.fields["passed"].set_value(dict.fromkeys(form.fields["passed"].lines, "Venter gjerne"))
    if form.accept_box is not None:
        form.accept_box.set_value(True)
    return form


@pytest.mark.parametrize("name", FORMS)
def test_a_place_is_had_where_nothing_was_said_against_it_and_only_there(ward, name):
    kind, of, days = FORMS[name]
    offered = list(filled(ward, kind, of, days, None).place_field.offered)
    assert len(offered) > 4
    told, register = {}, ward.store._register
    for where in offered:
        form, done, before = filled(ward, kind, of, days, where), [], history.latest(register)
        form.saved.connect(done.append)
        said = not any(one.blocks for one in form.conflicts)
        form.save()
        told[where] = (said, bool(done))
        if history.last(register)["seq"] > before:  # to stay where one is changes nothing
            history.undo_last(register, staff="Jon Vakt", today=TODAY)
        form.deleteLater()
    assert {where: both for where, both in told.items() if both[0] != both[1]} == {}
    assert (True, True) in told.values()
