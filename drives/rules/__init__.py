"""The domain's rules, pure: plain values in, values or named reasons out."""
