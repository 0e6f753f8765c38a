"""The diff of any two states turns the first into the second, and touches nothing else."""

from hypothesis import given

from netviz.topology.reconcile import apply, diff
from netviz.topology.schema import Key, Observed
from tests.topology.states import STATES, container, endpoint, keyed, network


@given(STATES, STATES)
def test_applying_the_diff_gives_the_second_state(before: dict[Key, Observed], after: dict[Key, Observed]) -> None:
    assert apply(before, diff(before, after)) == after


@given(STATES)
def test_equal_states_have_no_diff(state: dict[Key, Observed]) -> None:
    assert diff(state, dict(state)) == []


@given(STATES, STATES)
def test_each_edit_is_needed(before: dict[Key, Observed], after: dict[Key, Observed]) -> None:
    for edit in diff(before, after):
        was = before.get(edit.key)
        assert {"add": was is None, "update": was not in (None, edit.object), "remove": was is not None}[edit.op]


def test_owners_come_first_and_go_last() -> None:
    state = keyed(endpoint(), container(), network())
    assert [edit.key[0] for edit in diff({}, state)] == ["network", "container", "endpoint"]
    assert [edit.key[0] for edit in diff(state, {})] == ["endpoint", "container", "network"]


def test_two_networks_of_one_name_are_two() -> None:
    edits = diff({}, keyed(network("a" * 64, name="same"), network("b" * 64, name="same")))
    assert len(edits) == 2
