"""Request bodies: JSON that the database can hold too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json


class StrictParser(Parser):
    """Refuses what Python's parser lets through: NaN, lone surrogates, an object's key given twice is the last one's."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Raises ValueError; ninja answers 400 then."""
        value = from_json(request.body, allow_inf_nan=False)
        if b"\\u0000" in request.body and _holds_nul(value):
            # PostgreSQL's text has no such character.
            raise ValueError("a NUL character")
        return value


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, list):
        return any(_holds_nul(item) for item in value)
    if isinstance(value, dict):
        return any(_holds_nul(item) for pair in value.items() for item in pair)
    return False
