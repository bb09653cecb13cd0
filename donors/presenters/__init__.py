"""Donors in words, for pages."""

from donors.presenters.people import DonorRow, birth_text, donor_rows, group_text, name_text

__all__ = ["DonorRow", "birth_text", "donor_rows", "group_text", "name_text"]
