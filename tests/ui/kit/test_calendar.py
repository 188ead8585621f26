"""The calendar without a browser: who stands beside whom, what a row becomes, and what the build is given."""

from typing import Any

from careops.ui import kit
from careops.ui.kit.calendar import Block, Column, Mark, Verdict, asked, side_by_side
from careops.ui.scripts import SCRIPTS, KitScriptsPlugin, script
from tests.ui.kit.test_kit import said


def block(id: str, at: int, minutes: int, gap_at: int = 0, gap_minutes: int = 0) -> Block:
    return Block(id, at, minutes, id, gap_at=gap_at, gap_minutes=gap_minutes)


def lanes(*blocks: Block) -> dict[str, tuple[int, int]]:
    return {placed.id: (placed.lane, placed.lanes) for placed in side_by_side(blocks)}


def test_blocks_after_each_other_keep_the_whole_width() -> None:
    assert lanes(block("a", 0, 60), block("b", 60, 30)) == {"a": (0, 1), "b": (0, 1)}


def test_blocks_that_share_time_stand_side_by_side() -> None:
    assert lanes(block("a", 0, 90), block("b", 30, 90), block("c", 90, 30)) == {"a": (0, 2), "b": (1, 2), "c": (0, 2)}


def test_a_crowd_is_as_wide_as_its_fullest_moment_and_ends_with_it() -> None:
    placed = lanes(block("a", 0, 60), block("b", 0, 60), block("c", 0, 60), block("d", 60, 60))
    assert placed == {"a": (0, 3), "b": (1, 3), "c": (2, 3), "d": (0, 1)}


def test_a_processing_gap_leaves_its_room() -> None:
    assert lanes(block("a", 0, 120, gap_at=30, gap_minutes=60), block("b", 30, 60)) == {"a": (0, 1), "b": (0, 1)}
    assert lanes(block("a", 0, 120, gap_at=30, gap_minutes=60), block("b", 30, 61)) == {"a": (0, 2), "b": (1, 2)}


def test_blocks_come_in_the_order_of_their_times() -> None:
    assert [placed.id for placed in side_by_side([block("b", 60, 30), block("a", 0, 30)])] == ["a", "b"]


def test_an_answer_is_tied_to_its_question() -> None:
    assert asked("b1", "ana", 855, 900) == "b1|ana|855|900"
    assert asked("", "ana", 855, 900) != asked("b1", "ana", 855, 900)


def test_a_board_says_its_words_and_how_it_is_worked() -> None:
    board = kit.calendar.board("Friday", [Column("ana", "Ana")], [Mark(540, "09:00")], opens=540, closes=1140, verdict=Verdict())
    text = said(board)
    assert '"aria-describedby":"board-keys"' in text
    assert '"role":"application"' in text or 'role:"application"' in text
    assert "Escape puts it back" in text


def test_every_script_of_the_board_is_given_to_the_build() -> None:
    plugin: Any = KitScriptsPlugin()
    given = {f"$/{path.with_suffix('').as_posix()}.js" for path, _source in plugin.get_static_assets()}
    assert given == {script(name) for name in SCRIPTS}
    board = {name: source for name, source in SCRIPTS.items() if source.parent == SCRIPTS["board"].parent}
    imported = {name for source in board.values() for name in board if f'from "./{name}.js"' in source.read_text()}
    assert imported == set(board) - {"board"}
    assert {source.stem for source in SCRIPTS["board"].parent.glob("*.js")} == set(board)
