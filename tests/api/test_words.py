"""Every code that an engine's refusal can have is said in words, and is no fault of ours in HTTP."""

from __future__ import annotations

import pytest

from netviz.agent import wording
from netviz.api.errors import engine_failure
from netviz.engine.errors import _BY_STATUS, _PATTERNS

CODES = sorted(
    {code for code, _pattern in _PATTERNS} | set(_BY_STATUS.values()) | {"engine_failed", "unreachable", "timeout"}
)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words_and_advice(code: str) -> None:
    assert wording.what(code) != code
    assert engine_failure(code, "their words", {}).status_code in {404, 409, 422, 502, 504}
