"""What every table of objects shares: search, choices that narrow it, an order. Pure; what a person asked for comes as a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from .order import natural

L = TypeVar("L")
# In a query: the lines that have no value (no project).
NONE = "-"


@dataclass(frozen=True)
class Column(Generic[L]):
    """One that the table can be ordered by. `key` gives a value that compares; `code` is said by words/listing.py."""

    code: str
    key: Callable[[L], Any]


@dataclass(frozen=True)
class Choice(Generic[L]):
    """One way to narrow the table: lines have any number of `values` of it. `code` is the query's name too."""

    code: str
    values: Callable[[L], Iterable[str]]


@dataclass(frozen=True)
class Narrowing:
    """A choice as the page shows it: its options, and the one chosen (empty: all)."""

    code: str
    options: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class Listing(Generic[L]):
    lines: tuple[L, ...]
    total: int
    query: str
    narrowings: tuple[Narrowing, ...]
    # The column's code, or empty for the table's own order.
    sort: str
    descending: bool

    @property
    def narrowed(self) -> bool:
        return bool(self.query or any(item.chosen for item in self.narrowings))

    def sorted_by(self, code: str) -> str:
        """The query that orders by this column; the other way round when it does so already, and then as at first."""
        if self.sort != code:
            return self._with(code)
        return self._with("" if self.descending else f"-{code}")

    def _with(self, sort: str) -> str:
        kept = {"q": self.query, **{item.code: item.chosen for item in self.narrowings}, "sort": sort}
        return urlencode({name: value for name, value in kept.items() if value})

    def direction(self, code: str) -> str:
        """As aria-sort says it."""
        if self.sort != code:
            return "none"
        return "descending" if self.descending else "ascending"


def listing(
    lines: Sequence[L],
    asked: Mapping[str, str],
    *,
    fits: Callable[[L, str], bool],
    choices: Sequence[Choice[L]],
    columns: Sequence[Column[L]],
) -> Listing[L]:
    """`asked`: q, sort (a column's code, with "-" before it for descending) and each choice by its code; nonsense asks for nothing."""
    query = asked.get("q", "").strip()
    chosen = {choice.code: asked.get(choice.code, "") for choice in choices}
    kept = [line for line in lines if fits(line, query) and _chosen(line, choices, chosen)]
    wanted = asked.get("sort", "")
    column = next((item for item in columns if item.code == wanted.removeprefix("-")), None)
    if column is not None:
        kept.sort(key=column.key, reverse=wanted.startswith("-"))
    return Listing(
        tuple(kept),
        len(lines),
        query,
        tuple(_narrowing(choice, lines, chosen[choice.code]) for choice in choices),
        column.code if column else "",
        column is not None and wanted.startswith("-"),
    )


def _chosen(line: L, choices: Iterable[Choice[L]], chosen: Mapping[str, str]) -> bool:
    return all(_has(line, choice, chosen[choice.code]) for choice in choices if chosen[choice.code])


def _has(line: L, choice: Choice[L], wanted: str) -> bool:
    values = [value for value in choice.values(line) if value]
    return not values if wanted == NONE else wanted in values


def _narrowing(choice: Choice[L], lines: Iterable[L], chosen: str) -> Narrowing:
    """Every value that some line has. A chosen one that none has (any more) stays on offer: the page shows why it is empty."""
    found: set[str] = {chosen} if chosen else set()
    for line in lines:
        found.update([value for value in choice.values(line) if value] or [NONE])
    options = sorted(found, key=lambda value: (value == NONE, natural(value)))
    return Narrowing(choice.code, tuple(options) if options != [NONE] else (), chosen)
