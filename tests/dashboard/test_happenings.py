"""What changes mean, in words."""

from typing import Any

import pytest
from django.utils import translation

from netviz.dashboard.facts import changes
from netviz.dashboard.words import causes, fields
from netviz.dashboard.words import changes as words
from netviz.topology.schema import Cause, Change

AWAY = {"name": "e", "state": "unreachable", "reason": "no"}
NOT_YET = {"name": "e", "state": "live", "namespaces": {"available": False, "code": "not_yet"}}
RUNNING = {"name": "web", "state": "running", "started_at": "2026-01-01T00:00:00Z"}
ON = {"network_name": "shop", "ipv4": "10.0.0.2", "ipv6": None, "default_route": True, "mac": "02:42:0a:00:00:02"}
OFF = {"network_name": "shop", "ipv4": None, "ipv6": None, "default_route": False, "mac": None}


def change(kind: str, was: dict[str, Any] | None, now: dict[str, Any] | None, **fields: Any) -> changes.ChangeLine:
    op = "update" if was is not None and now is not None else "add" if now is not None else "remove"
    ids = {"endpoint": "aaaaaaaaaaaa:bbbbbbbbbbbb", "interface": "host:3"}
    made = Change(
        **{
            "revision": 5,
            "time": "2026-01-01T00:00:00Z",
            "engine": "host1",
            "op": op,
            "kind": kind,
            "id": ids.get(kind, "aaaaaaaaaaaa"),
            "cause": Cause(type="event"),
            "data": now,
            **fields,
        }
    )
    return changes.line(made, was, {("host1", "aaaaaaaaaaaa"): "web"})


@pytest.mark.parametrize(
    ("kind", "was", "now", "said"),
    [
        ("container", {**RUNNING, "state": "created"}, RUNNING, "web started"),
        ("container", {**RUNNING, "state": "paused"}, RUNNING, "web was resumed"),
        ("container", RUNNING, {**RUNNING, "state": "paused"}, "web was paused"),
        ("container", RUNNING, {**RUNNING, "state": "exited", "exit_code": 137}, "web stopped with exit code 137"),
        ("container", RUNNING, {**RUNNING, "state": "exited"}, "web stopped"),
        ("container", RUNNING, {**RUNNING, "state": "odd"}, "web: running → odd"),
        ("container", RUNNING, {**RUNNING, "started_at": "2026-01-02T00:00:00Z"}, "web was restarted"),
        ("container", {**RUNNING, "health": "starting"}, {**RUNNING, "health": "healthy"}, "web is healthy"),
        ("container", {**RUNNING, "name": "old"}, RUNNING, "Container old is now called web"),
        ("container", RUNNING, {**RUNNING, "image": "b"}, "Container web changed"),
        ("endpoint", OFF, ON, "web got the address 10.0.0.2 on shop"),
        ("endpoint", OFF, {**ON, "ipv6": "fd00::2"}, "web got the address 10.0.0.2, fd00::2 on shop"),
        ("endpoint", ON, OFF, "web gave back its address 10.0.0.2 on shop"),
        ("endpoint", ON, {**ON, "ipv4": "10.0.0.5"}, "web on shop: address 10.0.0.2 → 10.0.0.5"),
        ("endpoint", ON, {**ON, "default_route": False}, "web does not go out through shop any more"),
        ("endpoint", OFF, {**OFF, "missing": True}, "Network shop is gone, and web still names it"),
        ("endpoint", None, ON, "web was connected to shop as 10.0.0.2"),
        ("endpoint", ON, None, "web was disconnected from shop"),
        ("interface", {"name": "eth0", "state": "up"}, {"name": "eth0", "state": "down"}, "Interface eth0 is down"),
        ("engine", {"name": "e", "state": "live"}, {"name": "e", "state": "unreachable", "reason": "no"}, "Engine e does not answer: no"),
        ("engine", AWAY, {**AWAY, "reason": "gone"}, "Engine e still does not answer: gone"),
        ("engine", NOT_YET, {**NOT_YET, "namespaces": {"available": True}}, "netviz looked at the host of engine e"),
        ("engine", {**NOT_YET, "namespaces": {"available": True}}, NOT_YET, "What netviz sees of the host of engine e changed"),
        ("network", {"name": "n", "labels": {}}, {"name": "n", "labels": {"a": "b"}}, "Network n changed"),
    ],
)  # fmt: skip
def test_words(kind: str, was: dict[str, Any] | None, now: dict[str, Any] | None, said: str) -> None:
    with translation.override("en"):
        assert words.change(change(kind, was, now).happening) == said


def test_what_the_words_tell_is_not_told_again() -> None:
    line = change("endpoint", {**OFF, "aliases": []}, {**ON, "aliases": ["aaaaaaaaaaaa"], "endpoint_id": "x"})
    assert line.differences == ()
    assert [item.field for item in line.minor] == ["aliases", "endpoint_id"]
    named = change("endpoint", {**OFF, "aliases": []}, {**ON, "aliases": ["aaaaaaaaaaaa", "db"]})
    assert [item.field for item in named.differences] == ["aliases"]


def test_an_update_whose_past_is_unknown_is_told_as_one() -> None:
    line = change("container", None, RUNNING, op="update")
    with translation.override("en"):
        assert words.change(line.happening) == "Container web changed"
    assert line.differences == ()


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause(type="event", action="container start"), "outside netviz"),
        (Cause(type="event", action="container die"), "reported by the engine"),
        (Cause(type="event", action="container health_status: healthy"), "reported by the engine"),
        (Cause(type="event"), "outside netviz"),
        (Cause(type="order", order=3, by="ada"), "by ada"),
        (Cause(type="pass"), "found when netviz looked at everything"),
    ],
)
def test_who_is_named_only_where_it_is_known(cause: Cause, said: str) -> None:
    with translation.override("en"):
        assert causes.cause(cause) == said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("privileged", True, "yes"),
        ("privileged", None, "–"),
        ("state", "exited", "exited"),
        ("aliases", ["a", "b"], "a, b"),
        ("labels", {"a": "b", "c": "d"}, "a=b, c=d"),
        ("ports", [{"port": 80, "protocol": "tcp", "host_ip": "127.0.0.1", "host_port": 8080}, {"port": 9, "protocol": "udp"}], "127.0.0.1:8080 → 80/tcp, 9/udp"),
        ("routes", [{"destination": "default", "gateway": "10.0.0.1"}], "default → 10.0.0.1"),
        ("addresses", [{"address": "10.0.0.2", "prefix_len": 24}], "10.0.0.2/24"),
        ("host_interfaces", {"available": True}, "visible"),
        ("unheard_of", [{"a": 1}], '{"a": 1}'),
    ],
)  # fmt: skip
def test_values_in_words(field: str, value: object, said: str) -> None:
    with translation.override("en"):
        assert fields.text("container", field, value) == said


def test_every_field_of_every_kind_has_words() -> None:
    from netviz.topology.schema import KINDS

    known = fields.FIELDS.keys() | changes.IDENTITY | {"namespace", "ifindex"}
    for kind, model in KINDS.items():
        assert not model.model_fields.keys() - known, kind
