"""A list that is put in order by hand: dragged by its grips, or by Alt and the arrow keys."""

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Text, icon
from careops.ui.scripts import script


def _moved(key: rx.Var[str], to: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int]]:
    return key, to


class Order(rx.Component):
    """Its children are `rx.el.li`s with `data_key` and `data_name`; `on_move` hears which goes where, counted from 0."""

    library = script("order")
    tag = "Order"

    says: rx.Var[str]
    list_class: rx.Var[str]
    label: rx.Var[str]

    on_move: rx.EventHandler[_moved]


def order(*items: rx.Component, label: Text, on_move: object, class_name: str = "list") -> rx.Component:
    """The list; what was moved is told where it is now."""
    says = _("{name}: now {at} of {all}", name="{name}", at="{at}", all="{all}")
    return Order.create(*items, says=says, label=label, list_class=class_name, on_move=on_move)


def grip(label: Text, id: Text) -> rx.Component:
    """What an item is held by."""
    return rx.el.button(
        icon("grip-vertical"),
        id=id,
        type="button",
        class_name="grip",
        data_grip="true",
        aria_label=label,
        aria_keyshortcuts="Alt+ArrowUp Alt+ArrowDown",
    )
