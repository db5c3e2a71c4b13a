"""Pages of the placements: files, placements, who keeps and read a file, and types."""

from bouwkringloop.placements.views import files, keepers, placing, privacy, types
from bouwkringloop.placements.views.blueprint import bp

__all__ = ["bp", "files", "keepers", "placing", "privacy", "types"]
