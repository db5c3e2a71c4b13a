"""What people fill in to have labels printed beforehand."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from bouwkringloop.base.forms import ShopForm
from bouwkringloop.base.i18n import N_
from bouwkringloop.intake.printed_codes import MOST_CODES
from bouwkringloop.stock.models import Site

#: As many as a morning at the yard takes, and two sheets of stickers hold.
_USUAL = 48
#: On what labels are printed: in words, with an icon and a note.
PAPERS = {
    "roll": (N_("Label printer"), "tag", N_("A roll with one label after the other")),
    "sheets": (N_("A4 sheets"), "printer", N_("24 stickers of 70 × 37 mm a sheet")),
}


class RollForm(ShopForm):
    """How many labels, on what, and at which site."""

    count = IntegerField(
        N_("How many labels"), [InputRequired(), NumberRange(1, MOST_CODES)], default=_USUAL
    )
    paper = RadioField(
        N_("On what?"),
        [DataRequired()],
        choices={value: text for value, (text, *_) in PAPERS.items()},
        default="roll",
    )
    site = SelectField(N_("Which site's label printer"), [DataRequired()], choices={})

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site.choices = {site.slug: site.name for site in sites}

    @property
    def on_sheets(self) -> bool:
        """Whether an office printer prints them, which no job reaches."""
        return bool(self.paper.data == "sheets")
