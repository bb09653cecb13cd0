"""What people type on a drive day."""
