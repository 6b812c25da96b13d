"""Behov: who needs what by when, the queue of each product, and what is set aside for whom."""
