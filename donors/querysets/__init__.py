"""Reads of donors and what belongs to them; scope first, days as arguments."""
