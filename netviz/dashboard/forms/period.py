"""When: so long ago, or between two times. Read from a page's address; nonsense is an error that says what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _

from netviz.dashboard.facts import period
from netviz.dashboard.facts.period import Named
from netviz.dashboard.words.literal import shown

# How far back, by the word in the query.
WITHIN = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
BETWEEN = "between"


class Period:
    """`given`: `within` (a word of WITHIN, or `between`), `from` and `to`. `since` and `until` are None where nothing bounds them."""

    def __init__(self, given: Mapping[str, str], now: datetime, zone: tzinfo) -> None:
        self.texts = {name: given.get(name, "").strip()[:40] for name in ("from", "to")}
        self.within = _within(given.get("within", ""), any(self.texts.values()))
        self.errors: list[str] = []
        named = {name: self._named(text, zone) for name, text in self.texts.items() if self.within == BETWEEN}
        self._first, self._last = named.get("from"), named.get("to")
        if self._first and self._last and self._first.start >= self._last.end:
            self.errors.append(_("The end is before the beginning: nothing can lie between."))
        self._ago = now - WITHIN[self.within] if self.within in WITHIN else None

    def _named(self, text: str, zone: tzinfo) -> Named | None:
        try:
            return period.read(text, zone) if text else None
        except period.NoTime:
            words = _("“%(text)s” is no time. Write a day, 2026-03-01, or a day and a time, 2026-03-01 14:30.")
            self.errors.append(words % {"text": shown(text)})
            return None

    @property
    def since(self) -> datetime | None:
        return self._ago or (self._first.start if self._first else None)

    @property
    def until(self) -> datetime | None:
        return self._last.end if self._last else None

    @property
    def query(self) -> dict[str, str]:
        """The same for an address: with offsets, so that it means the same to whoever follows it."""
        if self.within != BETWEEN:
            return {"within": self.within} if self.within else {}
        return {
            "from": period.text(self._first.start) if self._first else "",
            "to": period.text(self._last.last) if self._last else "",
        }

    @property
    def beginning(self) -> str:
        """What the field for it holds; a browser's own takes nothing but times."""
        return period.field(self._first.start) if self._first else ""

    @property
    def end(self) -> str:
        return period.field(self._last.last) if self._last else ""


def _within(word: str, between: bool) -> str:
    """A word counts before times; times alone are enough; nonsense asks for nothing."""
    if word in WITHIN:
        return word
    return BETWEEN if between or word == BETWEEN else ""
