"""Write down for good what became of a batch, and read it back."""

from dataclasses import asdict
from datetime import date
from typing import Any

from bouwkringloop.batches.settling.yields import Avoided, Figures, Kind, Yield
from bouwkringloop.catalogue.impact import Factor


def to_json(told: Yield) -> dict[str, Any]:
    """Write a yield down as plain values."""
    return {
        "upto": told.upto.isoformat(),
        "whole": asdict(told.whole),
        "kinds": [{**asdict(kind)} for kind in told.kinds],
        "revenue_cents": told.revenue_cents,
        "avoided": [
            {
                **asdict(each.factor),
                "valid_from": each.factor.valid_from.isoformat(),
                "name": each.factor.name,
                "weight_g": each.weight_g,
                "co2_g": each.co2_g,
            }
            for each in told.avoided
        ],
    }


def from_json(told: dict[str, Any]) -> Yield:
    """Read a yield back as it was written down."""
    fields = Factor.__dataclass_fields__
    return Yield(
        date.fromisoformat(told["upto"]),
        Figures(**told["whole"]),
        tuple(
            Kind(kind["slug"], kind["name"], Figures(**kind["figures"])) for kind in told["kinds"]
        ),
        told["revenue_cents"],
        tuple(
            Avoided(
                Factor(
                    **{name: each[name] for name in fields if name != "valid_from"},
                    valid_from=date.fromisoformat(each["valid_from"]),
                ),
                each["weight_g"],
            )
            for each in told["avoided"]
        ),
    )
