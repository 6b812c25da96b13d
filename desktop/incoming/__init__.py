"""Hent fra Excel: what a dropped book holds, how it was read, and what would come of it, before anything is written."""
