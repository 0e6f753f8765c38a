"""Whether a page is sound to the eye and to a screen reader: axe's rules for WCAG 2.2 AA and its best practices, and nothing that
scrolls sideways.
"""

import json
from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# Swagger UI's own markup and colours are not ours to change; its page has a frame of ours, which is checked.
NOT_OURS = "#docs"
# Switched off by default in axe, and part of WCAG 2.2 AA.
RULES = {"target-size": {"enabled": True}}


def violations(page: Any) -> list[str]:
    page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "rules": RULES}
    found = page.evaluate(f"axe.run({{exclude: [{json.dumps(NOT_OURS)}]}}, {json.dumps(options)})")["violations"]
    return [f"axe: {one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}" for one in found]


def too_wide(page: Any) -> list[str]:
    """Whether the page scrolls sideways, or its main part does (the map's own ground may: it is a picture)."""
    width, window, inner, room = page.evaluate(
        """() => { const main = document.querySelector("main");
        return [document.documentElement.scrollWidth, innerWidth, main.scrollWidth, main.clientWidth]; }"""
    )
    return [f"{width} px in {window}, main {inner} in {room}"] if width > window or inner > room else []
