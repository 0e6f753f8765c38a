"""Orders that every engine carries out alike, through netviz's API, and what netviz says after each."""

from collections.abc import Callable

from tests.calls import Api

LIFE = (
    ("pause", None, "paused"),
    ("unpause", None, "running"),
    ("stop", {"timeout": 0}, "exited"),
    ("start", None, "running"),
    ("restart", {"timeout": 0}, "running"),
)


def lives(api: Api, container: str, name: str, look: Callable[[str], None]) -> None:
    """A running container through all its states, a new name and its end; `look` is told each state, to ask the engine itself."""
    for call, body, state in LIFE:
        api.order("POST", f"containers/{container}/{call}", body)
        assert api.call("GET", f"containers/{container}")[1]["state"] == state, call
        look(state)
    renamed = f"{name}-renamed"
    api.order("POST", f"containers/{name}/rename", {"name": renamed})
    assert api.call("GET", f"containers/{renamed}")[1]["id"] == container
    look("running")
    assert api.call("DELETE", f"containers/{renamed}")[0] == 409
    api.order("DELETE", f"containers/{renamed}?force=true")
    assert api.call("GET", f"containers/{container}")[0] == 404


def prunes(api: Api, unused: str, used: str) -> None:
    """Of two networks (ids) only the one that nobody is on goes, and the answer says so of each."""
    result = api.order("POST", "networks/prune", {"networks": [unused, used]})["result"]
    assert result["removed"] == [unused]
    assert [(item["id"], item["code"]) for item in result["failed"]] == [(used, "active_endpoints")]
