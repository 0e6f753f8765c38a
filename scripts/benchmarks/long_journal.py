"""A journal of many changes, written straight into a database: containers come, move, restart and go, in many networks, for a month."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

ENGINE = "bench"
SPAN = timedelta(days=29)
Row = tuple[str, str, str, dict[str, Any] | None]


def write(changes: int, containers: int, networks: int, seed: int = 4) -> None:
    """Fills the database that DJANGO_SETTINGS_MODULE names: the journal and the rows as they are after it. Needs Django set up."""
    from netviz.topology import models
    from netviz.topology.rows import MODELS

    start, step = datetime.now(UTC) - SPAN, SPAN / changes
    living: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    made: list[Any] = []
    for number, (op, kind, key, data) in enumerate(_life(changes, containers, networks, random.Random(seed)), start=1):
        made.append(
            models.Change(
                revision=number,
                time=start + step * number,
                engine=ENGINE,
                op=op,
                kind=kind,
                object_id=key,
                cause={"type": "event", "action": op},
                data=data,
            )
        )
        if data is None:
            living.pop((kind, key), None)
        else:
            living[kind, key] = (number, data)
    models.Change.objects.bulk_create(made, batch_size=2000)
    models.Journal.objects.update_or_create(only=True, defaults={"revision": changes})
    _, data = living.pop(("engine", ENGINE))
    engine = models.Engine.objects.create(name=ENGINE, url="http://127.0.0.1:9", enabled=False, data=data)
    columns = {
        "network": ("name", "driver"),
        "container": ("name", "state"),
        "endpoint": ("container_id", "network_id"),
    }
    columns["interface"] = ("namespace", "name")
    for kind, model in MODELS.items():
        rows = [(key[1], *value) for key, value in living.items() if key[0] == kind]
        model.objects.bulk_create(
            [
                model(
                    engine=engine, object_id=key, revision=at, data=data, **{name: data[name] for name in columns[kind]}
                )
                for key, at, data in rows
            ]
        )


def _life(changes: int, containers: int, networks: int, chance: random.Random) -> Iterator[Row]:
    """Exactly `changes` of them: the beginning of everything, then what happens in a month."""
    from netviz.topology import schema

    nets = [
        schema.Network(
            engine=ENGINE,
            id=f"{number:064x}",
            name=f"net-{number}",
            driver="bridge",
            bridge=f"br-{number:012x}",
            subnets=(schema.Subnet(subnet=f"10.{number}.0.0/16", gateway=f"10.{number}.0.1"),),
        )
        for number in range(networks)
    ]
    yield _row("add", schema.Engine(engine=ENGINE, id=ENGINE, name=ENGINE, url="http://127.0.0.1:9", state="live"))
    count = 1
    for net in nets:
        yield _row("add", net)
        count += 1
    state: dict[int, tuple[schema.Container, schema.Endpoint] | None] = dict.fromkeys(range(containers))
    number = 0
    while count < changes:
        place = number if number < containers else chance.randrange(containers)
        number += 1
        for row in _turn(place, state, nets, chance):
            if count < changes:
                yield row
                count += 1


def _turn(place: int, state: dict[int, Any], nets: list[Any], chance: random.Random) -> Iterator[Row]:
    """What one container does next: it comes, restarts, moves to another network, or goes."""
    there = state[place]
    if there is None:
        container, endpoint = _made(place, nets[place % len(nets)])
        state[place] = container, endpoint
        yield _row("add", container)
        yield _row("add", endpoint)
        yield from _links("add", container, endpoint)
        return
    container, endpoint = there
    turn = chance.random()
    if turn < 0.6:
        now = container.model_copy(update={"state": "exited" if container.state == "running" else "running"})
        state[place] = now, endpoint
        yield _row("update", now)
    elif turn < 0.9:
        yield ("remove", "endpoint", endpoint.id, None)
        moved = _made(place, chance.choice(nets))[1]
        state[place] = container, moved
        yield _row("add", moved)
    else:
        yield ("remove", "endpoint", endpoint.id, None)
        yield ("remove", "container", container.id, None)
        yield from _links("remove", container, endpoint)
        state[place] = None


def _made(place: int, net: Any) -> tuple[Any, Any]:
    from netviz.topology import schema

    container = schema.Container(
        engine=ENGINE,
        id=f"{place + 1_000_000:064x}",
        name=f"service-{place}",
        image="registry.example/app:1.4",
        state="running",
        labels={f"com.example.label-{number}": "value" for number in range(6)},
    )
    endpoint = schema.Endpoint(
        engine=ENGINE,
        id=f"{container.id}:{net.id}",
        container_id=container.id,
        network_id=net.id,
        network_name=net.name,
        ipv4=net.subnets[0].subnet.replace("0.0/16", f"{place // 250}.{place % 250 + 2}"),
        ipv4_prefix_len=16,
        mac="02:42:0a:00:00:02",
        default_route=True,
    )
    return container, endpoint


def _links(op: str, container: Any, endpoint: Any) -> Iterator[Row]:
    """Both ends of its veth pair."""
    from netviz.topology import schema

    index = int(container.id, 16) % 1_000_000
    for namespace, ifindex, name in (
        ("host", 2 * index + 11, f"veth{index:x}"),
        (container.id, 2 * index + 10, "eth0"),
    ):
        link = schema.Interface(
            engine=ENGINE,
            id=f"{namespace}:{ifindex}",
            namespace=namespace,
            ifindex=ifindex,
            name=name,
            type="veth",
            state="up",
            container_id=container.id,
            network_id=endpoint.network_id,
            endpoint_id=endpoint.id,
        )
        yield _row("add", link) if op == "add" else ("remove", "interface", link.id, None)


def _row(op: str, item: Any) -> Row:
    return op, item.kind, item.id, item.data()
