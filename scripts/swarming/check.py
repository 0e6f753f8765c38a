"""What people do with a stack that has just been deployed: the link in the log, sign in through the proxy, look, give orders.

`scripts/swarm check` runs it in the network namespace of the manager, where the proxy is. ONE argument: how many hosts there are.
"""

import json
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import requests
import urllib3
from websockets.sync.client import connect
from websockets.typing import Origin

BASE = "https://localhost"
# On a machine that does other things meanwhile; a Swarm takes its time.
WITHIN_S = 150.0
LINK = re.compile(rf"{BASE}/sign-in/link/[\w-]+/")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

T = TypeVar("T")


def docker(*args: str) -> str:
    """The manager's docker command. RuntimeError with its words when it fails."""
    result = subprocess.run(["docker", *args], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if result.returncode:
        raise RuntimeError(f"docker {' '.join(args)}: {result.stderr.strip()}")
    return result.stdout


def until(what: str, look: Callable[[], T | None]) -> T:
    """What `look` finds, once it finds something; prints how long that took. TimeoutError."""
    began = time.monotonic()
    while not (found := look()):
        if time.monotonic() - began > WITHIN_S:
            raise TimeoutError(f"not within {WITHIN_S:.0f} s: {what}")
        time.sleep(0.5)
    print(f"{time.monotonic() - began:5.1f} s  {what}", flush=True)
    return found


class Browser:
    """Somebody who signs in with a link and then clicks. Caddy's own authority is nobody's: certificates are not verified."""

    def __init__(self) -> None:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._session = requests.Session()
        # Nor through a proxy of this machine's.
        self._session.verify, self._session.trust_env = False, False

    def sign_in(self, link: str) -> None:
        """RuntimeError where the link leads nowhere."""
        button = TOKEN.search(self._session.get(link, timeout=30).text)
        if button is None:
            raise RuntimeError(f"there is no button at {link}")
        answer = self._session.post(
            link, {"csrfmiddlewaretoken": button[1]}, headers={"Referer": link}, timeout=30, allow_redirects=False
        )
        if answer.status_code != 302:
            raise RuntimeError(f"signing in answers {answer.status_code}")

    def answers(self) -> bool:
        try:
            return self._session.get(f"{BASE}/healthz", timeout=30).status_code == 200
        except requests.RequestException:
            return False

    def page(self, path: str) -> str:
        answer = self._session.get(BASE + path, timeout=30)
        answer.raise_for_status()
        return answer.text

    def api(self, path: str, body: Any = None) -> Any:
        """The JSON answer of a GET, or of a POST with a body. RuntimeError for a refusal."""
        headers = {"X-CSRFToken": self._session.cookies.get("csrftoken", ""), "Referer": f"{BASE}/"}
        url = f"{BASE}/api/v1/{path}"
        if body is None:
            answer = self._session.get(url, timeout=30)
        else:
            answer = self._session.post(url, json=body, headers=headers, timeout=30)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
        return answer.json()

    def first_message(self) -> dict[str, Any]:
        """What the map's websocket says first."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)
        address = f"{BASE.replace('https', 'wss')}/ws/topology/"
        headers = {"Cookie": cookies}
        with connect(address, ssl=context, origin=Origin(BASE), additional_headers=headers, max_size=None) as opened:
            found: dict[str, Any] = json.loads(opened.recv(30))
            return found


def first_link() -> str | None:
    links = LINK.findall(docker("service", "logs", "--raw", "netviz_web"))
    return links[-1] if links else None


def live(browser: Browser) -> set[str]:
    return {engine["name"] for engine in browser.api("engines") if engine["state"] == "live"}


def order_on(browser: Browser, engine: str) -> bool:
    """Whether a network that is ordered there is then seen there."""
    made = browser.api(f"networks?engine={engine}", {"name": f"ordered-on-{engine}"})["order"]
    networks = {(item["engine"], item["id"]) for item in browser.api("topology")["networks"]}
    return made["state"] == "done" and (engine, made["result"]["id"]) in networks


def main(hosts: int) -> None:
    names = {f"host{number}" for number in range(1, hosts + 1)}
    link = until("the first admin's sign-in link is in the log of the web processes", first_link)
    browser = Browser()
    until("the proxy leads to a web process", browser.answers)
    browser.sign_in(link)
    print("         signed in with the link, through TLS", flush=True)
    until(f"the agents of {', '.join(sorted(names))} are live", lambda: live(browser) == names)
    fleet = browser.page("/fleet/")
    if missing := [name for name in names if name not in fleet]:
        raise RuntimeError(f"/fleet/ does not show {missing}")
    for name in sorted(names):
        until(f"a network ordered on {name} is in the topology", partial(order_on, browser, name))
    message = browser.first_message()
    if {engine["name"] for engine in message["engines"]} != names:
        raise RuntimeError("the map's websocket shows other engines")
    spanning = {item["engine"] for item in message["networks"] if item["name"] == "netviz_netviz"}
    print(
        f"         the map's websocket shows both; the stack's overlay is on {', '.join(sorted(spanning))}", flush=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
