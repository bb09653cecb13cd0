"""Facts of the drive day put into words; pure."""
