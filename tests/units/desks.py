"""What the tests of desks and lists share."""

from typing import Any

from django.test import Client
from django.urls import reverse

from drives.models import Drive
from ledger.keys import new_id


def scan(client: Client, drive: Drive, asked: str, **post: Any) -> Any:
    """What the reception desk answers to a scan."""
    address = reverse("units:reception", args=[drive.pk])
    return client.post(address, {"key": str(new_id()), "asked": asked, **post})
