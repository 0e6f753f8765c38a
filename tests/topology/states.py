"""Topology objects for the tests, and strategies that make whole states of them."""

from typing import Any

from hypothesis import strategies as st

from netviz.topology.schema import Cause, Container, Endpoint, Interface, Key, Network, Observed

ENGINE = "e"
EVENT = Cause(type="event", action="test")
FIRST = Cause(type="first")
# Small pools of ids, so that two states meet in some objects and differ in others.
IDS = st.sampled_from([letter * 64 for letter in "abcdef"])
TEXTS = st.text(max_size=20).filter(lambda text: "\x00" not in text)


def network(object_id: str = "n" * 64, **fields: Any) -> Network:
    return Network(
        engine=ENGINE, id=object_id, name=fields.pop("name", "net"), driver=fields.pop("driver", "bridge"), **fields
    )


def container(object_id: str = "c" * 64, **fields: Any) -> Container:
    return Container(engine=ENGINE, id=object_id, name=fields.pop("name", "box"), **fields)


def endpoint(container_id: str = "c" * 64, network_id: str = "n" * 64, **fields: Any) -> Endpoint:
    return Endpoint(
        engine=ENGINE,
        id=f"{container_id}:{network_id}",
        container_id=container_id,
        network_id=network_id,
        network_name="net",
        **fields,
    )


def interface(ifindex: int = 2, namespace: str = "host", **fields: Any) -> Interface:
    return Interface(
        engine=ENGINE,
        id=f"{namespace}:{ifindex}",
        namespace=namespace,
        ifindex=ifindex,
        name=fields.pop("name", "eth0"),
        type="veth",
        **fields,
    )


def keyed(*objects: Observed) -> dict[Key, Observed]:
    return {item.key: item for item in objects}


_objects = st.one_of(
    st.builds(network, IDS, name=TEXTS, internal=st.booleans(), labels=st.dictionaries(TEXTS, TEXTS, max_size=2)),
    st.builds(container, IDS, name=TEXTS, state=st.sampled_from(["running", "exited"]), health=st.none() | TEXTS),
    st.builds(endpoint, IDS, IDS, ipv4=st.none() | st.just("10.0.0.2"), missing=st.booleans()),
    st.builds(interface, st.integers(1, 4), mtu=st.none() | st.integers(68, 9000)),
)
STATES = st.lists(_objects, max_size=12).map(lambda objects: keyed(*objects))
