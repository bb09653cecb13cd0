"""Logs and reports of faults that say what went wrong, and never what somebody typed."""

import logging
import traceback
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
# Their texts speak of the machine, not of what was typed.
ABOUT_THE_MACHINE = (ImproperlyConfigured, OperationalError, ImportError, MemoryError)


class WithoutValues(logging.Formatter):
    """Tracebacks with places and types, without the exceptions' texts: those quote the value they
    failed over (``invalid literal for int(): '0312…'``, ``Failing row contains (…)``)."""

    def format(self, record: logging.LogRecord) -> str:
        # Else the text that another handler made would be written, and ours be kept for it.
        told, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = told

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Django sometimes makes the exception's text part of the message."""
        message = super().formatMessage(record)
        fault = record.exc_info[1] if record.exc_info else None
        if fault is None or not str(fault):
            return message
        return message.replace(str(fault), _safe_text(fault) or _name(fault))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(fault: BaseException) -> Iterator[str]:
    """One exception after those it came from, the last one being the one that was raised."""
    if fault.__cause__ is not None:
        yield from _told(fault.__cause__)
        yield "\nwhich caused:\n"
    elif fault.__context__ is not None and not fault.__suppress_context__:
        yield from _told(fault.__context__)
        yield "\nand while that was handled:\n"
    yield "".join(traceback.format_tb(fault.__traceback__)).rstrip("\n")
    text = _safe_text(fault)
    yield f"{_name(fault)}: {text}" if text else _name(fault)


def _name(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"


def _safe_text(fault: BaseException) -> str:
    if isinstance(fault, ABOUT_THE_MACHINE):
        return str(fault)
    if isinstance(fault, IntegrityError):
        # The first line names the constraint; PostgreSQL's next ones quote the row.
        return str(fault).partition("\n")[0]
    return ""


class HidesWhatWasTyped(SafeExceptionReporterFilter):
    """Django's reports of faults without anything posted, and without the values of variables
    except on a developer's machine (DEBUG, which production refuses)."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        names = request.POST if request is not None else ()
        return dict.fromkeys(names, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> Any:
        variables = super().get_traceback_frame_variables(request, tb_frame)
        if settings.DEBUG:
            return variables
        return [(name, self.cleansed_substitute) for name, _value in variables]
