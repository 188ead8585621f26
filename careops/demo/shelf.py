"""What is on the salon's shelf on its first day: from whom it comes, where it is kept, and what each service takes of it."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.core.actor import Actor
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemEdit, ItemIn, LocationIn, SupplierIn

COLOUR, BLEACH, SHAMPOO, GLOVES, TOWELS, CLAY = (
    "Colour cream",
    "Bleach powder",
    "Salon shampoo",
    "Nitrile gloves M",
    "Towels",
    "Styling clay",
)
FOIL, DEVELOPER, TONER = "Foil roll, 100 m", "Developer 20 vol", "Toner 9.1"
CELLAR = "Cellar"

ALBA = SupplierIn(name="Alba Professional", email="orders@alba.example", phone="+351 213 000 177", account="LUM-204")
RIBEIRO = SupplierIn(name="Casa Ribeiro", email="loja@ribeiro.example", phone="+351 218 000 350")

# Beside what a salon's preset offers; what is measured out is counted in what it is measured in.
MORE_ITEMS = (
    ItemIn(name=TONER, sku="TON-91", unit="tube", quantity=9, threshold=4, reorder_quantity=12, cost=700, category="Colour"),
    ItemIn(name=CLAY, sku="CLAY", barcode="5601234000017", unit="jar", quantity=14, threshold=5, reorder_quantity=10, cost=650),
    ItemIn(name=TOWELS, sku="TOW", unit="piece", quantity=60, threshold=20, reorder_quantity=20, cost=300),
    ItemIn(name=SHAMPOO, sku="SHA-S", barcode="5601234000024", unit="ml", quantity=6600, threshold=1000, reorder_quantity=5000, cost=1,
           pack_name="bottle", pack_size=1000, category="Care"),
    ItemIn(name=COLOUR, sku="COL-C", barcode="5601234000031", unit="ml", reorder_quantity=1200, cost=12,
           pack_name="tube", pack_size=60, by_lot=True, category="Colour"),
    ItemIn(name=BLEACH, sku="BLE-P", unit="g", reorder_quantity=1000, cost=4, pack_name="pot", pack_size=500,
           by_lot=True, category="Colour"),
)  # fmt: skip
FROM = {ALBA.name: (TONER, COLOUR, BLEACH, FOIL, DEVELOPER), RIBEIRO.name: (SHAMPOO, TOWELS, GLOVES, CLAY)}

# What one booking takes, by service; after a slash stands a length that takes another amount.
RECIPES: Mapping[str, Mapping[str, int]] = {
    "Cut & finish": {SHAMPOO: 15},
    "Cut & finish/Long hair": {SHAMPOO: 25},
    "Blow-dry": {SHAMPOO: 20},
    "Colour refresh": {COLOUR: 60, SHAMPOO: 30, GLOVES: 2},
    "Balayage": {BLEACH: 80, SHAMPOO: 30, GLOVES: 2},
    "Gel manicure": {GLOVES: 2},
}


def stock_up(session: Session, ana: Actor) -> None:
    """Everything there is on the first day; the services that take of it are there already."""
    suppliers = {one.name: inventory.add_supplier(session, ana, supplier=one).id for one in (ALBA, RIBEIRO)}
    for item in MORE_ITEMS:
        inventory.add_item(session, ana, item=item)
    inventory.add_location(session, ana, location=LocationIn(name=CELLAR))
    items = {item.name: item.id for item in stock.items(session, ana, limit=100).items}
    for supplier, names in FROM.items():
        for name in names:
            inventory.edit_item(session, ana, item_id=items[name], edit=ItemEdit(supplier_id=suppliers[supplier]))
    _write_recipes(session, ana, items)


def _write_recipes(session: Session, ana: Actor, items: Mapping[str, UUID]) -> None:
    for service in bookings.booking_types(session, ana):
        lengths = {f"{service.name}/{one.name}": one.id for one in service.variants}
        known: dict[str, UUID | None] = {service.name: None, **lengths}
        uses = [
            UseIn(item_id=items[item], variant_id=variant, quantity=many)
            for name, variant in known.items()
            for item, many in RECIPES.get(name, {}).items()
        ]
        if uses:
            booking.set_recipe(session, ana, booking_type_id=service.id, recipe=RecipeIn(uses=uses))
