"""Files meant to harm: what is no table is refused at once, what hides in a row is refused with its row or kept as plain words."""

import csv
import io

import pytest

from careops.contacts import jobs, queries
from careops.contacts.actions import importing
from careops.contacts.schemas import ContactFilter, ImportRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.core.sheets import written

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "'; DROP TABLE contact;--",
]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1+1", ";=1", '"=1"', "\t=1", '=HYPERLINK("http://evil")']  # noqa: RUF001


def upload(actor: Actor, content: bytes) -> ImportRow:
    with db.transaction(actor) as session:
        return importing.upload(session, actor, what="contacts", origin="csv", file_name="x.csv", content=content)


def brought_in(actor: Actor, content: bytes) -> ImportRow:
    row = upload(actor, content)
    with db.transaction(actor) as session:
        importing.bring_in(session, actor, import_id=row.id)
    assert jobs.bring_in() == 1
    with db.reading(actor) as session:
        return queries.import_run(session, actor, import_id=row.id)


@pytest.mark.parametrize(
    "content",
    [
        b"name\n" + b"x" * 19_000_000,  # one cell of 19 MB
        b"name\n" + b"a," * 1_000_000,  # a million columns in a row
        b"a," * 1_000_000 + b"\n",  # and in the names
        b'name\n"' + b"x\n" * 5_000_000,  # a quotation mark that never closes
        b"name\nA\0na\n",
        b"\xff\xfen\x00a",  # half a letter at its end
        b"",
    ],
)
def test_a_bomb_is_refused_before_anything_is_kept(ana: Actor, content: bytes) -> None:
    with pytest.raises(Invalid):
        upload(ana, content)
    with db.reading(ana) as session:
        assert queries.import_runs(session, ana).items == []


def test_markup_and_formulas_are_plain_words_on_the_way_in_and_harmless_on_the_way_out(ana: Actor) -> None:
    table = io.StringIO(newline="")
    lines = csv.writer(table)
    lines.writerow(["Name", "Email", "Tags", "Notes"])
    for number, said in enumerate([*MARKUP, *FORMULAS]):
        lines.writerow([said, f"n{number}@example.org", said.replace(";", "")[:40] if said in MARKUP else "", said])
    ended = brought_in(ana, table.getvalue().encode())
    assert ended.ran is not None
    assert ended.ran.counts.made == len(MARKUP) + len(FORMULAS)
    with db.reading(ana) as session:
        names = {row.name for row in queries.page(session, ana, limit=200).items}
        columns, keys = queries.sheet_columns(session, ana)
        out = "".join(written(columns, queries.sheet_page(session, ana, keys=keys, filter=ContactFilter()).items))
    assert names == {said.strip() for said in [*MARKUP, *FORMULAS]}
    cells = [cell for line in csv.reader(io.StringIO(out.lstrip("\ufeff"), newline="")) for cell in line]
    assert [cell for cell in cells if cell.lstrip(' ;"').startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []  # noqa: RUF001


@pytest.mark.parametrize("said", ["A\x07na", "Ana\u202eevil", "\ud7ff" * 121])
def test_what_cannot_be_kept_is_refused_with_its_row(ana: Actor, said: str) -> None:
    ended = brought_in(ana, f"name,email\nGood,good@example.org\n{said},bad@example.org\n".encode())
    assert ended.ran is not None
    assert (ended.ran.counts.made, [problem.number for problem in ended.ran.problems]) == (1, [3])
