"""An engine behind TCP and TLS, as remote ones are: watched, operated, and refused where either side can't prove who it is."""

import asyncio
import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from netviz.accounts.models import User
from netviz.agent.agents import Agents
from netviz.agent.models import Order
from netviz.engine.client import EngineClient, Tls
from netviz.engine.errors import EngineError
from netviz.topology import snapshot
from netviz.topology.db import in_db
from netviz.topology.models import Engine
from tests.agent.conftest import NAME, World

pytestmark = pytest.mark.engine


class Authority:
    """Makes PEM files in a folder, as people who secure a docker socket do."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self._key, self._name = ec.generate_private_key(ec.SECP256R1()), name
        self._sign("ca", self._key, [(x509.BasicConstraints(ca=True, path_length=None), True)])
        ends = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        local = x509.SubjectAlternativeName([x509.DNSName("localhost")])
        key = ec.generate_private_key(ec.SECP256R1())
        self._sign("cert", key, [(local, False), (x509.ExtendedKeyUsage(ends), False)])

    @property
    def tls(self) -> Tls:
        return Tls(**{name: str(self.folder / f"{name}.pem") for name in ("ca", "cert", "key")})

    def _sign(
        self, what: str, key: ec.EllipticCurvePrivateKey, extensions: list[tuple[x509.ExtensionType, bool]]
    ) -> None:
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self._name)])
        subject = issuer if what == "ca" else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(
            now + datetime.timedelta(hours=1)
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        pem = builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        (self.folder / f"{what}.pem").write_bytes(pem)
        if what == "cert":
            formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            (self.folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *formats))


class Door:
    """Passes TLS connections of those that show a certificate on to the engine's unix socket."""

    def __init__(self, tls: Tls, engine_url: str) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(tls.cert), tls.key)
        context.load_verify_locations(tls.ca)
        context.verify_mode = ssl.CERT_REQUIRED
        self._context, self._path = context, engine_url.removeprefix("unix://")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://localhost:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                raw, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(raw,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        with contextlib.suppress(OSError), raw, socket.socket(socket.AF_UNIX) as engine:
            client = self._context.wrap_socket(raw, server_side=True)
            engine.connect(self._path)
            self._open += [client, engine]
            back = threading.Thread(target=_pass_on, args=(engine, client), daemon=True)
            back.start()
            _pass_on(client, engine)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for sock in (source, target):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def door(authority: Authority, engine_url: str) -> Iterator[Door]:
    door = Door(authority.tls, engine_url)
    yield door
    door.close()


@pytest.fixture(autouse=True, params=[None, "/etc/ssl/certs/ca-certificates.crt"], ids=["bare", "bundle"])
def _bundle(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a machine's environment names authorities for other programs, the engine's own counts all the same."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        if request.param:
            monkeypatch.setenv(name, request.param)


async def test_watched_and_operated(door: Door, authority: Authority, transactional_db: None, operator: User) -> None:
    tls = authority.tls
    row = {"tls_ca": tls.ca, "tls_cert": tls.cert, "tls_key": tls.key}
    await in_db(lambda: Engine.objects.create(name=NAME, url=door.url, **row))
    agents, world = asyncio.create_task(Agents().run()), World(door_to(door))
    try:

        async def live() -> bool:
            return any(engine["state"] == "live" for engine in await in_db(snapshot.objects, "engine"))

        await world.until(live)
        container, network = await world.run(), await world.network("--subnet", "172.31.80.0/24")
        await world.until(lambda: world.find("network", network))
        await world.running(container)
        assert (await world.last_cause("container", container))["type"] == "event"
        order = await world.order(operator, action="connect", container=container, network=network, ipv4="172.31.80.9")
        assert order.state == Order.State.DONE, order.error
        assert (await world.endpoint(container, network))["ipv4"] == "172.31.80.9"

        # Its machine is not this one, for all that netviz can know: what can't be seen is said.
        async def said() -> bool:
            (engine,) = await in_db(snapshot.objects, "engine")
            return all(engine[what]["code"] not in (None, "not_yet") for what in ("host_interfaces", "namespaces"))

        await world.until(said)
    finally:
        agents.cancel()
        await asyncio.gather(agents, return_exceptions=True)
        for name in world.names:
            await world.docker("rm", "-f", "-v", name, check=False)
            await world.docker("network", "rm", name, check=False)


def door_to(door: Door) -> str:
    """The engine behind it, for the CLI, which has no certificate."""
    return f"unix://{door._path}"


def test_without_a_certificate_nobody_comes_in(door: Door, authority: Authority) -> None:
    with pytest.raises(EngineError) as refused:
        EngineClient(door.url, tls=Tls(ca=authority.tls.ca)).get("/networks")
    assert refused.value.code == "unreachable"
    assert refused.value.detail


def test_an_engine_that_can_not_prove_who_it_is_is_not_spoken_to(
    door: Door, authority: Authority, tmp_path: Path
) -> None:
    foreign = Authority(tmp_path, "foreign").tls
    with pytest.raises(EngineError) as refused:
        EngineClient(door.url, tls=Tls(ca=foreign.ca, cert=authority.tls.cert, key=authority.tls.key)).get("/networks")
    assert refused.value.code == "unreachable"
    assert "certificate" in refused.value.detail.lower()


def test_files_that_are_not_there_are_said(door: Door) -> None:
    with pytest.raises(EngineError) as refused:
        EngineClient(door.url, tls=Tls(ca="/nowhere/ca.pem")).get("/networks")
    assert refused.value.code == "unreachable"
    assert refused.value.detail


def test_plain_words_to_an_engine_that_wants_tls(door: Door) -> None:
    with pytest.raises(EngineError) as refused:
        EngineClient(door.url).get("/networks")
    assert refused.value.code == "unreachable"
