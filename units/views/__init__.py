"""Pages of the drive day."""
