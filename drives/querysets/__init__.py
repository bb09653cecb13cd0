"""Reads of drives and what belongs to them; scope first, days as arguments."""
