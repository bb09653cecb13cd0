"""The only place that lists which pages open without login, by URL name."""

OPEN_DOORS = frozenset(
    {
        "accounts:login",
        "accounts:invitation",
        "set_language",
        "healthz",
        "readyz",
    }
)

# Where a person whose password must be changed may still go.
OPEN_BEFORE_NEW_PASSWORD = OPEN_DOORS | {"accounts:password", "accounts:logout"}
