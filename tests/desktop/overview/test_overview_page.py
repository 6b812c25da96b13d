"""The first page: figures that lead to their lists, months, what must be followed up, the month's report."""

from PySide6.QtCore import Qt

from db import loans, measures, plan_layout, plan_reports, requests, tasks, trips
from desktop.overview.month_form import MonthForm
from desktop.overview.page import OverviewPage, why

TODAY = "2026-07-03"


def test_the_figures_count_what_is_there(front):
    told = {key: (card.figure, card.under) for key, card in front.cards.items()}
    assert told == {
        "lent": ("1", "av 7 gjenstander"),
        "overdue": ("1", "eldste: 9 dager over"),
        "cleaning": ("2", "1 ventet over en uke"),
        "available": ("2", "klare til å lånes ut"),
    }
    assert front.head.line.text() == "Fredag 3. juli 2026 · uke 27"


def test_a_figure_opens_the_list_behind_it(front, stock):
    front.cards["cleaning"].click()
    view = stock.window.current.current
    assert (view.kind, view.chip_row.current) == ("cleaning", "all")
    assert len(view.model.ids) == int(front.cards["cleaning"].figure)


def test_what_is_late_opens_the_loans_that_are_late(front, stock, qtbot):
    front.cards["overdue"].setFocus()
    qtbot.keyClick(front.cards["overdue"], Qt.Key.Key_Return)
    page = stock.window.current
    assert (page.kind, page.chip_row.current, len(page.model.ids)) == ("loan", "overdue", 1)


def test_what_must_be_followed_up_stands_by_urgency(front):
    told = [(row.one.text, row.one.under) for row in front.rows.rows]
    assert told == [
        ("Rullator, innendørs UT-0001", "Kari N. · 9 dager over fristen"),
        ("Dusjkrakk, justerbar UT-0006", "Savnet siden 3. juli"),
        ("Rullator, innendørs UT-0003", "Har ventet på rengjøring i 13 dager"),
    ]


def test_a_row_opens_the_thing_with_enter(front, stock, qtbot):
    qtbot.keyClick(front.rows.rows[2], Qt.Key.Key_Return)
    assert stock.window.current.current.chosen_ids() == [stock.items["UT-0003"]]


def test_goods_by_quantity_lead_to_their_loan(front, stock):
    stock.run(loans.lend, goods={stock.crutches: 2}, unit_id=stock.ward, due_on="2026-07-05")
    front.refresh()
    row = front.rows.rows[-1]
    assert (row.one.text, row.one.under) == ("Albuekrykker, par", "Solbakken sykehjem · frist om 2 dager")
    row.click()
    assert stock.window.current.kind == "loan"


def test_what_is_due_the_next_day_is_due_tomorrow(front, stock):
    stock.run(loans.lend, goods={stock.crutches: 2}, unit_id=stock.ward, due_on="2026-07-04")
    front.refresh()
    assert front.rows.rows[-1].one.under == "Solbakken sykehjem · frist i morgen"


def test_all_rows_come_on_request(front, stock):
    for number in ("UT-0002", "UT-0007"):
        stock.lend(number, "Ola", "2026-06-01", "2026-07-03")
    front.limit = 2
    front.read()
    assert len(front.rows.rows) == 2
    stock.buttons(front.follow)["Se alle 5"].click()
    assert len(front.rows.rows) == 5
    assert front.rows.rows[-1].one.under == "Ola H. · frist i dag"


def test_a_loan_changes_the_figures_at_once(front, stock):
    stock.store.write(loans.lend, item_ids=[stock.items["UT-0002"]], person_id=stock.people["Ola"], due_on=None)
    assert (front.cards["lent"].figure, front.cards["available"].figure) == ("2", "1")


def test_the_months_are_a_chart_and_a_table(front, stock):
    assert front.chart.chart.groups[-1] == "jul"
    assert front.chart.chart.series[0].values[-4:] == [1, 0, 0, 0]
    stock.buttons(front)["Vis som tabell"].click()
    table = front.chart.table
    assert [table.item(8, column).text() for column in range(3)] == ["apr", "1", "0"]


def test_another_chart_is_chosen_with_the_keys_and_kept(front, stock, qtbot):
    stock.act("UT-0003", "cleaned", "2026-07-02")
    assert front.chart.choice.accessibleName() == "Diagram"
    front.chart.choice.setFocus()
    for _step in range(2):
        qtbot.keyClick(front.chart.choice, Qt.Key.Key_Down)
    assert (front.chart.key, front.chart.chart.accessibleName()) == ("cleaning", "Dager til rengjøring")
    assert [one.values[-1] for one in front.chart.chart.series] == [12]
    assert front.chart.chart.sentence(11) == "jul: Dager, median 12"
    assert front.chart.chart.sentence(0) == "aug: Dager, median –"
    again = OverviewPage(stock.store, stock.window)
    again.read()
    assert again.chart.key == "cleaning"
    again.deleteLater()


def test_a_chart_without_anything_says_so(front):
    front.chart.choose("delivery")
    front.chart.read()
    assert front.chart.chart.accessibleDescription() == "Ingen behov er dekket disse månedene."
    assert front.chart.table.item(0, 1).text() == "–"


def test_what_waits_today_is_counted_and_leads_to_its_page(front, stock, qtbot):
    qtbot.waitUntil(lambda: front.today.lines["contact"].figure == 1)
    assert [line.accessibleName() for line in front.today.lines.values()] == [
        "Behov som haster: 0", "Stopp i dag: 0", "Lånere å kontakte: 1", "Mangler å følge opp: 0"]  # fmt: skip
    stock.run(tasks.add_task, kind="other", text="Finn pute", due_on="2026-07-01", person_id=stock.people["Ola"])
    stock.run(
        requests.add_request, product_id=stock.rollator, person_id=stock.people["Ola"], wanted_on=TODAY,
        urgency="discharge", asked_on=TODAY,
    )  # fmt: skip
    front.refresh()
    assert front.today.lines["urgent"].accessibleName() == "Behov som haster: 1, 1 trengs nå"
    assert front.today.lines["tasks"].accessibleName() == "Mangler å følge opp: 1, 1 over fristen"
    parcel = {"kind": "parcel", "person_id": stock.people["Ola"], "text": "Pakke fra NAV", "day": TODAY}
    stop = stock.store.write(trips.add_stop, **parcel).result
    assert front.today.lines["stops"].accessibleName() == "Stopp i dag: 1, 1 gjenstår"
    front.today.lines["stops"].click()
    assert (stock.window.current.kind, stock.window.current.chosen_ids()) == ("trip", [stop])
    front.today.lines["urgent"].click()
    assert (stock.window.current.kind, stock.window.current.chip_row.current) == ("request", "urgent")
    stock.window.show_page(OverviewPage)
    qtbot.waitUntil(lambda: front.today.lines["contact"].figure == 1)
    front.today.lines["contact"].setFocus()
    qtbot.keyClick(front.today.lines["contact"], Qt.Key.Key_Return)
    view = stock.window.current.current
    assert (view.kind, view.chip_row.current) == ("follow_up", "now")
    assert len(view.model.ids) == front.today.lines["contact"].figure == 1


def test_the_cards_stand_in_two_rows_where_the_text_is_large(front, stock):
    across = [front.figures.getItemPosition(n)[:2] for n in range(4)]
    assert across == [(0, 0), (0, 1), (0, 2), (0, 3)]
    front.resize(600, 500)
    assert {front.figures.getItemPosition(n)[:2] for n in range(4)} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_an_empty_register_says_where_to_begin(bare):
    bare.open()
    page = bare.window.show_page(OverviewPage)
    assert page.places.currentWidget() is page.empty
    bare.buttons(page.empty)["Hent fra Excel …"].click()
    assert bare.asked == [("import", {})]


def test_nothing_to_follow_up_is_said(bare):
    bare.add("Rullator", ["UT-1"])
    bare.open()
    page = bare.window.show_page(OverviewPage)
    assert page.rows.rows == []
    assert page.rows._well.text() == "Ingenting må følges opp. Fint."


def test_the_report_of_a_month_is_saved_and_shown(front, stock, tmp_path):
    front.month_report()
    form = stock.form()
    assert form.month.value() == "2026-06"
    form.save()
    errand, given = stock.asked[-1]
    given["save"](tmp_path / "maned.xlsx")
    assert (errand, given["name"]) == ("save_workbook", "Månedsoversikt juni 2026")
    assert (tmp_path / "maned.xlsx").read_bytes()[:2] == b"PK"
    form = MonthForm(stock.store, stock.window)
    form.month.set_value("2026-07")
    form.show_paper()
    with (tmp_path / "maned.pdf").open("wb") as out:
        assert stock.asked[-1][1]["make"](out) >= 1
    assert (tmp_path / "maned.pdf").read_bytes()[:5] == b"%PDF-"


def test_the_month_is_shown_with_the_key_that_confirms_every_form(stock, qtbot):
    form = MonthForm(stock.store, stock.window)
    with qtbot.waitActive(form):
        form.show()
    before = len(stock.asked)
    qtbot.keyClick(form.month.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(stock.asked) == before + 1


def test_why_is_told_in_the_singular_too():
    row = {"kind": "overdue", "days": 1, "unit_name": "Solbakken", "on_day": "2026-07-02"}
    assert why(row, TODAY) == "Solbakken · 1 dag over fristen"


def test_every_widget_that_takes_the_focus_has_a_name(front, stock):
    assert stock.nameless(front) == []


def test_plans_bring_their_deadlines_reports_and_chart(front, stock):
    assert not front.today.plans["over"].isVisibleTo(front)
    rows = [{"number": "1", "adopted_text": "Opprette et utvalg", "due_on": "2026-06-01", "responsible": ["Rådgiver"]},
            {"number": "2", "adopted_text": "Lage en håndbok", "responsible": ["Enhetsleder"]}]  # fmt: skip
    plan = stock.run(plan_layout.lay_out_plan, rows=rows, frame={"name": "Planen"})
    stock.run(measures.set_light, measure_ids=[1], light="red", reason="Ingen har tid")
    front.refresh()
    over, lacking = (front.today.plans[key] for key in ("over", "lacking"))
    assert over.accessibleName() == "Tiltak over frist: 1, 1 med rødt lys"
    assert not lacking.isVisibleTo(front)
    stock.run(plan_reports.open_report, plan_id=plan, period="2026Q2", due_on="2026-07-01")
    front.refresh()
    assert lacking.accessibleName() == "Ansvarlige som må rapportere: 2, fristen er ute"
    front.chart.choose("measures")
    front.chart.read()
    assert [list(one.values) for one in front.chart.chart.series] == [[2, 0, 0, 0, 0]]
    over.click()
    shown = stock.window.current.current
    assert (shown.kind, shown.chip_row.current, len(shown.model.ids)) == ("measure", "over", 1)
    lacking.click()
    shown = stock.window.current.current
    assert (shown.kind, shown.chip_row.current, len(shown.model.ids)) == ("report", "current", 1)
