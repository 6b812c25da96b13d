"""An identity number that is typed is refused under its own field, and what was typed stays there to be mended."""

from db import requests
from db.errors import Rejected, Why
from desktop import faults
from desktop.requests.acts_forms import CancelForm

TYPED = "Fnr 17054112354"


def test_an_identity_number_is_refused_where_it_was_typed_and_stays_to_be_mended(stock, qtbot):
    person = stock.people["Ola"]
    ref = stock.run(requests.add_request, product_id=stock.rollator, wanted_on="2026-07-06", person_id=person)
    form = CancelForm(stock.store, stock.store.read(requests.rows, [ref], today="2026-07-03"))
    qtbot.addWidget(form)
    form.fields["reason"].set_value(TYPED)
    form.save()
    assert form.fields["reason"].under.text() == faults.sentence(Rejected(Why.NATIONAL_ID, "reason"))
    assert form.values() == {"reason": TYPED}
    assert form.trouble.text == ""
    assert stock.store.read(requests.request, ref, today="2026-07-03")["outcome"] is None
