"""The page that shows every part screens are made of, in all its kinds and states."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import public

bp = Blueprint("patterns", __name__)


class SampleForm(Form):  # type: ignore[misc]
    """One field of each kind, with labels in the language being spoken."""

    title = StringField(N_("What is it?"), [InputRequired()])
    price = StringField(N_("Price"), [InputRequired()])
    place = SelectField(N_("Place"), choices={"hall": N_("Hall"), "yard": N_("Yard")})
    note = TextAreaField(N_("Note"))
    labelled = BooleanField(N_("Print a label"))
    postcode = StringField(N_("Postcode (four digits)"), [InputRequired()])


def sample_form() -> SampleForm:
    """Make the sample form as it looks after a mistake."""
    form = SampleForm(
        data={"title": "Paneeldeur", "price": "12,50", "labelled": True, "postcode": "34"}
    )
    for field in form:
        field.label.text = translate(field.label.text)
    form.place.choices = {value: translate(text) for value, text in form.place.choices.items()}
    form.postcode.errors = [translate(N_("A postcode has four digits here, such as 3011."))]
    return form


@bp.get("/patterns")
@public
def patterns() -> ResponseReturnValue:
    """Show every part on one page."""
    return render_template("base/patterns.html", sample_form=sample_form())
