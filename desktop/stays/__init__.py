"""Rehab stays: places, waiting list, booking, the plan for a stay, day rehab and bought nights."""
