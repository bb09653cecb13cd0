"""The desks of drives and results."""

from directory.models import Organisation
from drives.models import Drive, Result
from drives.rules.figures import Figure, Qualifier
from tests.desk.pages import (
    act,
    change,
    errors_of,
)


def test_a_link_outside_the_scope_stays_when_it_is_not_touched(desk, world):
    here, there = world
    drive = here[Drive]
    Drive.objects.filter(pk=drive.pk).update(host=there[Organisation])
    assert change(desk, drive, hours="7:30").status_code == 302
    drive.refresh_from_db()
    assert drive.host == there[Organisation]


def test_an_impossible_figure_is_refused(desk, world):
    result = world[0][Result]
    answer = change(desk, result, attended="100", donated="120")
    assert answer.status_code == 200
    assert "__all__" in errors_of(answer)
    result.refresh_from_db()
    assert result.donated is None


def test_an_unlikely_figure_is_asked_about_once(desk, world):
    result = world[0][Result]
    typed = {"units_basis": "bags", "donated": "199", "units": "201"}
    answer = change(desk, result, **typed)
    assert "__all__" in errors_of(answer)
    assert change(desk, result, why="hai người hiến tiểu cầu", **typed).status_code == 302
    result.refresh_from_db()
    assert result.donated == Figure(199, Qualifier.EXACT)  # type: ignore[arg-type]  # a number
    assert result.drive.answers.get().why == "hai người hiến tiểu cầu"


def test_confirmed_figures_are_closed(desk, world):
    result = world[0][Result]
    Drive.objects.filter(pk=result.drive_id).update(state="confirmed")
    assert "__all__" in errors_of(change(desk, result, notes="muộn"))


def test_a_save_of_figures_keeps_the_breakdown(desk, world):
    result = world[0][Result]
    result.parts.create(kind="volume", code="350", n_n=60, n_q="exact")
    assert change(desk, result, units="trên 345", units_basis="bags").status_code == 302
    assert result.parts.get().n == Figure(60)  # type: ignore[arg-type]  # a number
    result.refresh_from_db()
    assert result.units == Figure(345, Qualifier.OVER)  # type: ignore[arg-type]  # a number


def test_drives_are_cancelled_from_the_list(desk, world):
    here, there = world
    act(desk, Drive, "cancel_drives", here[Drive], there[Drive])
    here[Drive].refresh_from_db()
    there[Drive].refresh_from_db()
    assert (here[Drive].state, there[Drive].state) == ("cancelled", "awaiting")
    assert here[Drive].moves.get().reason == "theo công văn"
