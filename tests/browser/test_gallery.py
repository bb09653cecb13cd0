"""The pieces of the house side by side, and documents as pages, in both widths."""

import pytest

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.exchange.gallery_urls"),
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("place", ["", "document/list/", "document/letters/"])
def test_no_piece_is_too_wide_or_unreadable(person, with_password, superuser, width, place):
    someone = person(width=width).log_in(with_password(superuser)).go(f"/_gallery/{place}")
    assert someone.overflow() == 0
    assert someone.axe() == []


def test_a_document_is_saved_as_pdf(person, with_password, superuser):
    someone = person().log_in(with_password(superuser)).go("/_gallery/document/list/")
    with someone.page.expect_download() as saved:
        someone.page.get_by_role("link", name="Lưu thành PDF").click()
    assert saved.value.suggested_filename == "list.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
