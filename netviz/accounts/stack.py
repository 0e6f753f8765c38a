"""Django's own middleware, run in the event loop.

Django sends each half of a built-in middleware through a thread (`MiddlewareMixin.__acall__`), and a middleware that is not
asynchronous at all (WhiteNoise's) sends everything inside it there and back: some twenty hops per request. None of these halves
touches the database or a file, except where said below, so they are called as they are.
"""

import gzip
from functools import lru_cache
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from netviz.topology.db import in_db

COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/javascript")


class InLoop(MiddlewareMixin):
    """Calls the two halves directly, in the asynchronous stack too."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        before = getattr(self, "process_request", None)
        response = (before(request) if before else None) or await self.get_response(request)  # type: ignore[misc]
        after = getattr(self, "process_response", None)
        return cast(HttpResponseBase, after(request, response) if after else response)


class Security(InLoop, SecurityMiddleware):
    pass


class Locale(InLoop, LocaleMiddleware):
    pass


class Common(InLoop, CommonMiddleware):
    pass


class Messages(InLoop, MessageMiddleware):
    """Messages are kept in a cookie (settings.MESSAGE_STORAGE), not in the session."""


class Csrf(InLoop, CsrfViewMiddleware):
    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if self.async_mode:
            # The handler would wrap a plain function in a thread hop.
            self.process_view = self._process_view_async  # type: ignore[method-assign,assignment]

    async def _process_view_async(self, request: HttpRequest, *rest: Any) -> HttpResponse | None:
        return CsrfViewMiddleware.process_view(self, request, *rest)  # type: ignore[return-value]


class Sessions(SessionMiddleware):
    """The session is loaded where it is first asked for (`Authentication`), and saved in a database thread when it has changed."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        self.process_request(request)
        response = await self.get_response(request)  # type: ignore[misc]
        if request.session.modified:
            return await in_db(self.process_response, request, response)
        return self.process_response(request, response)


class StaticFiles(WhiteNoiseMiddleware):
    """Static files from the project's folders (nothing to collect), under an address that changes with them, so cached for good."""

    async_capable = True

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.call_async(request) if self.is_async else super().__call__(request)

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(self.static_prefix):
            return cast(HttpResponseBase, await self.get_response(request))
        return await in_db(self._read, request) or cast(HttpResponseBase, await self.get_response(request))

    def immutable_file_test(self, path: str, url: str) -> bool:
        return url.startswith(self.static_prefix) and not settings.DEBUG

    def _read(self, request: HttpRequest) -> HttpResponse | None:
        """The whole file as one answer: a stream would be read piece by piece, each in a thread hop of its own."""
        found = self.find_file(request.path_info) if self.autorefresh else self.files.get(request.path_info)
        if found is None:
            return None
        streaming = self.serve(found, request)
        body = b"".join(streaming.streaming_content)
        streaming.close()
        response = HttpResponse(body, status=streaming.status_code, headers=dict(streaming.items()))
        return self._compressed(request, response)

    def _compressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Text goes out gzipped, once per file of this version: a style sheet of 600 KB would keep a slow line busy for seconds."""
        if response.status_code != 200 or not response["Content-Type"].startswith(COMPRESSED):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if request.method == "GET" and "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = _gzip(response.content)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
        return response


@lru_cache(maxsize=128)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
