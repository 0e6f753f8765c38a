"""The ring of the last changes: whatever batches come, in any order and any number of times, it holds one unbroken run."""

import json

from hypothesis import given
from hypothesis import strategies as st

from netviz.topology.ring import Ring


def text(revision: int) -> str:
    return json.dumps({"revision": revision})


def revisions(message: str) -> list[int]:
    return [change["revision"] for change in json.loads(message)["changes"]]


@given(
    head=st.integers(0, 50),
    size=st.integers(1, 20),
    batches=st.lists(st.tuples(st.integers(1, 80), st.integers(0, 10)), max_size=60),
)
def test_unbroken(head: int, size: int, batches: list[tuple[int, int]]) -> None:
    ring = Ring(head, size)
    reached = head
    for first, count in batches:
        taken = ring.append(first, [text(revision) for revision in range(first, first + count)])
        assert taken == (first <= reached + 1)
        if taken:
            reached = max(reached, first + count - 1)
        assert ring.head == reached
        assert ring.start >= head
        assert ring.holds(ring.start) and not ring.holds(ring.start - 1)
        assert reached - ring.start <= 2 * size
        assert revisions(ring.message(ring.start, ring.head)) == list(range(ring.start + 1, ring.head + 1))


@given(st.integers(0, 30), st.integers(0, 30))
def test_any_part_as_a_message(one: int, other: int) -> None:
    since, to = sorted((one, other))
    ring = Ring(0)
    ring.append(1, [text(revision) for revision in range(1, 31)])
    message = json.loads(ring.message(since, to))
    assert (message["type"], message["revision"]) == ("changes", to)
    assert [change["revision"] for change in message["changes"]] == list(range(since + 1, to + 1))


def test_serialised_once_for_all_who_stand_at_the_same_place() -> None:
    ring = Ring(0)
    ring.append(1, [text(1), text(2)])
    assert ring.message(0, 2) is ring.message(0, 2)
    assert ring.message(1, 2) is not ring.message(0, 2)


def test_merged_texts_do_not_pile_up() -> None:
    ring = Ring(0)
    ring.append(1, [text(revision) for revision in range(1, 500)])
    for since in range(499):
        ring.message(since, 499)
    assert len(ring._merged) <= 32
