"""Records what an engine answers: `python -m tests.engine.record URL NAME` writes tests/engine/recorded/NAME.json.

It makes one of everything that engines answer differently about (networks, containers in every state, failing calls), keeps the
raw answers, and removes what it made. The parsers' tests read the files; the files are made again when a new engine comes out
(`scripts/engines up NAME` brings one up).
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError
from netviz.engine.events import FILTERS

FOLDER = Path(__file__).parent / "recorded"
PREFIX = "rec-"
NAMES = ("bridge", "host", "none", "podman")
# Nothing that netviz reads; they make up most of an inspect's size.
DROPPED = {"GraphDriver", "Mounts", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "MaskedPaths", "ReadonlyPaths",
           "BlkioWeightDevice", "ContainerIDFile", "StaticDir", "OCIConfigPath", "ConmonPidFile", "PidFile", "CreateCommand"}  # fmt: skip
MISSING_ID = "f" * 64


class Recorder:
    def __init__(self, url: str) -> None:
        self.client = EngineClient(url)
        self.ids: dict[str, str] = {}
        self.failures: list[dict[str, Any]] = []
        self.ghosts: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []

    def attempt(self, label: str, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The answer; a failure is recorded under its label."""
        try:
            return self.client.call(
                method, path, params=params, body=None if body is None else json.dumps(body).encode()
            )
        except EngineError as error:
            self.failures.append({"label": label, "status": error.status, "message": error.detail})
            return None

    def network(self, name: str, **body: Any) -> str | None:
        answer = self.attempt(f"make {name}", "POST", "/networks/create", {"Name": PREFIX + name, **body})
        if isinstance(answer, dict):
            self.ids[name] = answer["Id"]
        return self.ids.get(name)

    def container(self, name: str, mode: str, *, start: bool = True, endpoint: Any = None, **body: Any) -> str | None:
        host = {"NetworkMode": mode, **body.pop("HostConfig", {})}
        config = {"Image": "busybox:latest", "Cmd": ["sleep", "600"], "StopTimeout": 0, **body, "HostConfig": host}
        if endpoint:
            config["NetworkingConfig"] = {"EndpointsConfig": {mode: endpoint}}
        answer = self.attempt(f"make {name}", "POST", "/containers/create", config, name=PREFIX + name)
        if not isinstance(answer, dict):
            return None
        self.ids[name] = answer["Id"]
        if start:
            self.attempt(f"start {name}", "POST", f"/containers/{answer['Id']}/start")
        return self.ids[name]

    def connect(self, network: str, container: str, label: str = "", **endpoint: Any) -> None:
        path = f"/networks/{self.ids.get(network, PREFIX + network)}/connect"
        body = {"Container": self.ids.get(container, container), "EndpointConfig": endpoint}
        self.attempt(label or f"connect {container} to {network}", "POST", path, body)

    def stop(self, name: str) -> None:
        self.attempt(f"stop {name}", "POST", f"/containers/{self.ids[name]}/stop", t=0)

    def listen(self) -> None:
        def drain() -> None:
            try:
                for event in self.client.stream("/events", filters=FILTERS):
                    self.events.append(event)
            except EngineError:
                return  # its end

        threading.Thread(target=drain, daemon=True).start()
        time.sleep(0.5)


def ipam(*configs: dict[str, Any]) -> dict[str, Any]:
    return {"Driver": "default", "Config": list(configs)}


def make_networks(rec: Recorder) -> None:
    rec.network(
        "a",
        Driver="bridge",
        Labels={"com.docker.compose.project": "shop", "com.docker.compose.network": "front"},
        Options={"com.docker.network.driver.mtu": "1400"},
        IPAM=ipam({"Subnet": "172.30.1.0/24", "Gateway": "172.30.1.1", "IPRange": "172.30.1.128/25", "AuxiliaryAddresses": {"printer": "172.30.1.5"}}),
    )  # fmt: skip
    rec.network("dual", EnableIPv6=True, IPAM=ipam({"Subnet": "172.30.2.0/24"}, {"Subnet": "fd00:30:2::/64"}))
    rec.network("internal", Internal=True, IPAM=ipam({"Subnet": "172.30.3.0/24"}))
    rec.network("six", EnableIPv6=True, EnableIPv4=False, IPAM=ipam({"Subnet": "fd00:30:4::/64"}))
    rec.network("macvlan", Driver="macvlan", Options={"parent": "eth0"}, IPAM=ipam({"Subnet": "10.79.0.0/24"}))
    rec.network("plain")
    rec.network("config", ConfigOnly=True, IPAM=ipam({"Subnet": "172.30.5.0/24"}))
    rec.network("configured", ConfigFrom={"Network": PREFIX + "config"})
    rec.network("doomed", IPAM=ipam({"Subnet": "172.30.6.0/24"}))
    rec.network("late")
    for _ in range(2):
        rec.network("twin", CheckDuplicate=False)
    rec.network("ipvlan", Driver="ipvlan", Options={"parent": "eth0"}, IPAM=ipam({"Subnet": "10.80.0.0/24"}))


def make_containers(rec: Recorder) -> None:
    a, dual, internal = rec.ids["a"], rec.ids["dual"], rec.ids["internal"]
    ports = {
        "PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "18080"}], "53/udp": [{"HostPort": "18053"}]}
    }
    rec.container(
        "web", a, endpoint={"IPAMConfig": {"IPv4Address": "172.30.1.20"}, "Aliases": ["www"]},
        ExposedPorts={"80/tcp": {}, "53/udp": {}, "9000/tcp": {}}, Env=["PASSWORD=hunter2", "EMPTY="], Hostname="shopfront",
        Labels={"com.docker.compose.project": "shop", "com.docker.compose.service": "web", "com.docker.compose.container-number": "2"},
        HostConfig={**ports, "ExtraHosts": ["db:172.30.1.9"], "Dns": ["10.0.0.53"], "DnsSearch": ["example.org"],
                    "RestartPolicy": {"Name": "unless-stopped"}, "CapAdd": ["NET_RAW"], "CapDrop": ["MKNOD"]},
    )  # fmt: skip
    rec.container("multi", internal)
    rec.connect("a", "multi", Aliases=["m"])
    rec.connect("dual", "multi", IPAMConfig={"IPv4Address": "172.30.2.33", "IPv6Address": "fd00:30:2::33"})
    rec.container("sidecar", f"container:{rec.ids['web']}")
    rec.container("hosted", "host")
    rec.container("alone", "none")
    rec.container("default", "default")
    rec.container("never", dual, start=False)
    rec.container("stopped", dual, endpoint={"IPAMConfig": {"IPv4Address": "172.30.2.50"}})
    rec.stop("stopped")
    rec.connect("late", "stopped", "connect a stopped container")
    rec.container("orphan", rec.ids["doomed"])
    rec.stop("orphan")
    rec.attempt("remove a network that a stopped container names", "DELETE", f"/networks/{rec.ids['doomed']}")
    if rec.container("twinned", "default") and "twin" in rec.ids:
        rec.connect("twin", "twinned")
    rec.container("paused", rec.ids["plain"])
    rec.attempt("pause", "POST", f"/containers/{rec.ids['paused']}/pause")
    if "six" in rec.ids:
        rec.container("sixth", rec.ids["six"])
    if "macvlan" in rec.ids:
        rec.container("direct", rec.ids["macvlan"])
    health = {"Test": ["CMD", "true"], "Interval": 1_000_000_000, "Timeout": 1_000_000_000, "Retries": 1}
    rec.container("healthy", a, Healthcheck=health)


def provoke(rec: Recorder) -> None:
    """One failing call for each thing that people get wrong."""
    for label, network, address in (
        ("address in use", "a", "172.30.1.20"),
        ("address outside the subnet", "a", "10.1.1.1"),
        ("address without configured subnet", "plain", "172.31.99.99"),
    ):
        # A container each: a connect that fails leaves traces, on some engines also such as spoil later inspects.
        if victim := rec.container("victim", "default"):
            rec.connect(network, victim, label, IPAMConfig={"IPv4Address": address})
            rec.ghosts[label] = rec.attempt(f"inspect after: {label}", "GET", f"/containers/{victim}/json")
            body = {"Container": victim, "Force": True}
            rec.attempt(f"disconnect after: {label}", "POST", f"/networks/{rec.ids[network]}/disconnect", body)
            rec.attempt(f"restart after: {label}", "POST", f"/containers/{victim}/restart", t=0)
            rec.attempt(f"remove after: {label}", "DELETE", f"/containers/{victim}", force="true")
    rec.connect("a", "web", "connected already")
    rec.connect("a", MISSING_ID, "connect what is not there")
    rec.connect("not-there", "default", "connect to what is not there")
    rec.connect("a", "hosted", "connect a container of the host's namespace")
    rec.connect("a", "sidecar", "connect a sidecar")
    rec.connect("a", "alone", "connect a container of none")
    disconnect = f"/networks/{rec.ids['plain']}/disconnect"
    rec.attempt("disconnect what is not connected", "POST", disconnect, {"Container": rec.ids["web"]})
    rec.attempt("remove a network in use", "DELETE", f"/networks/{rec.ids['a']}")
    rec.attempt("remove a network that is not there", "DELETE", f"/networks/{MISSING_ID}")
    rec.attempt("remove the default network", "DELETE", "/networks/bridge")
    rec.attempt("remove the network host", "DELETE", "/networks/host")
    rec.network("overlap", IPAM=ipam({"Subnet": "172.30.1.0/25"}))
    rec.network("driverless", Driver="no-such-driver")
    rec.network("overlay", Driver="overlay")
    rec.network("nonsense", IPAM=ipam({"Subnet": "not a subnet"}))
    rec.network("outside", IPAM=ipam({"Subnet": "172.30.9.0/24", "Gateway": "172.30.10.1"}))
    rec.network("parent-taken", Driver="macvlan", Options={"parent": "eth0"}, IPAM=ipam({"Subnet": "10.81.0.0/24"}))
    rec.network("parentless", Driver="macvlan", Options={"parent": "nowhere0"}, IPAM=ipam({"Subnet": "10.82.0.0/24"}))
    rec.network("nosix", EnableIPv6=True)
    rec.network("bad name!")
    rec.attempt("name of a network taken", "POST", "/networks/create", {"Name": PREFIX + "a", "CheckDuplicate": True})
    rec.attempt(
        "name of a container taken",
        "POST",
        "/containers/create",
        {"Image": "busybox:latest", "Cmd": ["true"]},
        name=PREFIX + "web",
    )
    rec.attempt("image not there", "POST", "/containers/create", {"Image": "no/such:image"}, name=PREFIX + "x")
    rec.container("commandless", "default", Cmd=["/no/such/command"])
    rec.container("portless", "default", ExposedPorts={"80/tcp": {}},
                  HostConfig={"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "18080"}]}})  # fmt: skip
    if "ipvlan" in rec.ids:
        rec.container("l2", rec.ids["ipvlan"])
    rec.container("static-on-default", "bridge", endpoint={"IPAMConfig": {"IPv4Address": "172.17.0.77"}})
    for action in ("pause", "unpause", "stop", "kill"):
        rec.attempt(f"{action} a stopped container", "POST", f"/containers/{rec.ids['stopped']}/{action}")
    rec.attempt("start a running container", "POST", f"/containers/{rec.ids['web']}/start")
    rec.attempt("start what is not there", "POST", f"/containers/{MISSING_ID}/start")
    rec.attempt("remove a running container", "DELETE", f"/containers/{rec.ids['web']}")
    rec.attempt("remove a container that is not there", "DELETE", f"/containers/{MISSING_ID}")
    rec.attempt("rename to a name taken", "POST", f"/containers/{rec.ids['stopped']}/rename", name=PREFIX + "web")
    rec.attempt("rename to nonsense", "POST", f"/containers/{rec.ids['stopped']}/rename", name="bad name!")
    rec.network("tiny", IPAM=ipam({"Subnet": "172.30.7.0/30"}))
    rec.container("first", rec.ids["tiny"])
    rec.container("one-too-many", rec.ids["tiny"])
    exhaust(rec)


def exhaust(rec: Recorder) -> None:
    """Networks until all predefined address pools are used up (31 on Docker, 255 and more on Podman: not tried there)."""
    before = len(rec.failures)
    for number in range(40):
        if rec.network(f"pool{number}") is None:
            break
    del rec.failures[before + 1 :]
    for name in [name for name in rec.ids if name.startswith("pool")]:
        rec.attempt(f"remove {name}", "DELETE", f"/networks/{rec.ids.pop(name)}")


def make_events(rec: Recorder) -> None:
    plain, default = rec.ids["plain"], rec.ids["default"]
    rec.connect("plain", "default", "connect for the event")
    rec.attempt("disconnect", "POST", f"/networks/{plain}/disconnect", {"Container": default})
    for action in ("pause", "unpause", "restart", "stop"):
        rec.attempt(
            action, "POST", f"/containers/{default}/{action}", **({"t": 0} if action in ("restart", "stop") else {})
        )
    rec.attempt("rename", "POST", f"/containers/{default}/rename", name=PREFIX + "renamed")
    rec.network("brief")
    rec.attempt("remove", "DELETE", f"/networks/{rec.ids.pop('brief')}")
    time.sleep(1)


def observe(rec: Recorder) -> dict[str, Any]:
    get = rec.client.get
    networks = [item for item in get("/networks") if wanted(item["Name"])]
    containers = [item for item in get("/containers/json", all="1") if wanted(item["Names"][0].lstrip("/"))]
    return {
        "ping": {
            k: v for k, v in rec.client.ping().items() if k in ("Api-Version", "Server", "Libpod-Api-Version", "Date")
        },
        "version": get("/version"),
        "info": {key: value for key, value in get("/info").items() if key in INFO},
        "networks": networks,
        "containers": containers,
        "network_inspects": inspects(rec, "/networks/{}", [item["Id"] for item in networks]),
        "container_inspects": inspects(rec, "/containers/{}/json", [item["Id"] for item in containers]),
        "libpod_networks": libpod(rec),
    }


INFO = {
    "ID",
    "Name",
    "OperatingSystem",
    "KernelVersion",
    "Architecture",
    "FirewallBackend",
    "Swarm",
    "SystemTime",
    "ServerVersion",
}


def wanted(name: str) -> bool:
    return name.startswith(PREFIX) or name in NAMES


def inspects(rec: Recorder, path: str, ids: list[str]) -> dict[str, Any]:
    found = {key: rec.attempt(f"inspect {key}", "GET", path.format(key)) for key in ids}
    return {key: without_bulk(value) for key, value in found.items() if value is not None}


def without_bulk(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_bulk(inner) for key, inner in value.items() if key not in DROPPED}
    return [without_bulk(inner) for inner in value] if isinstance(value, list) else value


def libpod(rec: Recorder) -> Any:
    try:
        return [item for item in rec.client.libpod("/libpod/networks/json") if wanted(item["name"])]
    except EngineError:
        return None


def clean(rec: Recorder) -> None:
    # The newest first: a sidecar goes before the owner of its namespace.
    for item in sorted(rec.client.get("/containers/json", all="1"), key=lambda item: -item["Created"]):
        if item["Names"][0].lstrip("/").startswith(PREFIX):
            try_delete(rec, f"/containers/{item['Id']}", force="true", v="true")
    for item in rec.client.get("/networks"):
        if item["Name"].startswith(PREFIX):
            try_delete(rec, f"/networks/{item['Id']}")


def try_delete(rec: Recorder, path: str, **params: str) -> None:
    try:
        rec.client.delete(path, **params)
    except EngineError as error:
        print(path, error, file=sys.stderr)


def main(url: str, name: str) -> None:
    rec = Recorder(url)
    clean(rec)
    rec.listen()
    try:
        make_networks(rec)
        make_containers(rec)
        time.sleep(2)
        seen = observe(rec)
        provoke(rec)
        make_events(rec)
    finally:
        clean(rec)
    time.sleep(1)
    answers = {
        **seen,
        "failures": rec.failures,
        "events": rec.events,
        "ids": rec.ids,
        "ghosts": without_bulk(rec.ghosts),
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(answers, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
