"""Pure rules of the drive day: values in, values or named reasons out."""
