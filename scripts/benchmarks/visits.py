"""A first and a second visit to the map: bytes over the network, requests. What the browser has kept is not asked for.

What it shows is new at each visit: the picture, by the websocket, and the timeline's ticks, by the API. Those requests are counted
with the first visit; on the second they stand in a row of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.screen import DRAWN, VIEW, Screen, crowded
from scripts.benchmarks.table import Row

CONTAINERS, NETWORKS = 300, 50
# What a page fetches after it was drawn belongs to the visit too.
SETTLED_MS = 2500


@dataclass
class Visit:
    """`urls` are the answers that came over the network, `body` their bytes with headers; `pushed` those that the websocket brought."""

    urls: list[str]
    body: int = 0
    pushed: int = 0


def measure(lab: Lab) -> list[Row]:
    with crowded(lab, CONTAINERS, NETWORKS) as (_, shown):
        # A context of its own has nothing cached; the session comes along, so that signing in is not part of the visit.
        context = shown.page.context.browser.new_context(
            viewport=VIEW, storage_state=shown.page.context.storage_state()
        )
        first, second = (visit(context, shown) for _ in range(2))
    data = [url for url in second.urls if url.startswith(f"{shown.served.base}/api/")]
    files = [url for url in second.urls if url not in data]
    only_page = files == [f"{shown.served.base}/map/"]
    if not only_page:
        print("asked for again:", *files)
    return [
        Row("first visit of the map: weight", first.body / 1000, "kB", "<= 250 kB", first.body <= 250_000),
        Row("first visit of the map: requests", len(first.urls), "", "<= 40", len(first.urls) <= 40),
        Row("second visit of the map: weight", second.body / 1000, "kB", "", True),
        Row("second visit of the map: requests", len(files), "", "only the page itself", only_page),
        Row("second visit of the map: requests for data", len(data), "", "", True),
        Row("map 300/50: the picture, by the websocket", first.pushed / 1000, "kB", "", True),
    ]


def visit(context: Any, shown: Screen) -> Visit:
    """Opens the map in a new tab, and closes it when it stands still."""
    page = context.new_page()
    page.add_init_script(DRAWN)
    with counted(page) as found:
        page.goto(f"{shown.served.base}/map/")
        shown.wait(lambda: page.evaluate("() => window.drawnAt > 0"))
        page.wait_for_timeout(SETTLED_MS)
    page.close()
    return found


@contextmanager
def counted(page: Any) -> Iterator[Visit]:
    """What comes to a page meanwhile, as the browser's own network panel counts it."""
    found = Visit([])
    urls: dict[str, str] = {}
    devtools = page.context.new_cdp_session(page)

    def finished(event: dict[str, Any]) -> None:
        # What came from the cache has no bytes.
        if event["encodedDataLength"] > 0:
            found.urls.append(urls.get(event["requestId"], "?"))
            found.body += int(event["encodedDataLength"])

    def pushed(event: dict[str, Any]) -> None:
        found.pushed += len(event["response"]["payloadData"].encode())

    devtools.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    devtools.on("Network.loadingFinished", finished)
    devtools.on("Network.webSocketFrameReceived", pushed)
    devtools.send("Network.enable")
    yield found
    devtools.detach()
