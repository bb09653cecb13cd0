"""The keys of an instance made ready: made once, and never made again over what is sealed."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ledger.seals import (
    MissingKey,
    Tampered,
    has_ring,
    keep_new_ring,
    rewrap,
    wrapped_columns,
)


def prepare_keys(file: Path | None) -> None:
    """Write keys to ``file`` if the instance has none and nothing is sealed yet.

    Raises ImproperlyConfigured where something is sealed and the keys are gone, or do not open it.
    The newest data key of each column is tried, so that a wrong ring is noticed at the start and
    not by the first person who opens a record.
    """
    newest = [
        model._base_manager.exclude(**{field: None}).order_by("-pk").values_list(field).first()
        for model, field in wrapped_columns()
    ]
    wrapped = [row[0] for row in newest if row is not None]
    if not has_ring() and not wrapped and file is not None:
        keep_new_ring(file)
    if not has_ring():
        place = file or "GIOTHONG_KEYS"
        message = f"The keys of this database are gone: put {place} back from your safe."
        raise ImproperlyConfigured(message)
    try:
        for data_key in wrapped:
            rewrap(data_key)
    except (MissingKey, Tampered) as refusal:
        message = f"These keys do not open what this database holds: {refusal}."
        raise ImproperlyConfigured(message) from refusal
