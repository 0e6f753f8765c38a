"""One process per NETVIZ_DATA, in the embedded shape: a second one would write beside the first."""

import fcntl
import os
from pathlib import Path


class Locked(Exception):
    """Another process serves from this folder; `pid` is its, where it could be read."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"{folder} is in use by process {pid or 'unknown'}")
        self.folder = folder
        self.pid = pid


def lock(folder: Path) -> int:
    """Locks the folder for this process's life and returns the descriptor that holds the lock (the kernel drops it at the end)."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(handle, 20).decode(errors="replace").strip()
        os.close(handle)
        raise Locked(folder, pid) from None
    os.truncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    return handle
