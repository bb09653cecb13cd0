"""The list of a drive on paper: with the names, or blank lines to sign in on."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ledger.actions import note_access
from ledger.models import Access
from ledger.requests import HouseRequest
from units.access import RECEPTION, drive_for, may_examine
from units.forms.prints import PrintForm
from units.models import Registration
from units.presenters.people import person_rows
from units.querysets.groups import groups_of
from units.views.frame import below_list

PURPOSE = "list of the drive"


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/registrations/print/``: what to print; a post gives the pages. Names that
    leave the screen leave an Access."""
    at_drive = drive_for(request, drive, *RECEPTION)
    form = PrintForm(request.POST if request.method == "POST" else None, groups=groups_of(at_drive))
    context = below_list(at_drive) | {"form": form}
    if request.method != "POST":
        return render(request, "units/registration_print_form.html", context)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "units/registration_print_form.html", context, status=status)
    rows = form.narrow(Registration.objects.of_drive(at_drive).for_rows())
    lines = person_rows(rows, full=may_examine(request.scope, at_drive), now=timezone.now())
    if lines:
        note_access(
            by=request.actor,
            kind=Access.Kind.PRINT,
            target=at_drive,
            purpose=PURPOSE,
            count=len(lines),
        )
    context |= {
        "lines": lines,
        "blank": range(len(lines) + 1, len(lines) + 1 + form.blank_lines),
        "printed_at": timezone.localtime(),
    }
    return render(request, "units/registration_paper.html", context)
