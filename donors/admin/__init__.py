"""The desks of donors, of what is done with their files, and of the rules about giving."""

from donors.admin import care, files, rules

__all__ = ["care", "files", "rules"]
