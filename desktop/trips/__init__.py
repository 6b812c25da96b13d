"""Kjøreliste: the stops of a day, what waits for a day, and the end of a trip."""
