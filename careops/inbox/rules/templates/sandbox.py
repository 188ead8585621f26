"""The little language of message templates: names in double braces, and a simple `if`. Nothing else exists in it.

Two walls stand between an owner's words and the house. What is written is read as a tree first, and only the few kinds of thing in
`ALLOWED` may be in it: no calls, no loops, no arithmetic, no attributes but the known names, so that nothing can run long or reach
far. What passes is rendered in Jinja's immutable sandbox, which knows plain texts only and cuts off whatever grows too long.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from careops.core.errors import Invalid
from careops.core.i18n import text as _

LONGEST_SOURCE = 10_000
LONGEST_TEXT = 20_000
DEEPEST = 16
SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_.]+)\s*\}(?!\})")  # as kept answers and rules write their variables
FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "default"})
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)

Values = Mapping[str, Mapping[str, str] | str]


class Unwritable(Invalid):
    """The words cannot be rendered as they are; each problem names its line."""

    code = "unwritable"


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake and the line it is on."""

    line: int
    says: str


class _House(ImmutableSandboxedEnvironment):
    """Jinja without its globals, tests and filters, in which values are plain texts and a dot only finds a name."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, optimized=False)  # it makes no HTML: ui.public.mail does, and escapes
        bare: Any = self
        bare.globals.clear()
        bare.tests.clear()
        bare.filters = {name: bare.filters[name] for name in FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return cast("Mapping[str, Any]", obj)[attribute]
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.undefined(obj=obj, name=str(argument))

    def call(self, __context: Any, __obj: Any, *_args: Any, **_more: Any) -> Any:
        raise SecurityError("nothing can be called here")


HOUSE = _House()


# ── judging ──────────────────────────────────────────────


def slips(source: str, known: Collection[str]) -> list[Slip]:
    """What is wrong with these words, told to somebody who never saw a programming language; `known` are the names they may use."""
    if len(source) > LONGEST_SOURCE:
        return [Slip(1, _("These words are too long: {most} characters at most", most=LONGEST_SOURCE))]
    try:
        tree = HOUSE.parse(source)
    except TemplateSyntaxError as wrong:
        return [Slip(wrong.lineno, _("This cannot be read: {why}", why=str(wrong.message).rstrip(".")))]
    except (RecursionError, ValueError, TemplateError):
        return [Slip(1, _("This cannot be read: it is too deep or too large"))]
    found: list[Slip] = []
    _walk(tree, known, found, 0, 1)
    return found or list(_single(source, known))


def _single(source: str, known: Collection[str]) -> Iterator[Slip]:
    """What would be sent with its one pair of braces, although something of that name is known."""
    for line, words in enumerate(source.splitlines(), 1):
        for said in SINGLE.finditer(words):
            for name in sorted(known):
                if said[1] in (name, name.rpartition(".")[2]):
                    yield Slip(
                        line, _("Names stand in two pairs of braces: write {right} for {said}", right=f"{{{{ {name} }}}}", said=said[0])
                    )
                    break


def _walk(node: nodes.Node, known: Collection[str], found: list[Slip], depth: int, line: int) -> None:
    line = node.lineno or line  # some pieces do not know their own
    if depth > DEEPEST:
        found.append(Slip(line, _("This is nested too deep")))
        return
    if slip := _judged(node, known):
        found.append(Slip(line, slip))
        return
    if isinstance(node, nodes.Getattr):
        return
    for child in node.iter_child_nodes():
        _walk(child, known, found, depth + 1, line)


def _judged(node: nodes.Node, known: Collection[str]) -> str:
    """Why this piece may not stand here; empty when it may."""
    if not isinstance(node, ALLOWED):
        return _("Only names in double braces and a simple “if” are possible here")
    match node:
        case nodes.Getattr(node=nodes.Name(name=name), attr=attr):
            return _unknown(f"{name}.{attr}", known)
        case nodes.Getattr():
            return _("Only names in double braces and a simple “if” are possible here")
        case nodes.Name(name=name):
            return _unknown(name, known)
        case nodes.Filter(name=name) if name not in FILTERS:
            return _("“|{name}” does not exist here; there are {names}", name=name, names=", ".join(sorted(FILTERS)))
        case nodes.Const(value=value) if not isinstance(value, str | bool | int | None):
            return _("Only texts can stand here")
        case nodes.Operand(op=op) if op not in ("eq", "ne"):
            return _("Only == and != compare here")
        case _:
            return ""


def _unknown(name: str, known: Collection[str]) -> str:
    if name in known:
        return ""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        return _("“{name}” is not known here. Did you mean “{near}”?", name=name, near=near[0])
    return _("“{name}” is not known here", name=name)


def checked(field: str, source: str, known: Collection[str]) -> None:
    """Passes, or tells by Invalid on which line what is wrong."""
    if found := slips(source, known):
        raise Unwritable.field(field, _("Line {line}: {what}"), line=found[0].line, what=found[0].says)


# ── rendering ────────────────────────────────────────────


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    return HOUSE.from_string(source)


def render(source: str, values: Values) -> str:
    """The words with everything filled in; whoever calls has judged them before, when they were kept."""
    pieces: list[str] = []
    left = LONGEST_TEXT
    try:
        for piece in _compiled(source).generate(values):
            pieces.append(piece[:left])
            left -= len(pieces[-1])
            if left <= 0:
                break
    except (TemplateError, RecursionError, ValueError) as wrong:
        raise Unwritable.field("body", _("This cannot be filled in: {why}"), why=str(wrong)[:200]) from wrong
    return "".join(pieces)
