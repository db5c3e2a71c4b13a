"""Pages of the placements: files, placements, their hours, who keeps and read a file, and types."""

from bouwkringloop.placements.views import (
    file_hours,
    files,
    hours,
    hours_list,
    keepers,
    kiosks,
    mentor,
    placing,
    privacy,
    types,
)
from bouwkringloop.placements.views.blueprint import bp

__all__ = [
    "bp",
    "file_hours",
    "files",
    "hours",
    "hours_list",
    "keepers",
    "kiosks",
    "mentor",
    "placing",
    "privacy",
    "types",
]
