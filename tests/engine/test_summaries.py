"""Restarts that a list shows by nothing but its words for how long a container has been up."""

from datetime import UTC, datetime

import pytest

from netviz.engine.summaries import as_inspected, comparable, restarted_since

STARTED = "2026-11-25T04:00:00.123456789Z"
START_S = datetime(2026, 11, 25, 4, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("status", "since_s", "restarted"),
    [
        ("Up 3 seconds", 4, False),
        ("Up 3 seconds", 60, True),
        ("Up Less than a second", 1, False),
        ("Up Less than a second", 10, True),
        ("Up 1 second", 1, False),
        ("Up About a minute", 119, False),
        ("Up About a minute", 600, True),
        ("Up 45 minutes (healthy)", 45 * 60, False),
        ("Up About an hour", 90 * 60, False),
        ("Up 2 hours", 2 * 3600, False),
        ("Up 2 hours (Paused)", 86400, True),
        ("Up 3 days", 3.9 * 86400, False),
        ("Up 2 weeks", 20 * 86400, False),
        ("Exited (0) 3 seconds ago", 86400, False),
        ("Created", 86400, False),
        ("Up 99999999999999999999 seconds", 10, False),
        ("Up for ages", 86400, False),
        (None, 86400, False),
    ],
)
def test_restarted_since(status: str | None, since_s: float, restarted: bool) -> None:
    assert restarted_since({"Status": status}, STARTED, START_S + since_s) is restarted


@pytest.mark.parametrize("started_at", [None, "", "yesterday", "0001-01-01T00:00:00Z"])
def test_a_start_that_nobody_knows(started_at: str | None) -> None:
    assert restarted_since({"Status": "Up 3 seconds"}, started_at, START_S) in (
        False,
        started_at == "0001-01-01T00:00:00Z",
    )


def test_the_clock_alone_makes_no_difference() -> None:
    one, other = {"Id": "a", "Status": "Up 3 seconds (healthy)"}, {"Id": "a", "Status": "Up 2 hours (healthy)"}
    assert comparable(one) == comparable(other)
    assert comparable(one) != comparable({"Id": "a", "Status": "Up 2 hours (unhealthy)"})
    assert comparable(one) != comparable({"Id": "b", "Status": "Up 3 seconds (healthy)"})


def test_as_inspected_bears_anything() -> None:
    assert as_inspected({"Names": 3, "Created": "x", "NetworkSettings": []})["Name"] == ""
    assert as_inspected({"Created": 1_700_000_000})["Created"] == "2023-11-14T22:13:20+00:00"
