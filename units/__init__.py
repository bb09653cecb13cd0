"""The drive day: registration, screening, collected unit, handover."""
