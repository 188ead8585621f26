"""What is done to a business: saying what it is, opening its pages, closing it for some days."""

from careops.business.actions.closures import add_closure, edit_closure, put_back, remove_closure
from careops.business.actions.holidays import keep_holiday, observe_holidays, top_up
from careops.business.actions.profile import activate, choose_trade, create, suspend, update

__all__ = [
    "activate",
    "add_closure",
    "choose_trade",
    "create",
    "edit_closure",
    "keep_holiday",
    "observe_holidays",
    "put_back",
    "remove_closure",
    "suspend",
    "top_up",
    "update",
]
