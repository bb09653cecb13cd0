"""Why a file takes no change."""


class Erased(Exception):
    """The donor was forgotten on request: nothing is written about the person any more."""
