"""What browsers are told beside the journal: rates, how an order stands. Who lags misses some: the next one says it all anew."""

from collections import deque
from itertools import islice

KEPT = 200


class Notices:
    """The last notices as JSON texts, numbered. Values only."""

    def __init__(self) -> None:
        self.head = 0
        self._texts: deque[str] = deque(maxlen=KEPT)

    def add(self, text: str) -> None:
        self._texts.append(text)
        self.head += 1

    def after(self, number: int) -> tuple[int, list[str]]:
        """The newest number, and the notices after `number` that are still kept, oldest first."""
        new = min(self.head - number, len(self._texts))
        return self.head, list(islice(self._texts, len(self._texts) - new, None)) if new else []
