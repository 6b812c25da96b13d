"""The status bar: when it was saved, which register, the last copy, and who is on duty."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QStatusBar, QWidget

from desktop.parts.page import label
from desktop.words import _


class StatusLine(QStatusBar):
    """Texts that stand; nothing here needs to be clicked."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setAccessibleName(_("Status"))
        self._now, self._place = label(""), label("")
        self._register, self._backup, self._staff = "", "", ""
        self.addWidget(self._now, 1)
        self.addPermanentWidget(self._place)

    def say(self, text: str) -> None:
        """What happened just now, to the left."""
        self._now.setText(text)

    def say_saved(self) -> None:
        self.say(_("Lagret kl. {time}").format(time=datetime.now().strftime("%H.%M")))  # noqa: DTZ005  the wall clock

    def say_register(self, name: str, staff: str, read_only: bool = False) -> None:
        """Which register is open, and who is on duty."""
        self._register = _("Register: {name}").format(name=name)
        if read_only:
            self._register += f" ({_('bare til lesing')})"
        self._staff = staff
        self._show()

    def say_backup(self, text: str) -> None:
        """When the last copy was made: 'Sikkerhetskopi i dag kl. 06.00'."""
        self._backup = text
        self._show()

    def _show(self) -> None:
        self._place.setText("   ·   ".join(part for part in (self._register, self._backup, self._staff) if part))
