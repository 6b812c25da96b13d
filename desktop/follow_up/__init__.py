"""Oppfølging: who must be called, what was agreed, and what is sent."""
