"""One call to an engine over a docker SDK's session, as urllib3's answer, not read yet."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import docker
import docker.transport
import urllib3

# Seconds to connect, and between two bytes of the answer; None waits for ever.
Timeout = tuple[float, float | None]


def open_answer(
    api: docker.APIClient,
    method: str,
    path: str,
    *,
    timeout: Timeout,
    params: Mapping[str, Any] | None = None,
    body: bytes | None = None,
    content_type: str = "application/json",
) -> urllib3.BaseHTTPResponse:
    """The answer's head; whoever called reads it to its end or closes it. Raises what urllib3, requests and the SDK raise.

    A parameter that is None is left out; a list is given once for each item.

    A unix socket is asked through the SDK's pool without requests: the SDK keeps a pool per address, so that each inspect would
    open a connection of its own, and a session prepares each request anew (0.6 against 0.2 ms of processor time an inspect).
    """
    given = {name: value for name, value in (params or {}).items() if value is not None}
    headers = {} if body is None else {"Content-Type": content_type}
    adapter = api.get_adapter(api.base_url)
    if not isinstance(adapter, docker.transport.UnixHTTPAdapter):
        address = f"{api.base_url}{path}"
        answer = api.request(
            method,
            address,
            params=given,
            data=body,
            headers=headers,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
        )
        return answer.raw
    connect_s, read_s = timeout
    return adapter.get_connection(api.base_url).urlopen(
        method,
        f"{path}?{urlencode(given, doseq=True)}" if given else path,
        body=body,
        headers={"User-Agent": f"netviz docker-sdk/{docker.__version__}", **headers},
        timeout=urllib3.Timeout(connect=connect_s, read=read_s),
        retries=False,
        redirect=False,
        preload_content=False,
    )
