"""Words for codes: what the database, the engine's room and the journal hold as codes with parameters, said to people."""

from collections.abc import Mapping
from typing import Any

from netviz.agent import wording
from netviz.agent.wording import Filled, Words

from .literal import shown

__all__ = ["Filled", "Words", "said"]


def said(words: Mapping[str, Words], code: str | None, params: Mapping[str, Any] | None = None) -> str:
    """As `wording.said`, with what engines report in it (a name, a code without words) shown literally."""
    return shown(wording.said(words, code, params))
