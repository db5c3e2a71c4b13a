"""Pages of the stock room."""

from bouwkringloop.stock.views import handling, items, lists, places, transfers

#: Every page's part of the room; `items` carries the name that addresses are built with.
BLUEPRINTS = (items.bp, handling.bp, places.bp, transfers.bp, lists.bp)
