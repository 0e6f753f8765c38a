"""The tests' engine, the docker CLI against it, netviz served in a process of its own, and a browser.

Nothing here is skipped: a test that lacks its engine or its browser fails with a sentence that says what to do.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import BROWSER_FLAGS, NoBrowser, browser_path
from tests.engines import Docker, Dockerd, Leftovers
from tests.quiet_network import QuietNetwork
from tests.served import Served, serve

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "tests" / "screenshots"
# What a page is to show, it shows within this on a machine that is busy with other things too.
SEEN_WITHIN_MS = 30_000
# The machine's own engines: what the tests make and remove must not be done to these.
FOREIGN = {"/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock"}


@pytest.fixture(scope="session")
def engine_url() -> str:
    """The tests' own engine: DOCKER_HOST, as `scripts/test` and `scripts/namespace exec` set it."""
    url = os.environ.get("DOCKER_HOST", "")
    if not url:
        pytest.fail(
            "This test needs the tests' own engine. Run `scripts/test` (as root), or `scripts/namespace up NAME` and "
            "`scripts/namespace exec NAME pytest ...`.",
            pytrace=False,
        )
    if url.removeprefix("unix://") in FOREIGN:
        pytest.fail(
            f"DOCKER_HOST names this machine's own engine ({url}), and the tests remove containers and networks: "
            "run `scripts/test`, which starts an engine of its own.",
            pytrace=False,
        )
    return url


@pytest.fixture
def docker(engine_url: str) -> Docker:
    """The docker CLI against the tests' engine: `docker("run", "-d", "busybox", "sleep", "600")` is the new container's id."""
    return Docker(engine_url)


@pytest.fixture
def dockerd(engine_url: str) -> Iterator[Dockerd]:
    """The daemon itself, to stop and start it; it runs again when the test is over."""
    name = os.environ.get("NETVIZ_TEST_NAMESPACE")
    if not name:
        pytest.fail(
            "This test restarts the engine: run it with `scripts/test` or `scripts/namespace exec`.", pytrace=False
        )
    engine = Dockerd(name, Docker(engine_url))
    yield engine
    engine.start()


@pytest.fixture(autouse=True)
def _engine_left_as_found(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test made in the engine goes when it is over, also when it failed."""
    if "engine_url" not in request.fixturenames:
        yield
        return
    leftovers = Leftovers(Docker(request.getfixturevalue("engine_url")))
    yield
    leftovers.remove()


@pytest.fixture(scope="module")
def _served(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("served"), engine_url) as served:
        yield served


@pytest.fixture
def served(_served: Served) -> Iterator[Served]:
    """netviz as people run it: `manage.py serve` in a process of its own, one per test module, with fresh data."""
    seen = len(_served.errors())
    yield _served
    assert not (new := _served.errors()[seen:]), "netviz wrote errors:\n" + "\n".join(new)


@pytest.fixture
def fresh(engine_url: str, tmp_path: Path) -> Iterator[Served]:
    """The same for this test alone: one that signs the first admin in, or stops and kills what it serves from."""
    with serve(tmp_path / "served", engine_url) as served:
        yield served
    assert not (errors := served.errors()), "netviz wrote errors:\n" + "\n".join(errors)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium, headless. Per module: while Playwright's loop runs, no asynchronous test can."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SEEN_WITHIN_MS)
    try:
        path = browser_path()
    except NoBrowser as error:
        pytest.fail(str(error), pytrace=False)
    with QuietNetwork(tmp_path_factory.mktemp("browser"), path) as network, sync_playwright() as playwright:
        # Chromium asks no proxy for loopback addresses unless it is told to.
        flags = [*BROWSER_FLAGS, f"--proxy-server={network.proxy}", "--proxy-bypass-list=<-loopback>"]
        browser = playwright.chromium.launch(executable_path=network.launcher, headless=True, args=flags)
        yield browser
        browser.close()


class Console:
    """What the pages of a test complained about: console errors (CSP violations among them), uncaught exceptions."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """This test provokes complaints that match."""
        self._allowed.append(re.compile(pattern))

    def watch(self, page: Any) -> None:
        page.on("console", lambda message: self._note(message.type, f"{message.text} ({message.location['url']})"))
        page.on("pageerror", lambda error: self._note("error", f"uncaught: {error}"))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def unexpected(self) -> list[str]:
        return [text for text in self.errors if not any(allowed.search(text) for allowed in self._allowed)]


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def new_page(browser: Any, console: Console, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Opens a page in a browser session of its own, as another person would; options are Playwright's new_context's."""
    contexts = []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(SEEN_WITHIN_MS)
        page = context.new_page()
        console.watch(page)
        return page

    yield open_page
    if request.node.stash.get(FAILED, False) or console.unexpected():
        _photograph(request.node.nodeid, contexts)
    for context in contexts:
        context.close()
    assert not console.unexpected(), "the browser's console shows errors:\n" + "\n".join(console.unexpected())


@pytest.fixture
def page(new_page: Any) -> Any:
    """A page of a fresh browser session."""
    return new_page()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _photograph(test: str, contexts: list[Any]) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9]+", "-", test.removeprefix("tests/"))[:120].strip("-")
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png")
