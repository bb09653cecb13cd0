"""What somebody types stands in no log, no page of a fault and no report of one."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter, get_default_exception_reporter_filter

from config.logs import HidesWhatWasTyped, WithoutValues
from tests.house.failing_urls import FAULTS
from tests.house.nowhere import assert_nowhere, everything_logged

NUMBER, PHONE = "031203004567", "0912345999"


@pytest.fixture
def browser(client_of, superuser) -> Client:
    client: Client = client_of(superuser)
    client.raise_request_exception = False
    return client


@pytest.mark.both
@pytest.mark.urls("tests.house.failing_urls")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_without_what_was_typed(browser, fault: str) -> None:
    with everything_logged() as told:
        answer = browser.post(f"/fail/{fault}/", {"number": NUMBER, "phone": PHONE})
    assert answer.status_code in (400, 500)
    assert "failing_urls.py" in told.getvalue()
    assert "SuspiciousOperation" in told.getvalue() or f"/fail/{fault}/" in told.getvalue()
    for typed in (NUMBER, PHONE):
        assert typed not in answer.content.decode()
        assert typed not in told.getvalue()
    assert_nowhere(NUMBER, PHONE)


def told_of(fault: BaseException) -> str:
    try:
        raise fault
    except type(fault):
        return WithoutValues().formatException(sys.exc_info())


def test_a_traceback_names_places_types_and_causes() -> None:
    try:
        try:
            int(NUMBER + "x")
        except ValueError as fault:
            raise LookupError(NUMBER) from fault
    except LookupError:
        told = WithoutValues().formatException(sys.exc_info())
    assert "int(NUMBER + " in told
    assert told.index("builtins.ValueError") < told.index("which caused")
    assert told.endswith("builtins.LookupError")
    assert NUMBER not in told


def test_a_fault_met_while_another_was_handled_names_both() -> None:
    papers: dict[str, str] = {}
    try:
        try:
            int(NUMBER + "x")
        except ValueError:
            papers[NUMBER]
    except KeyError:
        told = WithoutValues().formatException(sys.exc_info())
    assert "while that was handled" in told
    assert NUMBER not in told


def test_what_is_about_the_machine_is_said() -> None:
    assert told_of(OperationalError("database is locked")).endswith(": database is locked")
    row = IntegrityError(f'breaks "venue_has_area"\nDETAIL: Failing row contains ({NUMBER}).')
    assert told_of(row).endswith('IntegrityError: breaks "venue_has_area"')


def test_the_text_that_another_log_made_is_not_taken_over() -> None:
    try:
        int(NUMBER + "x")
    except ValueError:
        exc_info = sys.exc_info()
    record = logging.LogRecord("a.room", logging.ERROR, __file__, 1, "Fault", None, exc_info)
    full = logging.Formatter().format(record)
    assert NUMBER in full
    assert NUMBER not in WithoutValues().format(record)
    assert NUMBER in (record.exc_text or "")
    assert "Fault" in WithoutValues().format(record)


def test_the_log_of_the_instance_writes_so() -> None:
    handlers = settings.LOGGING["handlers"]
    assert {handler["formatter"] for handler in handlers.values()} == {"without_values"}
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []


def test_no_report_of_a_fault_holds_a_post() -> None:
    request = RequestFactory().post("/", {"number": NUMBER, "phone": PHONE})
    assert isinstance(get_default_exception_reporter_filter(), HidesWhatWasTyped)

    def fails(paper: str) -> None:
        raise RuntimeError

    try:
        fails(request.POST["number"])
    except RuntimeError:
        reporter = ExceptionReporter(request, *sys.exc_info())
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert "phone" in report
        assert NUMBER not in report
        assert PHONE not in report


def test_a_developer_sees_variables_but_no_post(settings) -> None:
    settings.DEBUG = True
    shown = HidesWhatWasTyped()
    assert shown.get_post_parameters(None) == {}
    seen = "a value"
    variables = dict(shown.get_traceback_frame_variables(None, sys._getframe()))
    assert variables["seen"] == seen
    settings.DEBUG = False
    hidden = dict(shown.get_traceback_frame_variables(None, sys._getframe()))
    assert hidden["seen"] != seen
