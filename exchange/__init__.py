"""Spreadsheets in and out, documents, jobs; knows no drive and no donor."""
