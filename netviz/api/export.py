"""The snapshot as a file: JSON, Mermaid, Graphviz."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from netviz.api.auth import VIEWER
from netviz.api.diagrams.dot import dot
from netviz.api.diagrams.graph import file_name
from netviz.api.diagrams.mermaid import mermaid
from netviz.api.schemas import Error, Moment, Revision
from netviz.api.topology import at_most_one
from netviz.topology import schema, snapshot
from netviz.topology.db import in_db

router = Router(tags=["topology"], auth=VIEWER)

Format = Literal["json", "mermaid", "dot"]
# Each format's ending and content type.
FILES = {
    "json": ("json", "application/json; charset=utf-8"),
    "mermaid": ("mmd", "text/plain; charset=utf-8"),
    "dot": ("dot", "text/vnd.graphviz; charset=utf-8"),
}


@router.get("/topology/export", response={200: str, frozenset({401, 410, 422}): Error})
async def export_topology(
    request: HttpRequest,
    format: Annotated[Format, Query(description="the snapshot itself, or a diagram of it as text")],
    revision: Annotated[Revision | None, Query(description="as it was at this revision")] = None,
    time: Annotated[Moment | None, Query(description="as it was at this moment (RFC 3339, with a time zone)")] = None,
) -> HttpResponse:
    """The snapshot as a file to keep. 410: the journal no longer reaches back that far."""
    at_most_one(revision, time)

    def read() -> tuple[str, str]:
        taken = snapshot.read(revision=revision, time=time)
        return file_name(taken, FILES[format][0]), _written(taken, format)

    name, text = await in_db(read)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=FILES[format][1], headers=headers)


def _written(taken: schema.Snapshot, format: Format) -> str:
    if format == "json":
        return taken.model_dump_json(indent=1)
    return mermaid(taken) if format == "mermaid" else dot(taken)
