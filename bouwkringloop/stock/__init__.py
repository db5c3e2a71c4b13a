"""The things themselves: items, places, photos and movements."""
