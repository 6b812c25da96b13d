"""Service: what waits to be cleaned, repaired, released and checked."""
