"""What the register says of plans and measures: fields, verbs, and the sentence of every rule. No Qt."""

from __future__ import annotations

from db.errors import Why
from desktop.words import _

FIELDS = {
    "period": _("periode"),
    "measure_id": _("tiltak"),
    "plan_id": _("plan"),
    "conclusion": _("konklusjon"),
    "status": _("status"),
    "light": _("lys"),
}

VERBS = {
    "add_plan": _("ny plan"),
    "change_plan": _("endret plan"),
    "adopt_plan": _("vedtatt plan"),
    "lay_out_plan": _("plan lagt inn"),
    "rename_focus_area": _("endret satsingsområde"),
    "rename_plan_goal": _("endret mål"),
    "add_measure": _("nytt tiltak"),
    "change_measure": _("endret tiltak"),
    "set_status": _("ny status på tiltak"),
    "set_light": _("nytt lys på tiltak"),
    "tick_year": _("tiltak krysset av for året"),
    "set_subtasks": _("endrede deltiltak"),
    "add_role": _("ny rolle"),
    "rename_role": _("endret rolle"),
    "hand_role_over": _("rolle overlevert"),
    "set_responsible": _("ny ansvarlig"),
    "add_pyramid": _("ny pyramide"),
    "change_levels": _("endrede trinn"),
    "assess_level": _("vurdert trinn"),
    "link_levels": _("tiltak knyttet til trinn"),
    "set_measures_of_level": _("tiltak knyttet til trinn"),
    "open_report": _("ny rapport"),
    "report_measure": _("rapportert tiltak"),
    "finish_reporting": _("meldt ferdig med rapporten"),
    "send_to_review": _("rapport til kontroll"),
    "change_report": _("endret rapport"),
    "lock_report": _("låst rapport"),
    "reopen_report": _("åpnet rapport igjen"),
    "roll_over": _("rullert plan"),
}

SENTENCES = {
    Why.ADOPTED: lambda f: _(
        "Nummer, tekst og kostnad er låst i vedtaket. Skriv en arbeidstittel eller en revidert kostnad"
    ),
    Why.PLAN_REPLACED: lambda f: _("Planen er avløst av en ny versjon og kan bare leses. Åpne den nye"),
    Why.REPORT_LOCKED: lambda f: _("Rapporten er låst. Åpne den igjen med en grunn for å rette"),
    Why.REPORT_OPEN: lambda f: _("Rapporten for perioden er åpen allerede. Fortsett i den"),
    Why.STATUS_FORBIDS: lambda f: _(
        "Tiltaket kan ikke gå rett til den statusen. Skriv en grunn, eller velg en annen status"
    ),
    Why.CONCLUSION_NEEDED: lambda f: _("Skriv hva vurderingen kom fram til før tiltaket meldes gjennomført"),
    Why.YEAR_TICKED: lambda f: _("Tiltaket er krysset av for det året allerede"),
    Why.LEVEL_NOT_OURS: lambda f: _("Trinnet er ikke kommunens eget og vurderes ikke her"),
    Why.LEVEL_IN_USE: lambda f: _("Trinnet er vurdert eller har tiltak. Gi det et nytt navn i stedet"),
    Why.NEVER_FINISHED: lambda f: _("Tiltaket gjentas og blir aldri ferdig. Kryss av for året, eller avslutt det"),
    Why.NOT_ITS_PERIOD: lambda f: _("Planen rapporterer i en annen rytme. Velg en periode som passer"),
    Why.OUTCOME_MISSING: lambda f: _("Velg hva som skjer med alle tiltakene før planen rulleres"),
    Why.ALL_REPORTED: lambda f: _("Alle ansvarlige har skrevet eller meldt seg ferdige. Det er ingen å purre"),
}
