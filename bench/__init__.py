"""Benchmarks: each a ratio between the program and a peer or a limit, both measured in the same run."""
