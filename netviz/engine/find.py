"""Finds the engine that this machine offers: where the docker CLI would look, then Podman's sockets."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from netviz.engine.client import EngineClient, Tls
from netviz.engine.errors import EngineError


@dataclass(frozen=True)
class Found:
    """`how`: DOCKER_HOST, context:<name>, or socket."""

    url: str
    how: str
    tls: Tls | None = None


def find_engine(environ: Mapping[str, str], *, root: Path = Path("/")) -> Found | None:
    """The first candidate that answers. One that was named (DOCKER_HOST, a context) is taken even while it does not."""
    for candidate in candidates(environ, root=root):
        if candidate.how != "socket" or _answers(candidate):
            return candidate
    return None


def candidates(environ: Mapping[str, str], *, root: Path = Path("/")) -> Iterator[Found]:
    """Where an engine may be, most explicit first: DOCKER_HOST, the current docker context, the usual sockets."""
    named = environ.get("DOCKER_HOST")
    if named:
        yield Found(named, "DOCKER_HOST", _environment_tls(environ, named))
        return
    context = _context(environ)
    if context:
        yield context
        return
    for path in _sockets(environ, root):
        if path.is_socket():
            yield Found(f"unix://{path}", "socket")


def answers(found: Found) -> EngineError | None:
    """Why the engine can't be used; None when it answers."""
    try:
        EngineClient(found.url, tls=found.tls, timeout_s=5).ping()
    except EngineError as error:
        return error
    return None


def _answers(found: Found) -> bool:
    return answers(found) is None


def _sockets(environ: Mapping[str, str], root: Path) -> list[Path]:
    runtime = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    paths = [
        "/var/run/docker.sock",
        f"{runtime}/docker.sock",
        "/run/podman/podman.sock",
        f"{runtime}/podman/podman.sock",
    ]
    return [root / path.lstrip("/") for path in paths]


def _environment_tls(environ: Mapping[str, str], url: str) -> Tls | None:
    if not url.startswith("tcp:") or not environ.get("DOCKER_TLS_VERIFY"):
        return None
    folder = Path(environ.get("DOCKER_CERT_PATH") or _config_folder(environ))
    return _tls_in(folder)


def _tls_in(folder: Path) -> Tls | None:
    paths = {"ca": folder / "ca.pem", "cert": folder / "cert.pem", "key": folder / "key.pem"}
    there = {name: str(path) for name, path in paths.items() if path.is_file()}
    return Tls(**there) if there else None


def _config_folder(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("DOCKER_CONFIG") or Path(environ.get("HOME") or "/root") / ".docker")


def _context(environ: Mapping[str, str]) -> Found | None:
    """The docker CLI's current context, unless it is the default one (the usual socket)."""
    folder = _config_folder(environ)
    name = environ.get("DOCKER_CONTEXT") or _json(folder / "config.json").get("currentContext")
    if not isinstance(name, str) or not name or name == "default":
        return None
    # The CLI's own layout: contexts are kept under the SHA-256 of their name.
    digest = hashlib.sha256(name.encode()).hexdigest()
    endpoints = _json(folder / "contexts" / "meta" / digest / "meta.json").get("Endpoints")
    endpoint = endpoints.get("docker") if isinstance(endpoints, dict) else None
    url = endpoint.get("Host") if isinstance(endpoint, dict) else None
    if not isinstance(url, str) or not url:
        return None
    return Found(url, f"context:{name}", _tls_in(folder / "contexts" / "tls" / digest / "docker"))


def _json(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
