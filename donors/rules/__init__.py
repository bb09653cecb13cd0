"""The rules about people who give, pure: plain values in, values or named reasons out."""
