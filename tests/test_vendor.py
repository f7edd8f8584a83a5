"""What others wrote is here unchanged, complete with its licence, and served from here alone."""

import hashlib
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
SUMS = {name: digest for digest, name in map(str.split, (VENDOR / "CHECKSUMS").read_text().splitlines())}


def test_every_vendored_file_is_listed_and_every_listed_file_is_there():
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert there - {"CHECKSUMS"} == set(SUMS)


@pytest.mark.parametrize("name", SUMS)
def test_a_vendored_file_is_as_it_was_published(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS[name]


@pytest.mark.parametrize(
    "package", sorted(path for path in VENDOR.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_a_vendored_package_says_its_version_and_its_licence(package):
    assert "@" in package.name
    assert (package / "LICENSE").stat().st_size > 0


def test_the_figures_are_judged_by_the_plotly_that_draws_them():
    assert (VENDOR / f"plotly.js-basic-dist-min@{get_plotlyjs_version()}").is_dir()
