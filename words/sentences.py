"""What is said when typed words are not understood: a rule's id and a sentence to translate."""

from collections.abc import Mapping

_LONGEST_QUOTE = 40


def gettext_noop(text: str) -> str:
    """Mark ``text`` for the message catalogue; this room knows no Django."""
    return text


def quoted(typed: str) -> str:
    """Return what was typed, on one line and short enough to be shown in a sentence."""
    text = " ".join(typed.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


class NotUnderstood(ValueError):
    """Typed words which are refused rather than guessed at.

    ``rule`` is the stable id of the reason, ``sentence`` an English msgid with ``%(name)s``
    places and ``params`` what goes there. Callers show ``gettext(sentence) % params``.
    """

    def __init__(self, rule: str, sentence: str, params: Mapping[str, str]) -> None:
        super().__init__(rule, sentence, params)
        self.rule = rule
        self.sentence = sentence
        self.params = dict(params)

    def __str__(self) -> str:
        return self.sentence % self.params
