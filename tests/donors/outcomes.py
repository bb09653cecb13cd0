"""What came of something typed: the value, or the refusal."""

from collections.abc import Callable
from typing import TypeVar

from words.sentences import NotUnderstood

Value = TypeVar("Value")


def outcome(read: Callable[[], Value]) -> Value | NotUnderstood:
    try:
        return read()
    except NotUnderstood as refused:
        return refused
