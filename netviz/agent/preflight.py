"""What an order meets: the objects that it names as the models hold them, and what refuses it before the engine is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netviz.engine.orders import OrderSpec
from netviz.engine.ownership import Note, notes
from netviz.topology import models, schema


class Refused(Exception):
    """An order that is not even sent: a code with parameters, and the HTTP status that says it."""

    def __init__(self, code: str, status: int, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.params = params


# Objects of the order's engine as the models held them a moment ago, in the same trip to the database; and by id.
Seen = Sequence[Mapping[str, Any]]
Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Standing:
    """The objects that an order names, as they stand. A connect's `endpoint` is None unless it is there already."""

    engine: schema.Engine
    container: schema.Container | None = None
    network: schema.Network | None = None
    endpoint: schema.Endpoint | None = None
    names: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def named_only(self) -> bool:
        """Whether the engine names the network in the running container though it is not connected to it."""
        return self.endpoint is not None and not self.endpoint.missing and not _stands(self.endpoint, self.container)


def stand(spec: OrderSpec, engine: models.Engine, seen: Seen = ()) -> Standing:
    """Looks up what the order names, but for what was just `seen`. Raises Refused: engine_unreachable, not_found, already_so."""
    state = schema.Engine.model_validate(engine.data) if engine.data else None
    if state is None or state.state != "live":
        raise Refused("engine_unreachable", 502, engine=engine.name, reason=state.reason if state else None)
    rows = {str(item["id"]): item for item in seen}
    container = _container(getattr(spec, "container", None), engine, rows)
    network = _network(_named_network(spec), engine, rows)
    endpoint = _endpoint(container, network, engine)
    _refuse_what_is_so(spec, container, endpoint)
    names = _names(spec, container, network, engine)
    return Standing(state, container, network, endpoint, names, tuple(notes(spec, container, network)))


def _named_network(spec: OrderSpec) -> str | None:
    """The id of the network that the order names; `container:<id>` is another container's namespace, and no network."""
    network = getattr(spec, "network", None)
    return None if network is not None and network.startswith("container:") else network


def _container(object_id: str | None, engine: models.Engine, seen: Rows) -> schema.Container | None:
    if object_id is None:
        return None
    data = seen.get(object_id) or _row(models.Container, object_id, engine)
    if data is None:
        raise Refused("not_found", 404, kind="container", ref=object_id)
    return schema.Container.model_validate(data)


def _network(object_id: str | None, engine: models.Engine, seen: Rows) -> schema.Network | None:
    if object_id is None:
        return None
    data = seen.get(object_id) or _row(models.Network, object_id, engine)
    if data is None:
        raise Refused("not_found", 404, kind="network", ref=object_id)
    return schema.Network.model_validate(data)


def _row(model: type[Any], object_id: str, engine: models.Engine) -> dict[str, Any] | None:
    """The object as the models hold it."""
    found: dict[str, Any] | None = (
        model.objects.filter(engine=engine, object_id=object_id).values_list("data", flat=True).first()
    )
    return found


def _endpoint(
    container: schema.Container | None, network: schema.Network | None, engine: models.Engine
) -> schema.Endpoint | None:
    if container is None or network is None:
        return None
    data = _row(models.Endpoint, f"{container.id}:{network.id}", engine)
    return schema.Endpoint.model_validate(data) if data else None


def _names(
    spec: OrderSpec, container: schema.Container | None, network: schema.Network | None, engine: models.Engine
) -> dict[str, str]:
    names = {item.id: item.name for item in (container, network) if item}
    listed = getattr(spec, "networks", ())
    if listed:
        rows = models.Network.objects.filter(engine=engine, object_id__in=listed)
        names |= dict(rows.values_list("object_id", "name"))
        for missing in set(listed) - names.keys():
            raise Refused("not_found", 404, kind="network", ref=missing)
    return names


# The states in which an order's effect already holds. A paused container is running for the engine's `start`.
_ALREADY = {
    "start": {"running", "paused"},
    "stop": {"exited", "created", "dead"},
    "pause": {"paused"},
    "unpause": {"running"},
}


def _stands(endpoint: schema.Endpoint, container: schema.Container | None) -> bool:
    """A stopped container's attachment is configured only; a running one's that is not attached failed, and can be tried again."""
    stopped = container is None or container.state in _ALREADY["stop"]
    return not endpoint.missing and (stopped or endpoint.attached)


def _refuse_what_is_so(spec: OrderSpec, container: schema.Container | None, endpoint: schema.Endpoint | None) -> None:
    if spec.action == "connect" and endpoint is not None and _stands(endpoint, container):
        raise Refused("already_connected", 409)
    if spec.action == "disconnect" and endpoint is None:
        raise Refused("not_connected", 409)
    if container is not None and container.state in _ALREADY.get(spec.action, ()):
        raise Refused("already_so", 409, state=container.state)
    if spec.action == "rename" and container is not None and container.name == spec.name:
        raise Refused("already_so", 409, state=container.state)
