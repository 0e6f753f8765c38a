"""An image without any registry: this machine's static busybox, imported into an engine."""

import io
import json
import shutil
import struct
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError

FOLDERS = ("bin", "etc", "proc", "sys", "dev", "root", "tmp", "var", "var/www")
PASSWD = b"root:x:0:0:root:/root:/bin/sh\n"


class NoBusybox(Exception):
    """This machine has no static busybox."""


def busybox_image(files: Mapping[str, bytes]) -> bytes:
    """A tar archive of a root file system: busybox, a link for each of its applets, and `files` (path -> content). Raises NoBusybox."""
    path = static_busybox()
    applets = subprocess.run([path, "--list"], capture_output=True, text=True, check=True).stdout.split()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for folder in FOLDERS:
            _add(tar, folder, kind=tarfile.DIRTYPE, mode=0o1777 if folder == "tmp" else 0o755)
        _add(tar, "bin/busybox", path.read_bytes(), mode=0o755)
        for applet in applets:
            if applet != "busybox":
                _add(tar, f"bin/{applet}", kind=tarfile.SYMTYPE, target="busybox")
        for name, content in {"etc/passwd": PASSWD, **files}.items():
            _add(tar, name, content)
    return archive.getvalue()


def static_busybox() -> Path:
    """Raises NoBusybox."""
    found = shutil.which("busybox")
    if found is None:
        raise NoBusybox("busybox is missing: apt-get install busybox-static")
    if _interpreter_needed(Path(found).read_bytes()):
        raise NoBusybox(f"{found} needs this system's libraries: apt-get install busybox-static")
    return Path(found)


def import_image(client: EngineClient, archive: bytes, name: str, changes: tuple[str, ...]) -> None:
    """Makes the image `name` (repository:tag) of a tar archive; `changes` are Dockerfile lines. Raises EngineError."""
    repository, _, tag = name.partition(":")
    # Docker reports progress as JSON lines; a failure half-way comes with status 200.
    answer = client.call(
        "POST",
        "/images/create",
        params={"fromSrc": "-", "repo": repository, "tag": tag, "changes": list(changes)},
        body=archive,
        content_type="application/x-tar",
    )
    for line in _lines(answer):
        if "error" in line:
            raise EngineError("invalid", str(line["error"]))


def has_image(client: EngineClient, name: str, label: str) -> bool:
    """Whether the engine has that very image, with the label (`key=value`)."""
    found = client.get("/images/json", filters=json.dumps({"reference": [name], "label": [label]}))
    return bool(found)


def image_names(client: EngineClient) -> list[str]:
    """Every name that the engine knows an image by, such as busybox:1.36; images without a name are left out. Raises EngineError."""
    images = client.get("/images/json")
    tags = [tag for image in images if isinstance(image, dict) for tag in image.get("RepoTags") or ()]
    return sorted({tag for tag in tags if isinstance(tag, str) and "<none>" not in tag})


def remove_image(client: EngineClient, name: str) -> None:
    """Raises EngineError: `conflict` while a container uses it."""
    client.delete(f"/images/{name}")


def _lines(answer: Any) -> list[dict[str, Any]]:
    if isinstance(answer, dict):
        return [answer]
    lines = [json.loads(line) for line in str(answer or "").splitlines() if line.startswith("{")]
    return [line for line in lines if isinstance(line, dict)]


def _add(
    tar: tarfile.TarFile,
    name: str,
    content: bytes = b"",
    *,
    kind: bytes = tarfile.REGTYPE,
    mode: int = 0o644,
    target: str = "",
) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.linkname, entry.size = kind, mode, target, len(content)
    tar.addfile(entry, io.BytesIO(content))


def _interpreter_needed(elf: bytes) -> bool:
    """Whether an ELF file names a dynamic loader (a PT_INTERP program header; see elf(5))."""
    if elf[:4] != b"\x7fELF":
        return True
    order = "<" if elf[5] == 1 else ">"
    if elf[4] == 2:
        (start,) = struct.unpack_from(order + "Q", elf, 32)
        size, count = struct.unpack_from(order + "HH", elf, 54)
    else:
        (start,) = struct.unpack_from(order + "I", elf, 28)
        size, count = struct.unpack_from(order + "HH", elf, 42)
    interp = 3
    return any(struct.unpack_from(order + "I", elf, start + k * size)[0] == interp for k in range(count))
