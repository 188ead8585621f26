"""The shelf's screens."""

from careops.inventory.pages import buying, counting, item, keeping, shelf

PAGES = (*shelf.PAGES, *item.PAGES, *counting.PAGES, *buying.PAGES, *keeping.PAGES)
