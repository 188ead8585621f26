"""Items as files: what a dry run says happens, what is wrong is named by its row, and no cell computes."""

import csv
import io

import pytest

from careops.activity import queries as history
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemFileReport, ItemRow, Reason
from tests.inventory.shelf import added, do, moved, see
from tests.inventory.test_queries import statements

pytestmark = pytest.mark.usefixtures("both_engines", "database")
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", ";=1", '"=1')  # noqa: RUF001  (a full-width sign is one, too)


def read(actor: Actor, text: str, **said: bool) -> ItemFileReport:
    return do(actor, inventory.import_items, content=text.encode(), **said)


def told(report: ItemFileReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.refused


def shelf(actor: Actor) -> list[ItemRow]:
    return see(actor, stock.items).items


def test_a_dry_run_says_what_happens_and_changes_nothing(ana: Actor) -> None:
    added(ana, name="Foil", sku="F-1", quantity=7)
    text = "Item;Code;Qty;Min;Vendor\nFoil roll;F-1;99;5;Wella\nGloves;;40;10;wella\n"
    report = read(ana, text)
    assert (report.dry_run, told(report)) == (True, (1, 1, 0, 0))
    assert [(row.name, row.quantity) for row in shelf(ana)] == [("Foil", 7)]
    assert see(ana, stock.suppliers).items == []
    report = read(ana, text, dry_run=False)
    assert (report.dry_run, told(report)) == (False, (1, 1, 0, 0))
    assert [(row.name, row.quantity, row.threshold) for row in shelf(ana)] == [("Foil roll", 7, 5), ("Gloves", 40, 10)]
    assert [row.name for row in see(ana, stock.suppliers).items] == ["Wella"]
    assert told(read(ana, text, dry_run=False)) == (0, 0, 2, 0)


def test_what_is_wrong_is_named_by_row_and_nothing_is_written(ana: Actor) -> None:
    text = "name,sku,quantity,counted,cost\nFoil,F,ten,yes,1\n,G,1,yes,1\nCape,C,1,perhaps,1\nGloves,V,5,yes,1\nGloves again,V,5,yes,1\n"
    report = read(ana, text, dry_run=False)
    assert (report.dry_run, told(report)) == (True, (1, 0, 0, 4))
    assert [(one.row, one.field) for one in report.problems] == [(2, "quantity"), (3, "name"), (4, "counted"), (6, "name")]
    assert shelf(ana) == []
    assert told(read(ana, text, dry_run=False, skip_bad=True)) == (1, 0, 0, 4)
    assert [row.name for row in shelf(ana)] == ["Gloves"]


@pytest.mark.parametrize("text", ["", "sku,quantity\nF,1\n", "name\n" + "x\n" * 5001], ids=["empty", "no name", "too many"])
def test_a_file_without_a_list_of_items_is_refused(ana: Actor, text: str) -> None:
    with pytest.raises(Invalid):
        read(ana, text)


def test_what_is_written_computes_nothing_and_can_be_read_again(ana: Actor) -> None:
    for name in FORMULAS:
        added(ana, name=name.strip(), notes=name, sku=name.strip())
    text = see(ana, stock.items_file)
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝") or cell[:2] in (";=", '"=')]  # noqa: RUF001
    assert told(read(ana, text, dry_run=False)) == (0, 0, len(FORMULAS), 0)


def test_a_thousand_items_are_read_in_and_changed_with_as_many_statements_as_ten(ana: Actor) -> None:
    def asked(many: int) -> list[int]:
        text = "name,sku,quantity\n" + "".join(f"Item {many} {number},S-{many}-{number},{number}\n" for number in range(many))
        with statements() as added:
            assert told(read(ana, text, dry_run=False)) == (many, 0, 0, 0)
        with statements() as changed:
            assert told(read(ana, text.replace("Item", "Thing"), dry_run=False)) == (0, many, 0, 0)
        return [len(added), len(changed)]

    ten, thousand = asked(10), asked(1000)
    assert thousand[0] - ten[0] <= 2 * 990  # two events for each, told one by one
    assert thousand[1] == ten[1]


def test_a_file_that_moves_thresholds_tells_what_is_short_now(ana: Actor) -> None:
    foil, cape = added(ana, name="Foil", quantity=7, threshold=1), added(ana, name="Cape", quantity=7, threshold=1)
    text = "name,threshold,below_zero\nFoil,8,no\nCape,1,yes\n"
    assert told(read(ana, text)) == (0, 2, 0, 0)
    assert [(row.state, row.below_zero) for row in shelf(ana)] == [("ok", False), ("ok", False)]
    assert told(read(ana, text, dry_run=False)) == (0, 2, 0, 0)
    assert [(row.name, row.state, row.below_zero) for row in shelf(ana)] == [("Cape", "ok", True), ("Foil", "low", False)]
    assert told(read(ana, text, dry_run=False)) == (0, 0, 2, 0)
    moved(ana, cape.id, Reason.use, 9)
    assert told(read(ana, "name,below_zero\nCape,no\nFoil,no\n", dry_run=False, skip_bad=True)) == (0, 0, 1, 1)
    assert [event.kind for event in see(ana, history.about, subject=foil.id)][-1] == "inventory.low"


def test_only_who_may_change_stock_reads_in(ben: Actor) -> None:
    with pytest.raises(Forbidden):
        read(ben, "name\nFoil\n")
