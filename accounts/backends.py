"""Login by folded username."""

from django.contrib.auth.backends import ModelBackend


class FoldedUsernameBackend(ModelBackend):
    """``UserManager.get_by_natural_key`` folds, so ``ModelBackend`` finds "Hoa" by "hoa"."""
