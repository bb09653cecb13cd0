"""Reads of the drive day; everything is seen through its drive."""
