"""What keeps netviz from starting is said in one line, never as a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import ROOT, Netviz


def said(settings: dict[str, str], *arguments: str) -> str:
    """What a management command that can't start says."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=Netviz(settings).environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "NETVIZ_DATA" in said({"NETVIZ_DATA": str(tmp_path / "file")}, "serve")


def test_a_data_folder_in_which_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "secret_key").symlink_to(tmp_path / "nowhere" / "key")
    error = said({"NETVIZ_DATA": str(tmp_path)}, "serve")
    assert "NETVIZ_DATA" in error
    assert "secret_key" in error


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NETVIZ_JOURNAL_DAYS", "a week"),
        ("NETVIZ_JOURNAL_ROWS", "-1"),
        ("NETVIZ_SECRET_KEY_FILE", "/nowhere/key"),
        ("NETVIZ_FRAME_ANCESTORS", "x; script-src *"),
    ],
)
def test_a_setting_that_makes_no_sense(tmp_path: Path, name: str, value: str) -> None:
    assert said({"NETVIZ_DATA": str(tmp_path), name: value}, "serve").startswith(f"netviz: {name}")


def test_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    assert "not migrated" in said({"NETVIZ_DATA": str(tmp_path)}, "serve", "--bind", "127.0.0.1:1")


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    url = "postgres://netviz:secret@127.0.0.1:1/netviz"
    error = said({"NETVIZ_DATA": str(tmp_path), "NETVIZ_DATABASE_URL": url}, "serve")
    assert "the database does not answer" in error
    assert "secret" not in error
