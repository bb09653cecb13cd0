"""What a password must be, said in courteous sentences."""

import copy
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from words.folding import fold

if TYPE_CHECKING:
    from accounts.models import User


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("The password is too short: it needs at least %(min_length)d characters.") % {
            "min_length": self.min_length
        }

    def get_help_text(self) -> str:
        return _("At least %(min_length)d characters; a short sentence is easy to remember.") % {
            "min_length": self.min_length
        }


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easily guessed. Choose another one.")

    def get_help_text(self) -> str:
        return _("Not a password many people use.")


class NotOnlyDigits(NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("The password consists of digits alone. Add letters.")

    def get_help_text(self) -> str:
        return _("Not digits alone.")


class NotTheName(UserAttributeSimilarityValidator):
    """Compares without marks and spaces: "phamthihoa" is the name Phạm Thị Hoa."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        if user is None:
            return
        person = copy.copy(user)
        for name in self.user_attributes:
            setattr(person, name, _plain(getattr(user, name, "")))
        try:
            super().validate(_plain(password), person)
        except ValidationError as error:
            raise ValidationError(
                _("The password resembles your name or username. Choose another one."),
                code="password_too_similar",
            ) from error

    def get_help_text(self) -> str:
        return _("Not your name or username.")


def _plain(text: str) -> str:
    return fold(text).replace(" ", "")
