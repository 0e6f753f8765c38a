"""One file for a page's script: its ES modules put together, so that a browser far away asks once and not a hundred times.

There is nothing to build: the modules stay as they are, and are put together when the page is first asked for. Each becomes a function
that is called once and returns what the module exports. That is right for modules that import by name, at the start of a line, from
files beside them, and export functions, classes and constants: ours, as a test checks. What a module imports later (`await import`)
comes along. Vendored modules stay files of their own.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";[^\S\n]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|const (\w+) )", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export \{([^}]*)\};[^\S\n]*$", re.MULTILINE)
_LATER = re.compile(r'\bawait import\("(\.[^"]+)"\)')
_LEFT = re.compile(r"^(?:import\b(?! *\()|export\b).*$", re.MULTILINE)
# What is in one file already, each under its own licence.
VENDORED = "vendor"
# The scripts of pages, each with all that it imports; and where below STATIC_URL they are.
ENTRIES = frozenset(
    {
        "dashboard/shell.js",
        "dashboard/pages.js",
        "dashboard/main.js",
        "dashboard/panel/main.js",
        "dashboard/wall/wall.js",
    }
)
FOLDER = "page"


class NotBundled(Exception):
    """A module is written in a way that can't be put together."""


def bundle(entry: str) -> str:
    """The script that runs the module `entry` (a path below static/) and all that it imports. Raises NotBundled, FileNotFoundError."""
    root = settings.STATIC_DIR.resolve()
    order = _in_order((root / entry).resolve(), root)
    names = {path: f"$m{number}" for number, path in enumerate(order)}
    return "\n".join(_part(path, root, names) for path in order)


@lru_cache(maxsize=16)
def bundled(entry: str) -> bytes:
    """The same, kept: the static files of a running server do not change."""
    return bundle(entry).encode()


def address(entry: str) -> str:
    """Where the bundle of `entry` is served: it changes with the static files, so that it can be kept for good."""
    return f"{settings.STATIC_URL}{FOLDER}/{entry}"


@lru_cache(maxsize=16)
def vendored(entry: str) -> tuple[str, ...]:
    """The addresses of the vendored modules that `entry` imports, directly or not."""
    root = settings.STATIC_DIR.resolve()
    modules = _in_order((root / entry).resolve(), root)
    return tuple(static(str(path.relative_to(root))) for path in modules if _is_vendored(path, root))


def _in_order(entry: Path, root: Path) -> list[Path]:
    """All modules, each after those that it imports."""
    done: dict[Path, bool] = {}

    def visit(path: Path) -> None:
        if path in done:
            if not done[path]:
                raise NotBundled(f"{path.relative_to(root)} is part of a circle of imports")
            return
        done[path] = False
        if not _is_vendored(path, root):
            for imported in _imports(path):
                visit(imported)
        del done[path]  # A dict keeps the order in which its keys came.
        done[path] = True

    visit(entry)
    return list(done)


def _imports(path: Path) -> list[Path]:
    text = path.read_text()
    names = [name for _, name in _IMPORT.findall(text)] + _LATER.findall(text)
    return [(path.parent / name).resolve() for name in names]


def _is_vendored(path: Path, root: Path) -> bool:
    return path.relative_to(root).parts[0] == VENDORED


def _part(path: Path, root: Path, names: dict[Path, str]) -> str:
    """A module as a constant that holds its exports."""
    name, where = names[path], str(path.relative_to(root))
    if _is_vendored(path, root):
        return f'import * as {name} from "{static(where)}";'

    def imported(match: re.Match[str]) -> str:
        wanted, source = match.groups()
        return (
            f"const {{{wanted.replace(' as ', ': ')}}} = {names[(path.parent / source).resolve()]};" if wanted else ""
        )

    def imported_later(match: re.Match[str]) -> str:
        return names[(path.parent / match[1]).resolve()]

    text = _LATER.sub(imported_later, _IMPORT.sub(imported, path.read_text()))
    exported = [next(filter(None, match.groups())) for match in _EXPORT.finditer(text)]
    for listed in _EXPORT_LIST.findall(text):
        exported += [item.strip() for item in listed.split(",") if item.strip()]
    text = _EXPORT_LIST.sub("", _EXPORT.sub("", text))
    if left := _LEFT.search(text):
        raise NotBundled(f"{where}: {left[0]}")
    return f"// {where}\nconst {name} = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();"
