"""The rooms' order: a room imports only from rooms below its own. And every dependency is there for a reason that is written down."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the top down. Rooms of one row don't import each other, but for the faces: labs and api may show a page's parts.
ROWS = (
    {"dashboard", "api", "labs"},
    {"agent"},
    {"probes", "reachability", "compose"},
    {"engine", "host", "accounts"},
    {"topology"},
)
ROW = {room: number for number, row in enumerate(ROWS) for room in row}
# What only one room may speak to.
OWNERS = {"docker": "engine", "pyroute2": "host"}
# Joins all rooms; nothing imports it but the command that serves.
JOINTS = {"settings", "urls", "asgi"}


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "netviz").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of the modules that a file imports, with the line."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield module, node.lineno
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def room_of(path: Path) -> str | None:
    parts = path.relative_to(ROOT / "netviz").parts
    return parts[0] if len(parts) > 1 else None


def test_every_room_has_a_row() -> None:
    rooms = {room for path in sources() if (room := room_of(path))}
    assert rooms - {"locale"} <= set(ROW)


def test_rooms_import_only_from_rows_below() -> None:
    wrong = []
    for path in sources():
        room = room_of(path)
        if room is None:
            continue
        for name, line in imported(path):
            parts = name.split(".")
            other = parts[1] if parts[0] == "netviz" and len(parts) > 1 else room
            if other in ROW and other != room and ROW[other] <= ROW[room]:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {room} imports {name}")
    assert wrong == []


def test_the_joints_are_imported_by_the_serving_command_only() -> None:
    wrong = []
    for path in sources():
        for name, line in imported(path):
            parts = name.split(".")
            if parts[0] == "netviz" and len(parts) > 1 and parts[1] in JOINTS and room_of(path) not in (None, "agent"):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name}")
    assert wrong == []


@pytest.mark.parametrize(("library", "owner"), OWNERS.items())
def test_one_room_speaks_to_an_engine_and_one_to_the_kernel(library: str, owner: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in sources()
        for name, _ in imported(path)
        if name.split(".")[0] == library and room_of(path) != owner
    }
    assert users == set()


def test_no_file_is_where_everything_ends_up() -> None:
    assert [str(path) for path in sources() if path.name in ("utils.py", "helpers.py", "misc.py")] == []
    long = {str(path.relative_to(ROOT)): count for path in sources() if (count := path.read_text().count("\n")) > 420}
    assert long == {}


def requirements() -> set[str]:
    names = set()
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            if found := re.match(r"([A-Za-z0-9_.-]+)(\[[a-z,]+\])?==", line):
                names.add(found[1])
    return names


def explained() -> str:
    return (ROOT / "docs" / "dependencies.md").read_text()


def test_every_requirement_is_pinned() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
        assert [line for line in lines if line and not line.startswith("-r ") and "==" not in line] == []


def test_every_requirement_is_explained() -> None:
    assert {name for name in requirements() if f"`{name}`" not in explained()} == set()


def test_nothing_is_explained_that_is_not_there() -> None:
    rows = set(re.findall(r"^\| `([^`]+)` ", explained(), re.MULTILINE))
    assert rows - requirements() - vendored() - set(system_packages()) == set()


def vendored() -> set[str]:
    manifest = json.loads((ROOT / "static" / "vendor" / "manifest.json").read_text())
    return {package["name"] for file in manifest for package in file["packages"]}


def system_packages() -> set[str]:
    """Distribution packages that the scripts install."""
    text = "\n".join((ROOT / "scripts" / name).read_text() for name in ("run", "test", "setup.sh"))
    return set(re.findall(r"\b[a-z]+:([a-z0-9][a-z0-9.-]+)", text)) | {"busybox-static", "python3-venv", "docker-cli"}


def test_every_vendored_package_is_explained() -> None:
    assert {name for name in vendored() if f"`{name}`" not in explained()} == set()


def test_every_setting_is_in_the_readme() -> None:
    """Each environment variable that settings.py reads has a row in the README's table, but for the developers' own."""
    read = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", (ROOT / "netviz" / "settings.py").read_text()))
    readme = (ROOT / "README.md").read_text()
    assert {name for name in read - {"NETVIZ_DEBUG"} if f"`{name}`" not in readme} == set()
