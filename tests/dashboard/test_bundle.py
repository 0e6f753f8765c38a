"""A page's modules put together behave as they do apart, and what can't be put together is refused."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from netviz.dashboard import bundle

MODULES = {
    "page/main.js": """
        import { add as plus, COUNT } from "./parts/sums.js";
        import { Box, later } from "./parts/box.js";
        import "./parts/greet.js";
        const add = 40;
        console.log(plus(add, COUNT), new Box(plus).call(1, 2));
        const { last } = await import("./parts/last.js");
        later().then((word) => console.log(word, last));
        """,
    "page/parts/sums.js": """
        export function add(a, b) { return a + b + hidden; }
        const hidden = 0;
        export const COUNT = 2;
        """,
    "page/parts/box.js": """
        import { COUNT } from "./sums.js";
        export class Box { constructor(act) { this.call = (...args) => act(...args) * COUNT; } }
        export async function later() { return "later"; }
        """,
    "page/parts/last.js": """
        export const last = "last";
        """,
    "page/parts/greet.js": """
        import { shout } from "./shout.js";
        console.log(shout("hello"));
        """,
    "page/parts/shout.js": """
        const shout = (text) => text.toUpperCase();
        export { shout };
        """,
}


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Path:
    settings.STATIC_DIR = tmp_path
    for name, text in MODULES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(line.removeprefix(" " * 8) for line in text.splitlines()) + "\n")


def run(script: Path) -> str:
    return subprocess.run(["node", str(script)], capture_output=True, text=True, check=True).stdout


def test_modules_do_together_what_they_do_apart(files: Path) -> None:
    (files / "package.json").write_text('{"type": "module"}')
    together = files / "together.js"
    together.write_text(bundle.bundle("page/main.js"))
    assert run(together) == run(files / "page/main.js") == "HELLO\n42 6\nlater last\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('import * as all from "./parts/sums.js";', "import"),
        ('import "./parts/circle.js";', "circle"),
        ("export default 3;", "export"),
        ("export let count = 3;", "export"),
    ],
)
def test_what_cannot_be_put_together_is_refused(files: Path, text: str, what: str) -> None:
    write(files, "page/parts/circle.js", 'import "../other.js";')
    write(files, "page/other.js", text)
    with pytest.raises(bundle.NotBundled, match=what):
        bundle.bundle("page/other.js")


@pytest.mark.parametrize("entry", sorted(bundle.ENTRIES))
def test_every_page_is_one_file_beside_what_is_vendored(entry: str, tmp_path: Path) -> None:
    text = bundle.bundle(entry)
    imports = re.findall(r"^import\b.*", text, re.MULTILINE)
    assert all("/vendor/" in line for line in imports)
    script = tmp_path / "page.mjs"
    script.write_text(text)
    subprocess.run(["node", "--check", str(script)], check=True)
