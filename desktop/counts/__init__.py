"""Telling: what stands on the shelves, held against what the register says."""
