"""Pages of the intake room."""

from bouwkringloop.intake.views import (
    api,
    delivery,
    drafts,
    drafts_api,
    pages,
    purchases,
    scales,
    slips,
    tree,
    tree_changes,
)
from bouwkringloop.intake.views.pages import bp

__all__ = [
    "api",
    "bp",
    "delivery",
    "drafts",
    "drafts_api",
    "pages",
    "purchases",
    "scales",
    "slips",
    "tree",
    "tree_changes",
]
