"""Panels: tabs that upper rooms add to a drive's page."""

import pytest

from drives import panels
from drives.models import Drive
from drives.panels import Panel, panels_for
from ledger.scope import EVERYTHING, NOBODY
from tests.factories import DriveFactory


@pytest.fixture(autouse=True)
def _no_panels(monkeypatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})


def panel(slug: str = "donors", title: str = "Người hiến", **options) -> Panel:
    shown = options.get("visible", lambda scope, drive: True)
    return Panel(slug, title, "drives:drive", shown)


def test_there_are_none_at_first():
    assert panels_for(EVERYTHING, Drive()) == []


def test_panels_stand_in_the_order_of_registration():
    for slug in ("donors", "handover"):
        panels.register(panel(slug))
    assert [p.slug for p in panels_for(EVERYTHING, Drive())] == ["donors", "handover"]


def test_a_panel_is_shown_only_to_whom_it_concerns():
    panels.register(panel(visible=lambda scope, drive: scope.everything and drive.title != ""))
    assert panels_for(NOBODY, Drive(title="x")) == []
    assert panels_for(EVERYTHING, Drive()) == []
    assert len(panels_for(EVERYTHING, Drive(title="x"))) == 1


def test_a_slug_belongs_to_one_panel():
    one = panel()
    panels.register(one)
    panels.register(one)
    with pytest.raises(ValueError, match="donors"):
        panels.register(panel(title="Khác"))


def test_the_drive_page_shows_it_as_a_tab(client_of, viewer, committee):
    drive = DriveFactory.create(keeper=committee)
    client = client_of(viewer)
    assert "Người hiến thử" not in client.get(f"/drives/{drive.pk}/").content.decode()
    panels.register(panel(title="Người hiến thử"))
    assert "Người hiến thử" in client.get(f"/drives/{drive.pk}/").content.decode()
