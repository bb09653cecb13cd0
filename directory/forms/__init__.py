"""Input as people type it: pickers of records, and the forms of organisations and venues."""

from directory.forms.fields import (
    AreaField,
    DayField,
    OrganisationField,
    PickerField,
    ScopedForm,
    Typed,
    VenueField,
)
from directory.pickers import LinkOrWords

__all__ = [
    "AreaField",
    "DayField",
    "LinkOrWords",
    "OrganisationField",
    "PickerField",
    "ScopedForm",
    "Typed",
    "VenueField",
]
