"""The API: its calls under /api/v1/, their errors, their description."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from netviz.accounts.access import viewer_required
from netviz.api import containers, engines, errors, export, history, networks, orders, replay, topology
from netviz.api.answers import json_answer
from netviz.api.door import guarded
from netviz.api.parser import StrictParser

DESCRIPTION = """
Shows and operates the networks of container engines.

Send `Authorization: Bearer <token>` (made by `manage.py token USERNAME` or in your account's settings), or a session's
cookie with `X-CSRFToken`. IDs are the engine's own; an object is addressed by id or unique name, with `?engine=NAME` where
more than one engine has it. Errors are `{"detail", "code"}`; any call may answer 503 while netviz's database does not answer.
"""


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name: short, and unique here."""
        return operation.view_func.__name__


api = Api(
    title="netviz",
    version=settings.VERSION,
    description=DESCRIPTION.strip(),
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_router("", topology.router)
api.add_router("", history.router)
api.add_router("", replay.router)
api.add_router("", export.router)
api.add_router("networks", networks.router)
api.add_router("containers", containers.router)
api.add_router("orders", orders.router)
api.add_router("engines", engines.router)
errors.install(api)

patterns = guarded(api.urls[0])


@viewer_required
async def openapi(request: HttpRequest) -> HttpResponse:
    """The description of all calls, as OpenAPI 3.1."""
    return json_answer(api.get_openapi_schema())
