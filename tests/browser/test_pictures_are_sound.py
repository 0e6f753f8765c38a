"""axe's rules on the canonical pictures: lines of names, dots, folded projects, several hosts, an engine that is away, and the rest."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.canonical import QUERIES, snapshots
from tests.browser.pictured import Pictured
from tests.browser.sound import too_wide, violations

pytestmark = [pytest.mark.engine, pytest.mark.browser]
PICTURES = ["forty-projects", "dots", "folded", "overlay", "trunk", "states", "badges", "engine-lost", "empty", "host"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_is_broken(person: Callable[..., Any], scheme: str) -> None:
    page = person("operator", viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    problems = []
    for name in PICTURES:
        Pictured(page, snapshots()[name])
        page.goto(f"/map/{QUERIES.get(name, '')}")
        page.locator("#map .item").first.wait_for()
        page.wait_for_timeout(100)
        problems += [f"{name}: {problem}" for problem in (*violations(page), *too_wide(page))]
    assert not problems, "\n".join(problems)
