"""What people fill in about scales and containers."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired

from bouwkringloop.base import quantity
from bouwkringloop.base.forms import QuantityField, ShopForm, TextField, decimal_sign
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import AmbiguousNumber
from bouwkringloop.intake import protocols
from bouwkringloop.intake.models import Scale
from bouwkringloop.intake.scales import ContainerFacts, ScaleFacts
from bouwkringloop.stock.models import Site


class TareField(QuantityField):
    """What an empty container weighs, in kilograms.

    Three places are grams here, as scales show them: no container weighs thousands of kilograms.
    """

    def read(self, text: str) -> int:
        """Read `2,455` as kilograms with three places."""
        try:
            return super().read(text)
        except AmbiguousNumber:
            return super().read("0" + text.strip())

    def written(self, value: int) -> str:
        """Write grams as scales show them."""
        return quantity.plain(value, decimal_sign())


class ScaleForm(ShopForm):
    """Scales at a site."""

    name = TextField(N_("Name"), [DataRequired()], longest=60)
    site = SelectField(N_("Site"), [DataRequired()], choices={})
    max_g = QuantityField(N_("Weighs at most"), [InputRequired()])
    language = SelectField(
        N_("How do they tell the weight?"),
        default="",
        choices={
            "": N_("Somebody reads them"),
            **{slug: language.name for slug, language in protocols.LANGUAGES.items()},
        },
    )
    baud = SelectField(
        N_("Speed (baud)"),
        default="",
        choices={"": N_("As usual")} | {str(baud): str(baud) for baud in protocols.BAUDS},
    )
    frame = SelectField(
        N_("Bits, parity, stop bits"),
        default="",
        choices={"": N_("As usual")} | {frame: frame for frame in protocols.FRAMES},
    )

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site.choices = {site.slug: site.name for site in sites}

    def facts(self) -> ScaleFacts:
        """Give what was filled in; only after it proved right."""
        baud = int(self.baud.data) if self.baud.data else None
        return ScaleFacts(
            name=self.name.data,
            site=self.site.data,
            max_g=self.max_g.data or 0,
            protocol=protocols.write(self.language.data, baud, self.frame.data),
        )


class ContainerForm(ShopForm):
    """A crate, cage or trolley."""

    name = TextField(N_("Name"), [DataRequired()], longest=60)
    tare_g = TareField(N_("Weighs empty"), [InputRequired()])

    def facts(self) -> ContainerFacts:
        """Give what was filled in; only after it proved right."""
        return ContainerFacts(name=self.name.data, tare_g=self.tare_g.data or 0)


def about(scale: Scale) -> dict[str, Any]:
    """Tell with what the form of scales begins."""
    line = protocols.read(scale.protocol)
    told = {"name": scale.name, "site": scale.site.slug, "max_g": scale.max_g}
    if line is None:
        return told
    return told | {"language": line.language, "baud": str(line.baud), "frame": line.frame}
