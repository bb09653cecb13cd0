"""What a person is told after a save."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.actions import Receipt


def received(sentence: str, receipt: Receipt) -> str:
    """The sentence, then "Mã biên nhận GH-2411-7K4QX, 11:42 ngày 30/11/2024"."""
    at = timezone.localtime(receipt.at)
    code = _("Receipt %(code)s, %(time)s on %(day)s.") % {
        "code": receipt.code,
        "time": date_format(at, "TIME_FORMAT"),
        "day": date_format(at, "SHORT_DATE_FORMAT"),
    }
    again = _("This sheet had been received before; nothing was written twice.")
    return " ".join([sentence, code, again] if receipt.repeated else [sentence, code])
