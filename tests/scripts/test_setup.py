"""The environment that scripts/setup.sh makes: interrupted at any moment, the next start makes it whole."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import ROOT
from tests.waiting import until

SETUP = ["bash", "-c", "set -euo pipefail; . scripts/setup.sh; environment requirements.txt"]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A project that needs no packages, so that nothing is downloaded."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    yield tmp_path
    shutil.rmtree(tmp_path / ".venv", ignore_errors=True)


def begin(checkout: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["env", "--default-signal=INT", *SETUP],
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_ctrl_c_while_the_environment_is_made(checkout: Path) -> None:
    process = begin(checkout)
    until((checkout / ".venv" / "bin" / "python3").exists)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert not list((checkout / ".venv").glob("*.stamp"))

    process = begin(checkout)
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "making .venv" in said
    pip = subprocess.run([checkout / ".venv/bin/python", "-m", "pip", "--version"], capture_output=True, check=False)
    assert pip.returncode == 0
    # Whole, it is left alone.
    process = begin(checkout)
    assert process.communicate(timeout=60)[0] == ""
