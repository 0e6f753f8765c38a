"""Between two times: what a person types or an address holds, in the reader's time zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts.models import User
from netviz.dashboard.facts import period
from netviz.dashboard.forms.period import Period
from netviz.topology import models

from .conftest import Kept, Objects
from .test_activity_page import order
from .world import container

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-03-01", "2026-02-28T23:00Z", "2026-03-01T23:00Z"),
        ("2026-03-01 14:30", "2026-03-01T13:30Z", "2026-03-01T13:31Z"),
        ("2026-03-01T14:30:05", "2026-03-01T13:30:05Z", "2026-03-01T13:30:06Z"),
        ("2026-03-01T14:30Z", "2026-03-01T14:30Z", "2026-03-01T14:31Z"),
        ("2026-03-01T14:30+0200", "2026-03-01T12:30Z", "2026-03-01T12:31Z"),
        # The clocks go forward: this day has 23 hours.
        ("2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z"),
    ],
)
def test_a_text_names_all_of_a_day_a_minute_or_a_second(text: str, start: str, end: str) -> None:
    found = period.read(text, BERLIN)
    assert (found.start, found.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "2026-03-01T25:00", "٢٠٢٦-٠٣-٠١", "1"]
)
def test_nonsense_is_no_time(text: str) -> None:
    with pytest.raises(period.NoTime):
        period.read(text, BERLIN)


@pytest.mark.parametrize(
    "given", [{"from": "2026-03-01"}, {"from": "2026-03-01 10:00", "to": "2026-03-02"}, {"to": "2026-03-29"}]
)
def test_its_address_means_the_same_elsewhere(given: dict[str, str]) -> None:
    here = Period(given, NOW, BERLIN)
    there = Period(here.query, NOW, ZoneInfo("Asia/Shanghai"))
    assert (there.since, there.until) == (here.since, here.until)
    assert there.within == "between"


def test_the_activity_between_two_times(viewer: Client, kept: Kept, world: Objects) -> None:
    User.objects.update(time_zone="Asia/Shanghai")
    models.Change.objects.update(time=datetime(2026, 3, 1, 20, tzinfo=UTC))
    order(command="docker pause early", created=datetime(2026, 3, 1, 15, 59, tzinfo=UTC))
    order(command="docker pause late", created=datetime(2026, 3, 1, 16, 1, tzinfo=UTC))
    # In Shanghai the second of March begins at 16:00 UTC.
    page = viewer.get("/activity/", {"show": "orders", "from": "2026-03-02", "to": "2026-03-02"}).content.decode()
    assert "pause late" in page
    assert "pause early" not in page
    assert 'value="2026-03-02T00:00"' in page
    assert 'value="2026-03-02T23:59"' in page
    assert "Asia/Shanghai" in page
    changes = viewer.get("/activity/", {"show": "changes", "to": "2026-03-02 03:59"}).content.decode()
    assert "Found network" not in changes
    assert "Found network" in viewer.get("/activity/", {"show": "changes", "to": "2026-03-02 04:00"}).content.decode()


def test_what_was_typed_becomes_an_address_with_its_offset(viewer: Client, kept: Kept, world: Objects) -> None:
    User.objects.update(time_zone="Asia/Shanghai")
    typed = {"within": "between", "from": "2026-03-02T08:00", "to": "", "about": "web"}
    answer = viewer.get("/activity/", typed, headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == "?about=web&from=2026-03-02T08%3A00%2B08%3A00"


def test_older_pages_stay_between_the_times(viewer: Client, kept: Kept) -> None:
    kept.put(*(container(f"c-{number}") for number in range(62)))
    begin = (timezone.now() - timedelta(hours=1)).isoformat(timespec="minutes")
    page = viewer.get("/activity/", {"from": begin}).content.decode()
    assert re.search(r'href="\?from=20[^"]+&amp;revision=\d+[^"]*">Older<', page)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"from": "<b>soon</b>"}, "“&lt;b&gt;soon&lt;/b&gt;” is no time."),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "The end is before the beginning"),
    ],
)
def test_nonsense_is_said_and_shows_nothing_else(
    viewer: Client, kept: Kept, world: Objects, query: dict[str, str], words: str
) -> None:
    page = viewer.get("/activity/", query).content.decode()
    assert words in page
    assert 'role="alert"' in page
    assert "Found network" not in page
    assert "Show everything" in page
