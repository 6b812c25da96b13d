"""Loans: agreements and their lines."""
