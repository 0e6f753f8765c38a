"""Reads values out of an engine's JSON whatever it holds there: everything an engine reports is hostile, nothing may raise."""

from typing import Any

# No name, label or option that a person reads is longer; an image can hold labels of megabytes.
MOST_TEXT = 4096
MOST_ITEMS = 1000


def child(raw: Any, *path: str) -> Any:
    """The value at a path of keys; None where there is none."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


def text(raw: Any, *path: str) -> str | None:
    """A text that is not empty; None otherwise."""
    value = child(raw, *path)
    return value[:MOST_TEXT] if isinstance(value, str) and value else None


def number(raw: Any, *path: str) -> int | None:
    value = child(raw, *path)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 2**63 else None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19:
        return int(value)
    return None


def flag(raw: Any, *path: str, default: bool = False) -> bool:
    value = child(raw, *path)
    return value if isinstance(value, bool) else default


def mapping(raw: Any, *path: str) -> dict[str, Any]:
    value = child(raw, *path)
    return value if isinstance(value, dict) else {}


def items(raw: Any, *path: str) -> list[Any]:
    value = child(raw, *path)
    return value[:MOST_ITEMS] if isinstance(value, list) else []


def texts(raw: Any, *path: str) -> tuple[str, ...]:
    return tuple(item[:MOST_TEXT] for item in items(raw, *path) if isinstance(item, str))


def pairs(raw: Any, *path: str) -> dict[str, str]:
    """A map of texts, as labels and options are."""
    found = mapping(raw, *path)
    return {
        str(key)[:MOST_TEXT]: (value if isinstance(value, str) else "" if value is None else str(value))[:MOST_TEXT]
        for key, value in list(found.items())[:MOST_ITEMS]
    }


def moment(raw: Any, *path: str) -> str | None:
    """A time; None for Go's zero time, which means never."""
    value = text(raw, *path)
    return None if value is None or value.startswith("0001-") else value
