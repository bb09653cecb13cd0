"""The desks of donors and of the rules about giving."""

from donors.admin import rules

__all__ = ["rules"]
