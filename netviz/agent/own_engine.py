"""The engine that `scripts/run` started where there was none: it ends with netviz."""

import os
import select
import signal
from pathlib import Path

# Containers get ten seconds to end by themselves, as at any engine's stop.
STOP_S = 25.0


def stop(pidfile: Path) -> None:
    """Ends the dockerd that wrote `pidfile` and returns when it has ended, or after STOP_S seconds. Nothing when it has ended before."""
    try:
        pid = int(pidfile.read_text())
        handle = os.pidfd_open(pid)
    except (OSError, ValueError):
        return
    try:
        # Looked at through the handle's lifetime: a pid that another process took meanwhile has another name.
        if Path(f"/proc/{pid}/comm").read_text().strip() == "dockerd":
            signal.pidfd_send_signal(handle, signal.SIGTERM)
            select.select([handle], [], [], STOP_S)
    except (FileNotFoundError, ProcessLookupError):
        return
    finally:
        os.close(handle)
