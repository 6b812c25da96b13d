"""Every act on plans is told in the history in words."""

from examples_measures import MEASURE_EXAMPLES

from desktop.plans import faults, history


def test_every_command_of_plans_has_its_verb_and_its_sentence():
    assert MEASURE_EXAMPLES.keys() <= faults.VERBS.keys()
    assert MEASURE_EXAMPLES.keys() == history.VERBS.keys()


def test_a_sentence_says_what_it_was_about():
    tell = history.VERBS
    assert tell["set_status"]({"number": "33", "status": "in_progress"}, {}, None) == "Ny status: tiltak 33 – i gang"
    assert tell["set_light"]({"count": 3, "light": "red"}, {}, None) == "Lys: 3 tiltak – rødt"
    assert tell["lock_report"]({"period": "2026Q3"}, {}, None) == "Rapport låst: 3. kvartal 2026"
    assert tell["assess_level"]({"name": "Dagrehabilitering", "colour": "red"}, {}, None).endswith(
        "Dagrehabilitering – ikke god eller ikke eksisterende"
    )
