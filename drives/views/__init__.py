"""Pages of drives: fetch through the scope, call one action or read, render."""
