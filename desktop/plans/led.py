"""A list of what one choice of its box holds, to which others lead: a plan's measures, a report's lines."""

from __future__ import annotations

from desktop.plans.plan_choice import PlanChoice


class LedList(PlanChoice):
    """Its chips count within the choice; `leads_here` is what `Frame.go` calls the list of one choice."""

    leads_here = ""

    @classmethod
    def serves(cls, kind: str) -> bool:
        return super().serves(kind) or kind == cls.leads_here

    def open_kind(self, kind: str, ref: int) -> None:
        """Show a record, or all that one choice of the box holds."""
        if kind != self.leads_here:
            super().open_kind(kind, ref)
            return
        self.catch_up()
        self.clear_filters()
        if self.choice.findData(ref) < 0:
            self.show_replaced()
        self.choice.setCurrentIndex(max(0, self.choice.findData(ref)))
        self.reread()

    def reread(self) -> None:
        self.chip_row.show_chips(self.chips())
        super().reread()
