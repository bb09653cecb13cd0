"""Every write of areas, organisations and venues."""
