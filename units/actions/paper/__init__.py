"""Entering whole paper lists: a list is opened, its lines are kept as they are typed, saved in one
transaction, and can be withdrawn again."""
