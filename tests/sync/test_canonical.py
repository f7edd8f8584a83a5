"""The phone and the server give every version the same name. The phone's half: tests/js/test_canonical.py."""

import json
from pathlib import Path

import pytest

from diary.fields import Refused, named_id
from diary.revisions.canonical import canonical_bytes, rev_id

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())


def named(cases):
    return [pytest.param(case, id=case["name"] or "no name") for case in cases]


@pytest.mark.parametrize("case", named(VECTORS["canonical"]))
def test_a_value_has_one_sequence_of_bytes(case):
    assert canonical_bytes(case["value"]).hex() == case["bytes"]


@pytest.mark.parametrize("case", named(VECTORS["revisions"]))
def test_a_revision_is_named_by_what_it_says(case):
    assert rev_id(**case["parts"]) == case["rev_id"]


@pytest.mark.parametrize("case", named(VECTORS["ids"]))
def test_a_natural_key_gives_one_id(case):
    assert str(named_id(case["name"])) == case["uuid"]


@pytest.mark.parametrize("case", named(VECTORS["refused"]))
def test_what_has_no_canonical_form_is_refused(case):
    with pytest.raises(Refused):
        canonical_bytes(json.loads(case["json"]))
