"""/activity/: one stream of orders and changes, and taking an order back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts.models import User
from netviz.agent.models import Order
from netviz.dashboard.facts import stream
from netviz.dashboard.facts.stream import Cursor, Filters
from netviz.topology import models

from .conftest import FakeAgent, Kept, Objects
from .world import ENGINE, container, object_id


def order(**fields: object) -> Order:
    now = timezone.now()
    blank = {"engine": ENGINE, "action": "pause", "target": f"x{Order.objects.count()}", "args": {}, "by_name": "ada"}
    times = {"created": now, "deadline": now, "finished": now, "command": "docker pause web-1", "state": "done"}
    return Order.objects.create(**{**blank, **times, **fields})  # type: ignore[arg-type]


def test_orders_and_changes_stand_in_one_stream(viewer: Client, kept: Kept, world: Objects) -> None:
    order(command="docker pause <web-1>")
    kept.put(container("alpine1", image="alpine", state="paused"), action="pause")
    page = viewer.get("/activity/").content.decode()

    assert "docker pause &lt;web-1&gt;" in page
    assert "alpine1 was paused" in page
    assert page.index("alpine1 was paused") < page.index("docker pause")  # newest first
    assert "outside netviz" in page
    assert "The engine&#x27;s event: “pause”" in page


def test_update_shows_before_and_after(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.put(container("alpine1", image="alpine:2", hostname="h"))
    page = viewer.get("/activity/").content.decode()
    assert '<span class="quiet">Image</span> <del>alpine</del> → <ins>alpine:2</ins>' in page
    assert '<span class="quiet">Host name</span> <del>–</del> → <ins>h</ins>' in page


@pytest.mark.parametrize(
    ("query", "orders", "changes"),
    [
        ({"show": "orders"}, 1, 0),
        ({"show": "changes"}, 0, 16),
        ({"kind": "everything"}, 1, 20),
        ({"kind": "interface"}, 0, 4),
        ({"kind": "network"}, 0, 6),
        ({"by": "ada"}, 1, 0),
        ({"by": "nobody"}, 0, 0),
        ({"engine": "elsewhere"}, 0, 0),
        ({"show": "some", "kind": "<b>", "revision": "x", "below": "-1"}, 1, 16),
    ],
)
def test_filters(viewer: Client, world: Objects, query: dict[str, str], orders: int, changes: int) -> None:
    order()
    page = viewer.get("/activity/", query).content.decode()
    assert page.count('<tr class="order"') == orders
    assert page.count('<div class="line" data-revision=') == changes


def test_pages_lose_and_repeat_nothing(world: Objects) -> None:
    for _ in range(7):
        order()
    seen: list[tuple[str, int]] = []
    cursor: Cursor | None = Cursor()
    while cursor is not None:
        page = stream.read(Filters(kind="everything"), cursor, size=4)
        for entry in page.entries:
            seen += [("order", entry.order.pk)] if entry.order else []
            seen += [("change", line.change.revision) for line in entry.changes]
        cursor = page.older
    assert len(seen) == len(set(seen)) == 7 + models.Change.objects.count()


def test_times_are_in_the_users_time_zone(viewer: Client, world: Objects) -> None:
    User.objects.filter(username="viewer1").update(time_zone="Asia/Shanghai")
    models.Change.objects.update(time="2020-02-03T22:30:00Z")
    page = viewer.get("/activity/").content.decode()
    assert "2020-02-04 06:30:00" in page


def test_drift_is_counted(viewer: Client, kept: Kept, world: Objects) -> None:
    kept.writer.drift({"endpoint.add": 3})
    page = viewer.get("/activity/").content.decode()
    assert "<code>endpoint.add</code> 3" in page


def test_undo_gives_the_order_that_takes_it_back(operator: Client, world: Objects, agent: FakeAgent) -> None:
    operator.post(f"/containers/{object_id('web-1')}/rename/", {"name": "web-2"})
    (done,) = Order.objects.all()
    assert f'action="/activity/{done.pk}/undo/"' in operator.get("/activity/").content.decode()

    answer = operator.post(f"/activity/{done.pk}/undo/", {"back": "/containers/"})
    # The rows still have the old name (no engine here), so taking it back is so already: the page says so.
    assert answer.status_code == 409
    assert "It is so already" in answer.content.decode()


def test_undo_goes_back_to_the_page_that_asked(operator: Client, world: Objects, agent: FakeAgent) -> None:
    connect = {"action": "connect", "container": object_id("alpine1"), "network": object_id("lonely")}
    undoable = order(undo=connect, action="disconnect", by=None)
    answer = operator.post(f"/activity/{undoable.pk}/undo/", {"back": "/containers/"})
    assert answer["Location"].startswith("/containers/?order=")
    undoable = order(undo={**connect, "network": object_id("shop_front")}, action="disconnect", by=None)
    answer = operator.post(f"/activity/{undoable.pk}/undo/", {"back": "//evil.example/"})
    assert answer["Location"].startswith("/activity/?order=")


def test_undo_refuses(viewer: Client, operator: Client, world: Objects, agent: FakeAgent) -> None:
    final = order()
    assert viewer.post(f"/activity/{final.pk}/undo/").status_code == 403
    assert operator.post(f"/activity/{final.pk}/undo/").status_code == 409
    assert operator.post("/activity/999999/undo/").status_code == 404
    assert operator.get(f"/activity/{final.pk}/undo/").status_code == 405


def test_order_of_an_agent_that_never_came(viewer: Client, world: Objects) -> None:
    error = {"code": "no_agent", "detail": "", "params": {}}
    order(state="expired", error=error, created=timezone.now() - timedelta(minutes=1))
    assert "No agent took the order in time" in viewer.get("/activity/").content.decode()


def test_a_container_that_is_gone_keeps_its_name(viewer: Client, kept: Kept, world: Objects) -> None:
    endpoint, gone = world["alpine1@bridge"], world["alpine1"]
    kept.put(gone=[endpoint.key, gone.key], action="destroy")
    page = viewer.get("/activity/").content.decode()
    assert "alpine1 was disconnected from bridge" in page
