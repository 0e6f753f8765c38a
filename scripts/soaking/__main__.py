"""Called by scripts/soak, in namespaces of its own."""

import argparse
import os
import sys
import time
from pathlib import Path

from scripts.soaking.soak import soak
from tests.engines import Docker, Dockerd
from tests.served import serve


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    docker = Docker(os.environ["DOCKER_HOST"])
    dockerd = Dockerd(os.environ["NETVIZ_TEST_NAMESPACE"], docker)
    print(f"soak: {options.operations} operations, seed {options.seed}", flush=True)
    with serve(Path(os.environ["NETVIZ_DATA"]) / "soak", docker.url) as served:
        report = soak(served, docker, dockerd, options.operations, options.seed, lambda line: print(line, flush=True))
        errors = served.errors()
    for line in (*report.differences, *errors):
        print(f"soak: {line}")
    print(f"{report.compared} fields compared, {len(report.differences) + len(errors)} differences")
    return 1 if report.differences or errors else 0


if __name__ == "__main__":
    sys.exit(main())
