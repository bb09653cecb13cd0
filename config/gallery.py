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
    }
