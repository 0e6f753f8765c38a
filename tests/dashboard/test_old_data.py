"""Every page says that what it shows is old, since when and why, while nobody writes for an engine."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts import shares
from netviz.accounts.models import User
from netviz.topology import db, models

from .conftest import Kept, Objects

PAGES = (
    "/map/",
    "/panel/",
    "/networks/",
    "/containers/",
    "/host/",
    "/activity/",
    "/fleet/",
    "/settings/account/",
    "/about/",
)


@pytest.fixture(autouse=True)
def _nothing_refused() -> Iterator[None]:
    db.forget_refusals()
    yield
    db.forget_refusals()


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def ends_lease() -> None:
    models.Engine.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_so(world: Objects, viewer: Client, path: str) -> None:
    assert "What you see is old." not in shown(viewer, path)
    ends_lease()
    page = shown(viewer, path)
    assert "What you see is old." in page
    assert "It is as it was at <time" in page


def test_the_databases_own_words(world: Objects, viewer: Client) -> None:
    ends_lease()
    db.remember("<b>database or disk is full</b>")
    page = shown(viewer, "/standing/")
    assert "&lt;b&gt;database or disk is full&lt;/b&gt;" in page
    assert "Make room" in page


def test_an_older_refusal_is_not_the_reason(world: Objects, viewer: Client) -> None:
    db.remember("database is locked")
    models.Engine.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert "database is locked" in shown(viewer, "/standing/")
    db.remember("database is locked", at=timezone.now().timestamp() - 60)
    assert "No agent of netviz" in shown(viewer, "/standing/")


def test_several_engines_are_named(world: Objects, viewer: Client) -> None:
    Kept("host2")
    ends_lease()
    assert "What you see of host1 is old." in shown(viewer, "/standing/")


def test_an_engine_that_was_never_seen_is_not_old(kept: Kept, viewer: Client) -> None:
    ends_lease()
    assert shown(viewer, "/standing/").strip() == ""


def test_a_wall_screen_says_so(world: Objects, viewer: Client) -> None:
    ends_lease()
    page = shown(viewer, "/map/?kiosk=1")
    assert "What you see is old." in page
    assert 'data-url="/standing/"' in page


def test_a_share_link_says_so_and_nothing_of_why_or_of_other_engines(
    world: Objects, client: Client, viewer: Client, admin: Client
) -> None:
    Kept("host2")
    maker = User.objects.get(username="admin1")
    secrets = {name: shares.make(maker, timedelta(hours=1), engine=name)[1] for name in ("host1", "host2")}
    ends_lease()
    db.remember("disk full")
    for path in (f"/share/{secrets['host1']}/", f"/share/{secrets['host1']}/standing/"):
        page = shown(client, path)
        assert "What you see is old." in page
        assert "disk full" not in page
        assert "host1" not in page
    assert shown(client, f"/share/{secrets['host2']}/standing/").strip() == ""
    assert client.get("/share/nonsense/standing/").status_code == 404
