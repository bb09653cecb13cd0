"""Every component with sample data on one page, for whoever writes templates; in DEBUG only.

The samples are Vietnamese as users read them; the page itself is not translated.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.paging import Page
from drives.models import Drive
from drives.rules.figures import Figure, Qualifier
from exchange.documents import Signature, document_response, pdf_response
from exchange.grids import Finding, Grid, Line, Proposal
from exchange.headings import Column
from ledger.keys import new_id


class SampleForm(forms.Form):
    """One field of each kind."""

    key = forms.CharField(widget=forms.HiddenInput, initial="sample")
    name = forms.CharField(label="Tên đợt hiến máu", help_text="Như ghi trên giấy mời.")
    first_day = forms.CharField(label="Ngày đầu", required=False, help_text="Ví dụ 30/11/2024.")
    kind = forms.ChoiceField(
        label="Hình thức",
        choices=[("gathered", "Tập trung"), ("fixed", "Cố định"), ("emergency", "Đột xuất")],
    )
    session = forms.ChoiceField(
        label="Buổi",
        widget=forms.RadioSelect,
        choices=[("morning", "Sáng"), ("afternoon", "Chiều"), ("day", "Cả ngày")],
    )
    audience = forms.MultipleChoiceField(
        label="Đối tượng",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("students", "Học sinh sinh viên"), ("workers", "Công nhân")],
    )
    emergency = forms.BooleanField(label="Huy động khi khẩn cấp", required=False)
    notes = forms.CharField(
        label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


STEPS = [
    {"label": "Dự kiến", "done": True},
    {"label": "Đang nhận đăng ký", "done": True},
    {"label": "Chờ báo cáo", "current": True},
    {"label": "Đã gửi, chờ xác nhận"},
    {"label": "Đã chốt số liệu"},
]
TABS = [
    {"label": "Tổng quan", "url": "#tabs", "current": True},
    {"label": "Kết quả", "url": "#tabs"},
    {"label": "Đơn vị tham gia", "url": "#tabs", "count": 12},
    {"label": "Lịch sử", "url": "#tabs", "count": 0},
]
NOTES = [
    ("", "", "Chưa rõ thì để trống. Ô trống không tính là 0.", ""),
    ("ok", "check-circle", "Tổng theo thể tích khớp số người hiến.", ""),
    ("warn", "exclamation-triangle", "Có 199 người hiến nhưng 201 đơn vị máu.", "Hỏi lại một lần"),
    ("info", "info-circle", "Tỉnh đề nghị bổ sung: số đơn vị 350 ml.", ""),
    ("bad", "exclamation-circle", "Số người hiến nhiều hơn số người tham gia.", ""),
]


COLUMNS = [
    Column("name", "Họ và tên", width=24, required=True),
    Column("birth", "Năm sinh", kind="number", width=8),
    Column("phone", "Điện thoại", kind="phone", width=13),
    Column("group", "Nhóm máu", width=6, choices=("O+", "A+", "B+", "AB+")),
    Column("v250", "250", kind="tick", width=4),
    Column("note", "Ghi chú", width=20),
]
SIGNATURES = [
    Signature("Người lập biểu", name="Phạm Thị Hoa"),
    Signature("Đại diện cơ sở tiếp nhận"),
    Signature("TM. Ban Chỉ đạo", title="Trưởng ban"),
]


def _grid() -> Grid:
    """Lines in all their states; nothing is sent anywhere."""
    cells = {"name": "Nguyễn Thị Hường", "birth": "1990", "phone": "0912 345 678", "v250": "x"}
    wrong = Finding("Ghi năm sinh bằng số, ví dụ 1990.", "birth")
    twin = Proposal("sample", "Nguyễn Thị Hường", "1990, đã hiến 3 lần")
    return Grid(
        label="Danh sách người hiến máu",
        columns=COLUMNS,
        lines=[
            Line(id=new_id(), number=1, cells=cells, state="done", said="Đã lưu."),
            Line(id=new_id(), number=2, cells={**cells, "birth": "năm 90"}, findings=[wrong]),
            Line(id=new_id(), number=3, cells=cells, proposals=[twin]),
        ],
    )


@require_safe
def document(request: HttpRequest, name: str) -> HttpResponse:
    """A list or letters on paper, as a page; with ``?pdf`` as the PDF of it."""
    count = 345 if "many" in request.GET else 30
    rows = [(f"Nguyễn Thị Hường {n}", 1950 + n % 50, f"G1234{n:08}") for n in range(1, count + 1)]
    context = {"rows": rows, "signatures": SIGNATURES, "pdf_url": "?pdf", "back_url": "/_gallery/"}
    if name == "letters":
        context["signatures"] = SIGNATURES[2:]
    template = "config/gallery_letters.html" if name == "letters" else "config/gallery_list.html"
    if "pdf" in request.GET:
        return pdf_response(request, template, context, f"{name}.pdf")
    return document_response(request, template, context)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    typed = {"key": "sample", "name": "", "kind": "fixed", "session": "", "first_day": "31/02"}
    wrong = SampleForm(typed, auto_id="wrong_%s")
    wrong.add_error("first_day", "“31/02” không phải là một ngày.")
    messages.success(request, "Đã nhận kết quả: 345 đơn vị máu.")
    return render(request, "config/gallery.html", _samples(wrong))


def _samples(wrong: SampleForm) -> dict[str, Any]:
    return {
        "states": Drive.STATES,
        "steps": STEPS,
        "tabs": TABS,
        "notes": NOTES,
        "form": SampleForm(),
        "wrong": wrong,
        "page": Page([], next="next", previous="previous"),
        "exact": Figure(Decimal(345), Qualifier.EXACT),
        "over": Figure(Decimal(2000), Qualifier.OVER),
        "unknown": None,
        "grid": _grid(),
    }
