"""Stakeholder groups: who a contribution speaks for. A tree of two floors; several groups may be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from workshop.vocabulary.data_files import json_rows
from workshop.vocabulary.names import Named, names_of

PAPERS = ("birch", "lake", "moss", "heather", "lingonberry", "cloudberry", "spruce", "stone")
PLAIN_PAPER = "stone"


@dataclass(frozen=True)
class Group(Named):
    """One stakeholder group. Its name can stand alone on a note, without its parent's.

    `parent` is the key of the group above, None at the top. `paper` is the note paper, one of PAPERS: a token of the
    style sheets, the same for a group and those under it. There are fewer papers than groups, so some groups that
    stand near each other share one; a note always names its group as well.
    """

    key: str
    parent: str | None
    paper: str


@cache
def groups() -> Mapping[str, Group]:
    """All groups by key, each top-level group followed by those under it."""
    found: dict[str, Group] = {}
    for row in json_rows("groups", "groups"):
        paper = found[row["parent"]].paper if row["parent"] else row["paper"]
        found[row["key"]] = Group(names_of(row), row["key"], row["parent"], paper)
    return MappingProxyType(found)


def top_groups() -> list[Group]:
    """The groups without a parent, in order."""
    return [group for group in groups().values() if group.parent is None]


def groups_under(key: str) -> list[Group]:
    """The groups whose parent is `key`, in order; none for a leaf."""
    return [group for group in groups().values() if group.parent == key]


def top_of(key: str) -> Group:
    """The top-level group that the group `key` belongs to: itself when it has no parent. KeyError if unknown."""
    group = groups()[key]
    return group if group.parent is None else top_of(group.parent)


def paper_of(keys: Iterable[str]) -> str:
    """The note paper of somebody who speaks for these groups: that of the first known one, plain without any."""
    known = (groups()[key].paper for key in keys if key in groups())
    return next(known, PLAIN_PAPER)


def group_choices(language: str) -> list[tuple[str, str]]:
    """(key, name) of every group for a form, each top-level group followed by those under it."""
    return [(group.key, group.capitalised(language)) for group in groups().values()]
