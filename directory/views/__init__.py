"""Pages of areas, organisations and venues, and the suggestions of their pickers."""
