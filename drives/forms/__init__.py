"""Input of drives and results, as people type it."""
