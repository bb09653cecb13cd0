"""A scan at the reception desk, and a paper list of 345 lines."""

from bench.donors import Use


def measure(use: Use, rounds: int) -> None:
    pass
