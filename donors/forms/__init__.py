"""Input about donors as people type it."""
