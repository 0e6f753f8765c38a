"""Every time on every page is in the reader's own time zone, in Chinese as in English."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from netviz.accounts.models import User

from .conftest import Kept, Objects
from .test_activity_page import order
from .test_every_page import paths
from .world import container, engine, network, object_id

ZONE = ZoneInfo("Pacific/Apia")
ELEMENT = re.compile(r'<time[^>]* ?datetime="([^"]+)"[^>]*>([^<]+)</time>')
# A time as an engine writes it. What only scripts and shells read may hold one.
RAW = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOT_READ = re.compile(r'<(script|pre|code)\b.*?</\1>|\b(?:datetime|value|href|data-[a-z-]+)="[^"]*"', re.S)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_time_is_the_readers(admin: Client, kept: Kept, world: Objects, language: str) -> None:
    User.objects.update(time_zone="Pacific/Apia", language=language)
    made = {"created": "2026-03-01T20:30:00Z"}
    kept.put(
        engine(state="unreachable", reason="refused", since="2026-03-02T11:59:59.5Z"),
        network("old", id=object_id("evil"), **made),
        container(
            "done", id=object_id("evil-c"), state="exited", finished_at="2026-03-02T10:00:00+01:00", exit_code=1, **made
        ),
    )
    kept.put(network("old", id=object_id("evil"), created="2026-03-01T20:30:01Z"))
    order()
    found = 0
    for path in [*paths("evil"), "/settings/shares/"]:
        page = admin.get(path).content.decode()
        assert not RAW.search(NOT_READ.sub("", page)), path
        for stamp, text in ELEMENT.findall(page):
            at = datetime.fromisoformat(stamp).astimezone(ZONE)
            assert text in (f"{at:%H:%M:%S}", f"{at:%Y-%m-%d %H:%M:%S}"), path
            found += 1
    assert found > 40
