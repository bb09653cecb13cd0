"""Login, logout, passwords, one-time links, and the administrators' pages of people."""

from accounts.views.login import csrf_failure, locked_out

__all__ = ["csrf_failure", "locked_out"]
