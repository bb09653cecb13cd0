"""Records on the administrators' desk: Django admin through the scope, without deleting, with a
reason and a Change for each save."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.forms.models import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ledger.actions import KeyUsedBefore, Receipt, Stale, label_of
from ledger.forms import VersionField
from ledger.models import Submission
from ledger.records import record_for
from ledger.requests import HouseRequest
from ledger.scope import NOBODY, Scope, Verb
from words.folding import words_of

Row = TypeVar("Row", bound=models.Model)
OPENED = "opened_version"
REASON = "reason"
KEY = "key"


class Refused(Exception):
    """An action refused the values, for reasons said in whole sentences; nothing was written."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class DeskForm(forms.ModelForm[Any]):
    """A form of the desk. It carries the key of its one submission, so that a repeated post writes
    nothing twice. What a link already names stays possible even where it lies outside the scope.
    """

    # What an action said against this very post; shown at the top.
    refusal: ClassVar[tuple[str, ...]] = ()
    scope: ClassVar[Scope] = NOBODY

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if self.instance.pk and isinstance(field, ModelChoiceField) and name in self.initial:
                field.queryset = _with_present(field.queryset, self.initial[name])

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise forms.ValidationError([forms.ValidationError(text) for text in self.refusal])
        return super().clean()

    def _get_validation_exclusions(self) -> set[str]:
        """A post that comes again would find what it wrote in its own way: that is left to the
        action, which answers as before."""
        key = self.cleaned_data.get(KEY)
        if key and Submission.objects.filter(key=key).exists():
            return {field.name for field in self.instance._meta.fields}
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # unlisted
        return excluded


def _with_present(offered: Any, present: Any) -> Any:
    records = present if isinstance(present, list) else [present]
    ids = [getattr(record, "pk", record) for record in records if record is not None]
    if not ids:
        return offered
    return offered.model._default_manager.filter(
        Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=ids)
    )


class ChangeForm(DeskForm):
    """Asks why, and knows the version it was opened with."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the history of this record."),
    )
    opened_version = VersionField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[OPENED].initial = self.instance.version


class ReasonForm(ActionForm):
    """Why a whole selection is changed."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ScopedAdmin(admin.ModelAdmin[Row]):
    """The base of every model on the desk.

    Lists, searches, pickers and posted links go through the scope; nothing is ever deleted; a
    change asks for a reason, refuses a stale save and leaves one Change. ``keep`` is where a
    subclass calls the action of its record.
    """

    read_only: ClassVar[bool] = False
    # The query-set method that answers which records may be changed.
    changed_through: ClassVar[str] = "editable_by"

    form = DeskForm
    action_form = ReasonForm
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["folded"]
    formfield_overrides = {
        # A plain text field: days are typed as 30/11/2024, and no calendar script is needed.
        models.DateField: {"widget": forms.DateInput},
        # One box for a moment: of Django's two neither has a name of its own.
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": forms.DateTimeInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
        models.URLField: {"widget": forms.URLInput, "assume_scheme": "https"},
    }

    # What may be seen and done.

    def scope(self, request: HttpRequest) -> Scope:
        return cast(HouseRequest, request).scope

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Row]:
        records: models.QuerySet[Row] = self.all_visible(self.scope(request))
        if ordering := self.get_ordering(request):
            records = records.order_by(*ordering)
        return records

    def all_visible(self, scope: Scope) -> Any:
        return cast(Any, self.model._default_manager).visible_to(scope)

    def changeable(self, scope: Scope) -> Any:
        """The records the scope may change."""
        return getattr(self.model._default_manager.all(), self.changed_through)(scope)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.scope(request).may(Verb.ADMINISTER)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.read_only and self.scope(request).may(Verb.ADMINISTER)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        if self.read_only or not self.scope(request).may(Verb.ADMINISTER):
            return False
        if obj is None:
            return True
        asked: dict[object, bool] = vars(request).setdefault("_changeable", {})
        key = (self.model, obj.pk)
        if key not in asked:
            asked[key] = self.changeable(self.scope(request)).filter(pk=obj.pk).exists()
        return asked[key]

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    # Finding.

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Row], search_term: str
    ) -> tuple[models.QuerySet[Row], bool]:
        """Every typed word, with or without marks, in one of the folded columns."""
        for word in words_of(search_term):
            either = Q()
            for name in self.get_search_fields(request):
                either |= Q(**{f"{name}__contains": word})
            queryset = queryset.filter(either)
        return queryset, False

    def view_on_site(self, obj: Row) -> str | None:
        """The record's own page in the house, where it has one."""
        kind = record_for(label_of(obj))
        return kind.page(obj) if kind else None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: object, object_id: str
    ) -> HttpResponse:
        raise Http404

    # Forms: what can be chosen is what the scope sees.

    def offered(self, model: type[models.Model], request: HttpRequest) -> models.QuerySet[Any]:
        """The records of ``model`` that a link may name: those on the desk of this person."""
        return self.admin_site.get_model_admin(model).get_queryset(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the small links that add or change the linked record in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if not change or self.has_change_permission(request, obj):
            bases = (ChangeForm, self.form) if change else (self.form,)
            refusal = vars(request).get("_desk_refusal", ())
            own = {"refusal": refusal, "scope": self.scope(request)}
            kwargs.setdefault("form", type(self.form.__name__, bases, own))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            return [*fieldsets, (None, {"fields": [KEY]})]
        if self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": [REASON, OPENED, KEY]}))
        return fieldsets

    # Saving.

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The page of one record. What an action refuses comes back on the same page, with all
        that was typed."""
        context = dict(extra_context or {})
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Refused as refusal:
            sentences = refusal.sentences
        except Stale:
            sentences = (
                gettext(
                    "Somebody saved this record after you opened it, so nothing was written."
                    " Open it again and look at what changed."
                ),
            )
        except KeyUsedBefore:
            sentences = (
                gettext(
                    "This page was sent before with other values, so nothing was written."
                    " Open the record again and look at what it says now."
                ),
            )
        vars(request)["_desk_refusal"] = sentences
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: bool) -> None:
        receipt = self.keep(cast(HouseRequest, request), obj, Given(form), change)
        obj.pk = self.opts.pk.to_python(receipt.target_id)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The parts of a record are kept with it, in one Change."""

    def keep(self, request: HouseRequest, obj: Row, given: "Given", change: bool) -> Receipt:
        """Call the record's action. Raises :class:`Refused`, ``Stale`` or ``KeyUsedBefore``."""
        raise NotImplementedError

    def each_chosen(
        self, request: HttpRequest, chosen: models.QuerySet[Row], write: Callable[[Row, str], None]
    ) -> None:
        """Run ``write`` with a reason for each chosen record that may be changed; an action of a
        list calls it. Those that are refused are named."""
        reason = request.POST.get(REASON, "").strip()
        if not reason:
            self.message_user(request, gettext("Write a reason first."), messages.ERROR)
            return
        done = 0
        allowed = set(self.changeable(self.scope(request)).values_list("pk", flat=True))
        for record in chosen:
            try:
                if record.pk not in allowed:
                    raise Refused(gettext("You may not change this record."))
                write(record, reason)
            except Refused as refusal:
                text = f"{record}: {' '.join(refusal.sentences)}"
                self.message_user(request, text, messages.ERROR)
            else:
                done += 1
        if done:
            text = ngettext("%(n)d record changed.", "%(n)d records changed.", done) % {"n": done}
            self.message_user(request, text, messages.SUCCESS)

    # History: the ledger's own; Django's log would say the same twice.

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("ledger:history", args=[label_of(record), record.pk]))

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return LogEntry()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return LogEntry()


class Given:
    """What a form of the desk gives to an action."""

    def __init__(self, form: DeskForm) -> None:
        self.values: dict[str, Any] = form.cleaned_data
        self.key: UUID = self.values[KEY]
        self.version: int | None = self.values.get(OPENED)
        self.reason: str = self.values.get(REASON, "")

    def only(self, *names: str) -> dict[str, Any]:
        return {name: self.values[name] for name in names}


class ReadOnlyAdmin(ScopedAdmin[Row]):
    """Records that are looked at on the desk and written elsewhere, or never."""

    read_only = True


class NationAdmin(ReadOnlyAdmin[Row]):
    """Records of the whole house: for superusers and administrators of the nation."""

    def all_visible(self, scope: Scope) -> Any:
        records = self.model._default_manager.all()
        return records if scope.whole_nation(Verb.ADMINISTER) else records.none()

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.scope(request).whole_nation(Verb.ADMINISTER)


class ScopedInline(admin.TabularInline[Any, Any]):
    """Parts of a record, shown with it and written by its own pages."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(HouseRequest, request).scope.may(Verb.ADMINISTER)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
