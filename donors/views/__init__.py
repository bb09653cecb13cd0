"""Pages about donors: fetch through the scope, call one action or read, render."""
