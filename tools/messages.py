"""The message catalogues, kept in step with the texts the code asks for; the English text is the key.

`python -m tools.messages` writes what is new into `careops/core/locales/*.po`, still empty, takes out what nobody says any
more, and names what waits for a translator. A text is PUBLIC when a customer, a visitor, a reader of mail or a person
signing in reads it: those are translated. The rest belongs to the signed-in app, which speaks English.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from careops.core.i18n import FOLDER, LOCALES, eval_plural

ROOT = Path(__file__).parent.parent
TRANSLATED = tuple(locale for locale in LOCALES if locale != "en")
PUBLIC = (
    "careops/ui/public/**/*.py",
    "careops/*/public/**/*.py",
    "careops/core/errors.py",
    "careops/core/typed.py",
    "careops/core/when.py",
    "careops/accounts/schemas.py",
    "careops/accounts/actions/people.py",
    "careops/accounts/actions/team.py",
    "careops/accounts/actions/workspaces.py",
    "careops/accounts/rules/*.py",
    "careops/automation/rules/accounts.py",
    "careops/automation/rules/agendas.py",
    "careops/automation/rules/bookings.py",
    "careops/automation/rules/forms.py",
    "careops/automation/rules/reminders.py",
    "careops/automation/rules/series.py",
    "careops/automation/rules/waitlist.py",
    "careops/automation/rules/welcome.py",
    "careops/automation/rules/words.py",
    "careops/booking/actions/waitlist/wishes.py",
    "careops/booking/queries/agreed.py",
    "careops/booking/queries/catalogue.py",
    "careops/booking/queries/free.py",
    "careops/booking/queries/ground/sold.py",
    "careops/booking/queries/series/*.py",
    "careops/booking/queries/waiting.py",
    "careops/booking/rules/series.py",
    "careops/booking/rules/status.py",
    "careops/booking/rules/waiting.py",
    "careops/booking/schemas/inputs.py",
    "careops/booking/schemas/waiting.py",
    "careops/booking/state/sharing.py",
    "careops/business/schemas/closures.py",
    "careops/contacts/queries/*.py",
    "careops/contacts/rules/*.py",
    "careops/contacts/schemas/people.py",
    "careops/forms/actions/filling.py",
    "careops/forms/rules/answering.py",
    "careops/forms/rules/files.py",
    "careops/forms/rules/letters.py",
    "careops/forms/rules/reading.py",
    "careops/forms/rules/receipts.py",
    "careops/forms/rules/reciting.py",
    "careops/inbox/actions/conversing.py",
    "careops/inbox/actions/sending/*.py",
    "careops/inbox/rules/letters.py",
    "careops/inbox/rules/optouts.py",
    "careops/inbox/rules/templates/catalogue.py",
    "careops/inbox/rules/templates/example.py",
)
SAMPLES = "kitchen_sink"
REFUSALS = {"ValueError", "Invalid", "field"}  # the last argument of these is what a form says about one of its fields
HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=({rule});\\n"

"""


@dataclass(frozen=True, slots=True)
class Message:
    """A text the code asks for: its key (a pair where it counts something), and where."""

    id: str | tuple[str, str]
    file: str
    public: bool


# ── reading the code ─────────────────────────────────────


def messages() -> list[Message]:
    """Every text of the house, by file."""
    public = {path for pattern in PUBLIC for path in ROOT.glob(pattern)}
    files = (path for path in sorted((ROOT / "careops").rglob("*.py")) if SAMPLES not in path.as_posix())
    return [
        Message(id, path.relative_to(ROOT).as_posix(), path in public) for path in files for id in asked_in(path, refusals=path in public)
    ]


def asked_in(path: Path, *, refusals: bool = False) -> Iterator[str | tuple[str, str]]:
    """The keys one file asks for; with `refusals` also what it says no with, which its doors translate when they show it."""
    tree = ast.parse(path.read_text())
    one, counted = aliases(tree, "text"), aliases(tree, "plural")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = called(node)
            if name in one:
                yield from literals(node.args[0])
            elif name in counted:
                yield from zip(literals(node.args[0]), literals(node.args[1]), strict=True)
            elif refusals and name in REFUSALS:
                yield from literals(node.args[-1])
        elif refusals and isinstance(node, ast.Assign):
            yield from _says(node)


def aliases(tree: ast.AST, name: str) -> set[str]:
    """What the file calls that function of the catalogue."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "careops.core.i18n")
    return {alias.asname or alias.name for found in imports for alias in found.names if alias.name == name}


def called(call: ast.Call) -> str:
    """The plain name of what is called."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def literals(node: ast.expr) -> Iterator[str]:
    """The text, or both of "this if so else that"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def _says(node: ast.Assign) -> Iterator[str]:
    """The words of a refusal: `says = "…"`, alone or in a row of names."""
    for target in node.targets:
        pairs = (
            zip(target.elts, node.value.elts, strict=True) if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) else ()
        )
        for name, value in [(target, node.value), *pairs]:
            if isinstance(name, ast.Name) and name.id == "says":
                yield from literals(value)


# ── keeping the catalogues ───────────────────────────────


def template() -> Catalog:
    """The public texts, each with the files that say it."""
    catalogue = Catalog()
    for message in messages():
        if message.public:
            catalogue.add(message.id, locations=[(message.file, 0)])
    return catalogue


def translated(locale: str) -> Catalog:
    """The catalogue of a language as it is."""
    file = FOLDER / f"{locale}.po"
    if not file.exists():
        return Catalog(locale=locale)
    with file.open("rb") as text:
        return read_po(text, locale=locale)


def waiting(catalogue: Catalog) -> list[str]:
    """The texts a translator still owes."""
    return [str(message.id) for message in catalogue if message.id and not is_translated(message)]


def is_translated(message: Entry) -> bool:
    """Whether every form of it is there."""
    return bool(message.string) and (isinstance(message.string, str) or all(message.string))


def update(locale: str) -> Catalog:
    """Writes the catalogue anew: the same translations, the texts of today, nothing guessed."""
    catalogue = translated(locale)
    catalogue.update(template(), no_fuzzy_matching=True)
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{locale}.po").open("wb") as out:
        out.write(HEADER.format(locale=locale, rule="n > 1" if eval_plural(0, locale) == 0 else "n != 1").encode())
        write_po(out, catalogue, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def main() -> None:
    """Brings every language up to date; ends with 1 while a translation is missing."""
    found = messages()
    print(f"{len({m.id for m in found if m.public})} public texts, {len({m.id for m in found if not m.public})} of the signed-in app")
    missing = {locale: waiting(update(locale)) for locale in TRANSLATED}
    for locale, texts in missing.items():
        print(f"{locale}: {len(texts)} to translate", *texts, sep="\n  ")
    sys.exit(any(missing.values()))


if __name__ == "__main__":
    main()
