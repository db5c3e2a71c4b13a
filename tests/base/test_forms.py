"""What people type on pages, read and shown again."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired, InputRequired

from bouwkringloop.base import forms, i18n


class Sample(forms.ShopForm):
    name = forms.TextField("Name", [DataRequired()], longest=10)
    price = forms.MoneyField("Price", [InputRequired()])
    weight = forms.QuantityField("Weight")


def filled(**typed):
    form = Sample(MultiDict({"name": "Deur", "price": "1", "weight": "1"} | typed))
    return form.validate(), form


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,50", 1250), ("12.50", 1250), ("12,5", 1250), ("12", 1200), ("€ 7", 700), ("0,05", 5)],
)
def test_money_is_read_as_people_type_it(typed, cents):
    good, form = filled(price=typed)
    assert good
    assert form.price.data == cents


@pytest.mark.parametrize(
    "typed", ["1.250", "1,250", "-1", "abc", "1e3", "99999999", "1,234,5", "١٢"]
)
def test_money_that_can_be_misread_is_refused_and_shown_as_typed(typed):
    good, form = filled(price=typed)
    assert not good
    assert typed in form.price()
    assert len(form.price.errors) == 1


def test_the_ambiguous_amount_is_named_in_the_refusal():
    with i18n.speaking("en"):
        _, form = filled(price="1.250")
    [said] = form.price.errors
    assert said.startswith("“1.250” can be read in two ways.")


@pytest.mark.parametrize(
    ("typed", "milli"), [("18,5", 18500), ("0,250", 250), ("3", 3000), ("0", 0)]
)
def test_a_weight_in_kilograms_is_read_in_grams(typed, milli):
    good, form = filled(weight=typed)
    assert good
    assert form.weight.data == milli


@pytest.mark.parametrize(
    ("language", "shown"), [("nl", ['value="12,50"', 'value="0,25"']), ("en", ["12.50", "0.25"])]
)
def test_a_stored_figure_is_written_as_people_type_it(language, shown):
    with i18n.speaking(language):
        form = Sample(data={"price": 1250, "weight": 250})
        assert shown[0] in form.price()
        assert shown[1] in form.weight()


def test_what_is_written_reads_back_the_same():
    for value in (0, 5, 250, 1000, 1250, 18500, 100_000, 1_000_000, 1_234_567):
        written = Sample(data={"weight": value}).weight._value()
        if not 1000 <= value < 1_000_000 or value % 10 == 0:
            assert filled(weight=written)[1].weight.data == value
        written = Sample(data={"price": value}).price._value()
        assert filled(price=written)[1].price.data == value


def test_text_loses_what_no_label_can_show():
    good, form = filled(name=" De\x00ur\t\u0007 x \n")
    assert good
    assert form.name.data == "De ur x"


def test_text_that_does_not_fit_is_refused_and_kept():
    good, form = filled(name="x" * 11)
    assert not good
    assert "x" * 11 in form.name()
    assert "10" in form.name.errors[0]


def test_an_empty_field_is_asked_for_in_the_language_being_spoken():
    with i18n.speaking("nl"):
        assert filled(name="  ")[1].name.errors == ["Vul dit in."]
        assert filled(price="")[1].price.errors == ["Vul dit in."]
    with i18n.speaking("en"):
        assert filled(name="")[1].name.errors == ["This field is required."]
