"""JSON answers, made from text or values without a second validation: a snapshot of a large engine is a megabyte."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from pydantic_core import to_json

JSON = "application/json; charset=utf-8"


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """`value` (plain values or pydantic models) as JSON."""
    return HttpResponse(to_json(value), content_type=JSON, status=status, headers=headers)


def json_text(text: str) -> HttpResponse:
    """JSON that is text already."""
    return HttpResponse(text, content_type=JSON)


def error(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """An error as the contract has it; `more` stands beside `detail` and `code`."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return json_answer({"detail": detail, "code": code, **more}, status, headers)
