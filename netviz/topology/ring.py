"""The last changes as JSON texts, each serialised once, revisions without a gap. Values only: no clock, no socket."""

from collections.abc import Sequence

# Merged texts that are kept for the next cursor that stands at the same revision.
MERGED_KEPT = 32


class Ring:
    """Holds the changes after `start` up to `head`; what falls out at the old end is in the journal."""

    def __init__(self, head: int, size: int = 2000) -> None:
        self._size = size
        self._texts: list[str] = []
        self._merged: dict[tuple[int, int], str] = {}
        self.head = head

    @property
    def start(self) -> int:
        """The revision after which all changes are held."""
        return self.head - len(self._texts)

    def append(self, first: int, texts: Sequence[str]) -> bool:
        """Takes what is new of the changes `first`, `first + 1`, ...; False when changes between are missing (then nothing is taken)."""
        if first > self.head + 1:
            return False
        new = texts[self.head + 1 - first :]
        self._texts.extend(new)
        self.head += len(new)
        # Cut seldom: each cut copies the list.
        if len(self._texts) > 2 * self._size:
            del self._texts[: -self._size]
        return True

    def holds(self, since: int) -> bool:
        """Whether all changes after `since` are here."""
        return self.start <= since

    def message(self, since: int, to: int) -> str:
        """The websocket message with the changes after `since` up to `to`; both must lie within the ring."""
        text = self._merged.get((since, to))
        if text is None:
            start = self.start
            text = changes_message(to, self._texts[since - start : to - start])
            if len(self._merged) >= MERGED_KEPT:
                self._merged.clear()
            self._merged[since, to] = text
        return text


def changes_message(revision: int, texts: Sequence[str]) -> str:
    """`{"type": "changes"}` from changes that are JSON texts already."""
    return f'{{"type":"changes","revision":{revision},"changes":[{",".join(texts)}]}}'
