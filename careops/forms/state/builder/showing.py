"""When the open question is shown: conditions in groups."""

from copy import deepcopy

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.forms.schemas import Op
from careops.forms.state import desk
from careops.forms.state.builder.asking import Asking
from careops.forms.state.desk import Raw
from careops.frame.state import requires

MOST_GROUPS, MOST_CONDITIONS = 5, 10


class Showing(Asking, mixin=True):
    """Conditions on earlier answers."""

    def _groups(self) -> list[Raw]:
        """The groups of the open question, to be changed."""
        visible = deepcopy(self._raw.get("visible")) or {"match": "all", "groups": []}
        self._raw = {**self._raw, "visible": visible}
        return visible["groups"]

    @rx.event
    @requires(Permission.forms_manage)
    async def add_condition(self, actor: Actor, group: int) -> None:
        """One more condition, in that group or (-1) in a new one."""
        known = desk.before(self._fields, self._raw.get("key", ""))
        if not self._raw or not known:
            return
        groups = self._groups()
        if group == -1 and len(groups) < MOST_GROUPS:
            groups.append({"match": "all", "conditions": [desk.first_condition(known)]})
        elif 0 <= group < len(groups) and len(groups[group]["conditions"]) < MOST_CONDITIONS:
            groups[group]["conditions"].append(desk.first_condition(known))
        await self._changed(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def drop_condition(self, actor: Actor, group: int, at: int) -> None:
        """Without that condition; a group that is empty goes with it."""
        groups = self._groups() if self._raw else []
        if 0 <= group < len(groups) and 0 <= at < len(groups[group]["conditions"]):
            del groups[group]["conditions"][at]
            if not groups[group]["conditions"]:
                del groups[group]
            await self._changed(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def set_match(self, actor: Actor, group: int, match: str) -> None:
        """All or any: of a group's conditions, or (-1) of the groups."""
        groups = self._groups() if self._raw else []
        if match not in ("all", "any"):
            return
        if group == -1 and groups:
            self._raw["visible"]["match"] = match
        elif 0 <= group < len(groups):
            groups[group]["match"] = match
        await self._changed(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def set_condition(self, actor: Actor, group: int, at: int, part: str, value: str) -> None:
        """Which answer is looked at, how, or what with; of several values, one is switched."""
        groups = self._groups() if self._raw else []
        if not (0 <= group < len(groups) and 0 <= at < len(groups[group]["conditions"])):
            return
        known, one = desk.before(self._fields, self._raw["key"]), groups[group]["conditions"][at]
        if part == "key" and value in known:
            groups[group]["conditions"][at] = desk.first_condition(known, value)
        elif part == "op" and value in tuple(Op):
            one["op"] = value
            asked = known.get(one["key"])
            if value in desk.MANY and asked and not one["values"]:
                one["values"] = [asked.options[0]] if asked.options else []
        elif part == "value":
            one["value"] = value[: desk.MOST["value"]]
        elif part == "values" and one["key"] in known:
            options = known[one["key"]].options
            one["values"] = [option for option in options if (option in one["values"]) != (option == value)]
        await self._changed(actor)
