"""The constants: each has a source, and docs/definitions.md prints the same ones."""

from pathlib import Path

from diary.analysis import CONSTANTS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "definitions.md"


def table():
    head = ["| constant | value | meaning | source |", "|---|---|---|---|"]
    return head + [
        f"| {one.name} | {one.value} {one.unit} | {one.meaning} | {one.source} |".replace("  ", " ")
        for one in CONSTANTS
    ]


def test_every_constant_has_a_name_of_its_own_and_a_source():
    assert len({one.name for one in CONSTANTS}) == len(CONSTANTS)
    assert all(one.meaning and one.source for one in CONSTANTS)


def test_the_documentation_prints_the_same_constants():
    printed = [line for line in DOCS.read_text().splitlines() if line.startswith("|")]
    assert printed == table()
