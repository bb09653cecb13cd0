"""FoldedField: filled on every save, migrated whole, ordered bytewise on both databases."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from words.fields import FoldedField
from words.folding import fold, prefix_range, sort_key


@pytest.fixture
def clinic_model():
    with isolate_apps("words"):

        class Clinic(models.Model):
            name = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001 - a null source is tested
            folded = FoldedField(source="name", db_index=True)
            order = FoldedField(source="name", key=sort_key, db_index=True)
            code = models.CharField(max_length=100)
            code_key = FoldedField(source="code", unique=True, max_length=100)

            class Meta:
                app_label = "words"

        yield Clinic


@pytest.fixture
def clinics(clinic_model, transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(clinic_model)
    yield clinic_model.objects
    with connection.schema_editor() as editor:
        editor.delete_model(clinic_model)


def same_field(field):
    _, path, args, kwargs = field.deconstruct()
    assert path == "words.fields.FoldedField"
    return FoldedField(*args, **kwargs)


@pytest.mark.parametrize(
    "field",
    [
        FoldedField(source="name"),
        FoldedField(source="name", key=fold),
        FoldedField(source="title", key=sort_key, max_length=300, unique=True, db_index=True),
    ],
)
def test_deconstruct_round_trip(field):
    again = same_field(field)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert (again.source, again.key, again.editable) == (field.source, field.key, False)
    assert (again.max_length, again.unique) == (field.max_length, field.unique)


def test_the_default_key_is_left_out_of_migrations():
    assert FoldedField(source="name", key=fold).deconstruct()[3] == {"source": "name"}


def test_a_migration_names_the_key():
    written, imports = MigrationWriter.serialize(FoldedField(source="name", key=sort_key))
    assert written == "words.fields.FoldedField(key=words.folding.sort_key, source='name')"
    assert imports == {"import words.fields", "import words.folding"}


def test_validation_compares_the_key_of_the_name_as_it_is_now(clinic_model):
    record = clinic_model(name="Kiến Thuỵ", code="1", folded="stale")
    record.clean_fields()
    assert record.folded == "kien thuy"


def test_forms_leave_the_field_out(clinic_model):
    assert list(modelform_factory(clinic_model, exclude=[]).base_fields) == ["name", "code"]


@pytest.mark.both
def test_every_way_of_saving_fills_the_key(clinics):
    made = clinics.create(name="Kiến Thuỵ")
    clinics.bulk_create([clinics.model(name=name, code=name) for name in ("Đặng Xá", "Núi Đối")])
    made.name = "Kiến Thụy mới"
    made.save()
    assert set(clinics.values_list("folded", flat=True)) == {"kien thuy moi", "dang xa", "nui doi"}
    assert clinics.get(pk=made.pk).order == sort_key("Kiến Thụy mới")


@pytest.mark.both
def test_an_unknown_name_has_an_empty_key(clinics):
    made = clinics.create(name=None)
    made.refresh_from_db()
    assert (made.folded, made.order) == ("", "")


@pytest.mark.both
def test_what_folds_alike_is_unique(clinics):
    clinics.create(name="Một", code="Thuỵ")
    with pytest.raises(ValidationError) as refused:
        clinics.model(name="Bốn", code="THỤY").full_clean()
    assert "code_key" in refused.value.message_dict
    with pytest.raises(IntegrityError):
        clinics.create(name="Năm", code="thuy")


@pytest.mark.both
def test_the_database_orders_as_python_does(clinics):
    names = ["An", "Án", "An Bình", "Anh", "Ăn", "Ân", "Ba", "Dung", "Đà", "Ê a", "z-1", "z 2", "z"]
    clinics.bulk_create(
        [clinics.model(name=name, code=str(names.index(name))) for name in names[::-1]]
    )
    assert list(clinics.order_by("order").values_list("name", flat=True)) == sorted(
        names, key=sort_key
    )
    folded = list(clinics.order_by("folded").values_list("folded", flat=True))
    assert folded == sorted(folded, key=str.encode)


@pytest.mark.both
def test_a_prefix_is_a_range(clinics):
    names = ["Kiến An", "Kiến Thuỵ", "Kiên", "Kiềng", "Kiến-Xương", "Kim", "Kha", "Ki\U0001f3e5"]
    clinics.bulk_create([clinics.model(name=name, code=str(names.index(name))) for name in names])
    found = clinics.filter(folded__range=prefix_range(fold("Kiến"))).values_list(
        "folded", flat=True
    )
    assert set(found) == {"kien an", "kien thuy", "kien", "kieng", "kien-xuong"}


@pytest.mark.both
def test_the_column_has_its_collation_on_postgresql_only(clinics):
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(
            cursor, clinics.model._meta.db_table
        )
    collations = {column.name: column.collation for column in columns}
    expected = "C" if connection.vendor == "postgresql" else None
    assert collations["folded"] == collations["order"] == expected
    assert collations["name"] is None
