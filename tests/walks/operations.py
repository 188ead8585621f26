"""The API as its own description tells it: every operation, what can be put into it, and something plausible to put there."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from careops.core.clock import now

Schema = dict[str, Any]
Given = Callable[[str], str | None]  # an id for a place of that name

_numbers = count()
DAY = (now() + timedelta(days=9)).replace(hour=10, minute=0, second=0, microsecond=0)
PLAUSIBLE: dict[str, Callable[[], Any]] = {
    "email": lambda: f"walker{next(_numbers)}@example.com",
    "mail_from": lambda: "hello@example.com",
    "password": lambda: "a long and plain password",
    "current": lambda: "a long and plain password",
    "phone": lambda: "+351912345678",
    "timezone": lambda: "Europe/Lisbon",
    "locale": lambda: "en",
    "country": lambda: "PT",
    "currency": lambda: "EUR",
    "accent": lambda: "#0e7a66",
    "slug": lambda: f"walker-{next(_numbers)}",
    "channel": lambda: "email",
    "url": lambda: "https://hooks.example.com/walked",
    "event": lambda: "booking.created",
    "start": lambda: 540,
    "end": lambda: 1020,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere input goes: `path` or `query` by its name, or `body` by the way to it."""

    where: str
    way: tuple[str, ...]
    schema: Schema
    required: bool

    @property
    def name(self) -> str:
        return next((part for part in reversed(self.way) if part != "0"), "")

    @property
    def spelled(self) -> str:
        return ".".join(self.way)

    @property
    def is_id(self) -> bool:
        return self.schema.get("format") == "uuid" or self.name.endswith(("_id", "token", "slug"))


@dataclass(frozen=True, slots=True)
class Call:
    """A request, ready to be sent."""

    method: str
    url: str
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None

    def with_at(self, place: Place, value: Any) -> "Call":
        """The same with this value in that place of the query or the body."""
        if place.where == "query":
            return Call(self.method, self.url, self.query | {place.name: value}, self.body)
        return Call(self.method, self.url, self.query, _put(self.body, place.way, value))

    def without(self, place: Place) -> "Call":
        """The same with that field of the body left out."""
        body = deepcopy(self.body)
        holder = body
        for part in place.way[:-1]:
            holder = holder[int(part) if isinstance(holder, list) else part]
        holder.pop(place.way[-1], None)
        return Call(self.method, self.url, self.query, body)


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    parameters: list[Place]
    body: Schema | None
    described: Schema  # the whole description, where references lead

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def places(self) -> list[Place]:
        """Every place of input, those inside the body included."""
        return [*self.parameters, *(_inside(self.described, self.body, ()) if self.body else ())]

    def call(self, given: Given, *, all_fields: bool = False) -> Call:
        """A plausible request; ids come from `given`, by the name of their place."""
        url, query = self.path, {}
        for place in self.parameters:
            value = sample(self.described, place.schema, self._hint(place), given, all_fields=all_fields)
            if place.where == "path":
                url = url.replace(f"{{{place.name}}}", str(value))
            elif place.where == "query" and (place.required or (all_fields and place.is_id)):
                query[place.name] = value
        body = None if self.body is None else sample(self.described, self.body, "", given, all_fields=all_fields)
        return Call(self.method, url, query, body)

    def _hint(self, place: Place) -> str:
        """A bare `{id}`, or `{name}`, is of what stands before it in the path."""
        if place.where != "path" or place.name not in {"id", "token", "key", "name"}:
            return place.name
        before = self.path.split(f"{{{place.name}}}")[0].rstrip("/").split("/")[-1]
        return f"{before.removesuffix('s')}_{place.name}"


def operations(api: FastAPI) -> list[Operation]:
    """Every operation of the API's own description."""
    described = api.openapi()
    return [
        Operation(
            method=method.upper(),
            path=path,
            parameters=[
                Place(p["in"], (p["name"],), _plain(described, p["schema"]), p.get("required", False))
                for p in told.get("parameters", [])
                if p["in"] in {"path", "query"}
            ],
            body=_json_of(described, told),
            described=described,
        )
        for path, methods in described["paths"].items()
        for method, told in methods.items()
    ]


def _json_of(described: Schema, told: Schema) -> Schema | None:
    schema = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return _plain(described, schema) if schema else None


# ── policies ─────────────────────────────────────────────


def contexts(api: FastAPI) -> Iterator[RouteContext]:
    """Every route with what it depends on; mounted files and the docs' own pages have no dependencies and no policy."""
    return (context for context in iter_route_contexts(api.routes) if getattr(context, "dependant", None) is not None)


def policies(context: RouteContext) -> set[str]:
    """Who may use the route, as its dependencies declare it."""
    found: set[str] = set()
    waiting = [context.dependant]
    while waiting:
        dependant = waiting.pop()
        if policy := getattr(dependant.call, "policy", None):
            found.add(str(policy))
        waiting += dependant.dependencies
    return found


def policy_of(api: FastAPI) -> dict[str, str]:
    """By "METHOD /path": the route's policy; the stricter one when it declares two."""
    return {
        f"{method} {context.path}": max(declared, key=len)
        for context in contexts(api)
        if (declared := policies(context))
        for method in context.methods or ()
    }


# ── schemas ──────────────────────────────────────────────


def _plain(described: Schema, schema: Schema) -> Schema:
    """The schema without references and without "or null"."""
    while True:
        if "$ref" in schema:
            target: Any = described
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            schema = target
        elif options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            tag = schema.get("discriminator", {}).get("propertyName")
            schema = next((option for option in options if option.get("type") != "null"), options[0])
            if tag:  # which of several it is has to be said, though each alone would know
                schema = _plain(described, schema) | {"x-tag": tag}
        else:
            return schema


def nullable(schema: Schema) -> bool:
    """Whether nothing at all may stand there."""
    return any(option.get("type") == "null" for option in schema.get("anyOf", ()))


def _inside(described: Schema, schema: Schema, way: tuple[str, ...]) -> Iterator[Place]:
    needed = schema.get("required", ())
    for name, raw in schema.get("properties", {}).items():
        here, inner = (*way, name), _plain(described, raw)
        yield Place("body", here, inner | {"nullable": nullable(raw)}, name in needed)
        if name not in needed or len(way) > 3:
            continue  # what may be left out is left out of the request, so nothing inside it can be reached
        yield from _inside(described, inner, here)
        if inner.get("type") == "array" and inner.get("minItems"):
            yield from _inside(described, _plain(described, inner["items"]), (*here, "0"))


def sample(described: Schema, schema: Schema, name: str, given: Given, *, all_fields: bool = False) -> Any:
    """Something the schema allows."""
    schema = _plain(described, schema)
    if (id := given(name)) is not None and schema.get("type") == "string":
        return id
    if name in PLAUSIBLE and schema.get("type") in {"string", "integer"} and "enum" not in schema:
        return PLAUSIBLE[name]()
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    match schema.get("type"):
        case "object":
            needed = [*schema.get("required", ()), schema.get("x-tag")]
            return {
                key: sample(described, inner, key, given, all_fields=all_fields)
                for key, inner in schema.get("properties", {}).items()
                if key in needed or (all_fields and _leads_to_id(described, key, inner))
            }
        case "array":
            item = schema.get("items", {})
            return (
                [sample(described, item, name.removesuffix("s"), given, all_fields=all_fields)]
                if schema.get("minItems") or all_fields
                else []
            )
        case "integer" | "number":
            return schema.get("default", max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1))
        case "boolean":
            return False
        case "string":
            return _text(schema)
        case _:
            return "walked"


def _leads_to_id(described: Schema, name: str, schema: Schema) -> bool:
    plain = _plain(described, schema)
    return name.endswith(("_id", "_ids")) or plain.get("format") == "uuid" or plain.get("items", {}).get("format") == "uuid"


def _text(schema: Schema) -> str:
    match schema.get("format"):
        case "date-time":
            return DAY.isoformat().replace("+00:00", "Z")
        case "date":
            return DAY.date().isoformat()
        case "time":
            return "10:00"
        case "email":
            return PLAUSIBLE["email"]()
        case "uuid":
            return "01890000-0000-7000-8000-000000000000"
        case _:
            return "walked"[: schema.get("maxLength", 10)].ljust(schema.get("minLength", 0), "d")


def _put(body: Any, way: tuple[str, ...], value: Any) -> Any:
    if not way:
        return value
    copied = deepcopy(body)
    holder = copied
    for part in way[:-1]:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[int(way[-1]) if isinstance(holder, list) else way[-1]] = value
    return copied
