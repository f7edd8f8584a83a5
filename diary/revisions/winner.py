"""Which version of a record is shown: a pure function of its revisions, the same on every device."""

from collections.abc import Iterable
from typing import NamedTuple


class Version(NamedTuple):
    """What the choice depends on, and nothing else: no clock, no order of arrival."""

    rev_id: str
    parents: tuple[str, ...]
    generation: int
    deleted: bool


def leaves(versions: Iterable[Version]) -> list[Version]:
    """The versions that no other version was made from, best first."""
    known = list(versions)
    passed = {parent for version in known for parent in version.parents}
    open_ends = [version for version in known if version.rev_id not in passed]
    return sorted(open_ends, key=lambda v: (not v.deleted, v.generation, v.rev_id), reverse=True)
