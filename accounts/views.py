"""Login, logout, passwords, one-time links."""
