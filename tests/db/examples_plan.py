"""One example of every command of the plan for a stay, and what they need: a plan with something of everything."""

from collections.abc import Callable
from typing import Any

from filled import TODAY, Depot

from db import stay_checks, stay_plan, stay_scores

E = Callable[[Any], dict[str, Any]]
MEASURED = "2026-11-20"


def stock_plan(depot: Depot, of: dict[str, Any]) -> None:
    """The plan of `stay_in`: `goal`, `other_goal`, `intervention`, `evaluation`, `score`, `check`."""
    do, stay = depot.do, of["stay_in"]
    do(stay_plan.tell_important, stay_id=stay, text="Komme hjem")
    of["goal"], of["other_goal"] = (
        do(stay_plan.add_goal, stay_id=stay, text=text, score_before=3) for text in ("Gå trapp", "Lage mat")
    )
    of["intervention"] = do(stay_plan.add_intervention, stay_id=stay, text="Trening", stay_goal_id=of["goal"])
    of["evaluation"] = do(stay_plan.add_evaluation, stay_id=stay, text="Går bedre", by_name="Mia", on_day=MEASURED)
    of["score"] = do(stay_scores.add_score, stay_id=stay, instrument="sppb", moment="before", score=6, on_day=MEASURED)
    of["check"] = do(stay_checks.add_check, stay_id=stay, text="Nøkkel", due_on="2026-11-30")


PLAN_EXAMPLES: dict[str, E] = {
    "tell_important": lambda on: {"stay_id": on["stay_in"], "text": "Ta imot barnebarna"},
    "add_goal": lambda on: {"stay_id": on["stay_in"], "text": "Gå til butikken", "score_before": 2},
    "change_goal": lambda on: {"stay_goal_id": on["goal"], "rev": on.rev("stay_goal", "goal"), "text": "Gå to trapper",
                               "set_on": "2026-11-12", "status": "partly", "score_after": 5},
    "close_goal": lambda on: {"stay_goal_id": on["goal"], "status": "reached", "score_after": 8},
    "order_goals": lambda on: {"stay_id": on["stay_in"], "stay_goal_ids": [on["other_goal"], on["goal"]]},
    "add_intervention": lambda on: {"stay_id": on["stay_in"], "text": "Balanse", "dose": "Daglig", "who": "Fysio",
                                    "from_on": TODAY, "stay_goal_id": on["goal"]},
    "change_intervention": lambda on: {"stay_intervention_id": on["intervention"], "text": "Trapp", "dose": "2 × 20",
                                       "rev": on.rev("stay_intervention", "intervention"), "who": "Per"},
    "end_intervention": lambda on: {"stay_intervention_id": on["intervention"]},
    "add_evaluation": lambda on: {"stay_id": on["stay_in"], "text": "Midtveis: bra", "by_name": "Eva"},
    "change_evaluation": lambda on: {"stay_evaluation_id": on["evaluation"], "text": "Mye bedre", "on_day": MEASURED,
                                     "rev": on.rev("stay_evaluation", "evaluation"), "by_name": "Eva"},
    "strike_from_plan": lambda on: {"kind": "goal", "ref": on["goal"], "reason": "Feil person"},
    "add_scores": lambda on: {"stay_id": on["stay_in"], "moment": "after", "scores": {"sppb": 8, "psfs": 4.5}},
    "add_score": lambda on: {"stay_id": on["stay_in"], "moment": "after", "instrument": "psfs", "score": 5},
    "change_score": lambda on: {"stay_score_id": on["score"], "rev": on.rev("stay_score", "score"), "moment": "before",
                                "score": 7, "on_day": MEASURED},
    "plan_discharge": lambda on: {"stay_id": on["stay_in"]},
    "add_check": lambda on: {"stay_id": on["stay_in"], "text": "Resepter", "due_on": "2026-11-28"},
    "tick_check": lambda on: {"stay_check_id": on["check"]},
    "change_check": lambda on: {"stay_check_id": on["check"], "rev": on.rev("stay_check", "check"), "text": "To nøkler",
                                "needed": False},
    "plan_home_visit": lambda on: {"stay_id": on["stay_in"], "on_day": "2026-11-25", "text": "Ergo og fysio"},
    "order_aids": lambda on: {"stay_id": on["stay_in"], "product_id": on["chair"], "quantity": 2, "note": "Til badet",
                              "asked_by": "Ergoterapeut"},
}  # fmt: skip
