"""Innstillinger: the municipality, the register and its copies, sharing, look, people on duty, scanner, about."""
