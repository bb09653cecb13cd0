"""Bringing the digests of papers and phones to a new index key (``manage.py reencrypt``)."""

from typing import Any

from django.db import models

from donors.models import Donor, Paper
from donors.sealed import PHONE, open_cell, open_number, paper_hmac, phone_hmac
from ledger.seals import index_version


def papers_of_old_keys() -> models.QuerySet[Paper]:
    return Paper.objects.exclude(index_version=index_version())


def bring_papers(ids: list[Any]) -> None:
    """Write the digests of these papers anew."""
    papers = list(Paper.objects.filter(pk__in=ids).select_related("donor"))
    for paper in papers:
        paper.hmac = paper_hmac(open_number(paper.donor, paper))
        paper.index_version = index_version()
    Paper.objects.bulk_update(papers, ["hmac", "index_version"])


def phones_of_old_keys() -> models.QuerySet[Donor]:
    return Donor.objects.filter(phone_index_version__isnull=False).exclude(
        phone_index_version=index_version()
    )


def bring_phones(ids: list[Any]) -> None:
    """Write the digests of these donors' phones anew."""
    donors = list(Donor.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    for donor in donors:
        donor.phone_hmac = phone_hmac(open_cell(donor, PHONE))
        donor.phone_index_version = index_version()
    Donor.objects.bulk_update(donors, ["phone_hmac", "phone_index_version"])
