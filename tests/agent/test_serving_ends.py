"""`manage.py serve` ends at once and in order, whatever is open or hangs; and it is alone on its data."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import websockets

from tests.agent.simulated import SimulatedEngine
from tests.served import ROOT, Served, serve
from tests.waiting import eventually

# On a busy machine too; what hangs here hangs for longer.
WITHIN_S = 10.0


@pytest.fixture
def engine(tmp_path: Path) -> SimulatedEngine:
    return SimulatedEngine(tmp_path / "engine.sock")


def end(served: Served, number: signal.Signals) -> float:
    """Ends it, which must go well; how long that took, in seconds."""
    begun = time.monotonic()
    served.stop(number)
    return time.monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_with_open_websockets(tmp_path: Path, engine: SimulatedEngine, number: signal.Signals) -> None:
    with engine, serve(tmp_path / "served", engine.url) as served:
        headers = {"Authorization": f"Bearer {served.token()}"}
        for _ in range(3):
            url = f"ws://127.0.0.1:{served.port}/ws/topology/"
            pages = [await websockets.connect(url, additional_headers=headers, max_size=None) for _ in range(5)]
            for page in pages:
                assert '"snapshot"' in await asyncio.wait_for(page.recv(), WITHIN_S)
            assert await asyncio.to_thread(end, served, number) < WITHIN_S
            for page in pages:
                await asyncio.wait_for(page.wait_closed(), WITHIN_S)
            assert not served.errors(), served.stderr
            await asyncio.to_thread(served.start)


async def test_while_the_engine_hangs(tmp_path: Path, engine: SimulatedEngine) -> None:
    with engine, serve(tmp_path / "served", engine.url) as served:
        await eventually(lambda: engine.requests["GET /events"])
        engine.fault("GET", delay_s=60)
        asked = engine.requests.total()
        engine.event("container", "start", "f" * 64)
        engine.end_streams()
        await eventually(lambda: engine.requests.total() > asked)
        assert await asyncio.to_thread(end, served, signal.SIGTERM) < WITHIN_S
        assert not served.errors(), served.stderr
        engine.heal()


def test_a_second_one_says_who_holds_the_data(tmp_path: Path) -> None:
    with serve(tmp_path / "served", None) as served:
        assert served.process is not None
        second = subprocess.run(
            [sys.executable, "manage.py", "serve", "--bind", "127.0.0.1:1"],
            cwd=ROOT,
            env=served.environ,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode == 1
        assert f"in use by process {served.process.pid}" in second.stderr
        assert "NETVIZ_DATA" in second.stderr and "Traceback" not in second.stderr


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with serve(tmp_path / "served", None) as served:
        environ = served.environ | {"NETVIZ_DATA": str(tmp_path / "other")}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environ, check=True)
        second = subprocess.run(
            [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{served.port}"],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode != 0
        assert str(served.port) in second.stderr and "Traceback" not in second.stderr
