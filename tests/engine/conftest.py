"""What real engines answered, as tests/engine/record.py wrote it down."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "recorded"
ENGINES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
DOCKERS = tuple(name for name in ENGINES if name.startswith("docker"))
PODMANS = tuple(name for name in ENGINES if name.startswith("podman"))


@cache
def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine that was recorded."""
    return request.param


@pytest.fixture
def recorded(engine: str) -> dict[str, Any]:
    """What that engine answered."""
    return load(engine)
