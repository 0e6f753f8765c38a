"""The order that people expect of names: web-2 before web-10."""

import re

_DIGITS = re.compile(r"(\d+)")


def natural(name: str) -> tuple[tuple[str, int, str], ...]:
    """A key to sort by. A run of digits compares by its length without leading zeros, then by its digits: as the number
    that it is, however long a hostile name makes it."""
    parts = _DIGITS.split(name.casefold())
    runs = [run.lstrip("0") for run in parts[1::2]]
    return tuple((text, len(run), run) for text, run in zip(parts[::2], [*runs, ""], strict=True))
