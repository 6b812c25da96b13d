"""The first page: key figures, the months, and what must be followed up."""
