"""Objects for the pages' tests, as an engine would report them."""

from typing import Any

from netviz.topology.schema import Container, Endpoint, Engine, Interface, Network, Observed, Port, Subnet

ENGINE = "host1"


def object_id(letters: str) -> str:
    """A full id as the engine makes them: 64 hexadecimal digits."""
    return letters.encode().hex().ljust(64, "0")[:64]


def engine(name: str = ENGINE, **fields: Any) -> Engine:
    described = {"state": "live", "product": "docker", "version": "28.5.2", "api_version": "1.51", "host_name": name}
    seen = {"host_interfaces": {"available": True}, "namespaces": {"available": True}}
    return Engine(**{"engine": name, "id": name, "name": name, "url": "unix:///x.sock", **described, **seen, **fields})


def network(name: str, subnet: str | None = None, **fields: Any) -> Network:
    subnets = (Subnet(subnet=subnet, gateway=subnet.replace(".0/", ".1/").partition("/")[0]),) if subnet else ()
    return Network(
        **{"engine": ENGINE, "id": object_id(name), "name": name, "driver": "bridge", "subnets": subnets, **fields}
    )


def container(name: str, **fields: Any) -> Container:
    return Container(
        **{"engine": ENGINE, "id": object_id(name), "name": name, "image": "busybox", "state": "running", **fields}
    )


def endpoint(of: Container, on: Network, ipv4: str | None = None, **fields: Any) -> Endpoint:
    return Endpoint(
        **{
            "engine": of.engine,
            "id": f"{of.id}:{on.id}",
            "container_id": of.id,
            "network_id": on.id,
            "network_name": on.name,
            "ipv4": ipv4,
            "ipv4_prefix_len": 24 if ipv4 else None,
            "mac": "02:42:ac:14:00:02" if ipv4 else None,
            **fields,
        }
    )


def interface(name: str, ifindex: int, type_: str, namespace: str = "host", **fields: Any) -> Interface:
    return Interface(
        **{
            "engine": ENGINE,
            "id": f"{namespace}:{ifindex}",
            "namespace": namespace,
            "ifindex": ifindex,
            "name": name,
            "type": type_,
            "state": "up",
            **fields,
        }
    )


def shop() -> dict[str, Observed]:
    """A small, full world on one engine, by name (an endpoint as `container@network`)."""
    front = network("shop_front", "172.20.0.0/24", project="shop", compose_network="front", bridge="br-51c0")
    back = network("shop_back", "172.21.0.0/24", project="shop", internal=True, labels={"tier": "data"})
    bridge = network("bridge", "172.17.0.0/16", predefined=True, default_bridge=True, bridge="docker0")
    host, none = network("host", driver="host", predefined=True), network("none", driver="null", predefined=True)
    lonely = network("lonely", "172.29.0.0/24")
    web = container(
        "web-1",
        image="shop/web:1.4",
        project="shop",
        service="web",
        ports=(
            Port(port=80, host_ip="0.0.0.0", host_port=8080),
            Port(port=80, host_ip="::", host_port=8080),
            Port(port=9000),
        ),
    )
    database = container("db", image="mysql:8", project="shop", service="db", state="exited", exit_code=137)
    alpine = container("alpine1", image="alpine")
    sidecar = container("sidecar", network_mode=f"container:{web.id}", namespace_owner=web.id)
    nginx = container("nginx", network_mode="host")
    eth0, bridge_interface = interface("eth0", 2, "ethernet"), interface("br-51c0", 5, "bridge", network_id=front.id)
    veth = interface("veth3f9a", 8, "veth", master="host:5", peer=f"{web.id}:7", container_id=web.id)
    inner = interface("eth0", 7, "veth", web.id, peer="host:8", container_id=web.id, network_id=front.id)
    made: list[Observed] = [
        engine(), front, back, bridge, host, none, lonely, web, database, alpine, sidecar, nginx,
        eth0, bridge_interface, veth,
    ]  # fmt: skip
    found = {item.name: item for item in made}  # type: ignore[attr-defined]
    found |= {
        "web-1@shop_front": endpoint(
            web, front, "172.20.0.3", default_route=True, ipv4_gateway="172.20.0.1", aliases=("web", "www")
        ),
        "web-1@shop_back": endpoint(web, back, "172.21.0.3", configured_ipv4="172.21.0.3"),
        "db@shop_back": endpoint(database, back, None, last_ipv4="172.21.0.2"),
        "alpine1@bridge": endpoint(alpine, bridge, "172.17.0.2", default_route=True),
        "inner": inner,
    }
    return found
