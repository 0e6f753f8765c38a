"""Words for codes: what the database, the engine's room and the journal hold as codes with parameters, said to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


def said(words: Mapping[str, Words], code: str | None, params: Mapping[str, Any] | None = None) -> str:
    """The words for a code with its parameters filled in; the code itself where no words are known, so that nothing is hidden."""
    if code is None:
        return ""
    words_of_code = words.get(code)
    return code if words_of_code is None else str(words_of_code) % Filled(params or {})


class Filled(dict[str, Any]):
    """Parameters for a %-format: one that is missing shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
