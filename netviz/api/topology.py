"""The snapshot and the journal."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from netviz.api.answers import json_answer, json_text
from netviz.api.auth import VIEWER
from netviz.api.errors import Wrong
from netviz.api.schemas import Changes, Error, Moment, Revision, SnapshotOut
from netviz.topology import journal, snapshot
from netviz.topology.db import in_db

router = Router(tags=["topology"], auth=VIEWER)


@router.get("/topology", response={200: SnapshotOut, frozenset({401, 410, 422}): Error})
async def read_topology(
    request: HttpRequest,
    view: Annotated[Literal["map"] | None, Query(description="map: only what is drawn")] = None,
    revision: Annotated[Revision | None, Query(description="as it was at this revision")] = None,
    time: Annotated[Moment | None, Query(description="as it was at this moment (RFC 3339, with a time zone)")] = None,
) -> HttpResponse:
    """All that is known at one revision. 410: the journal no longer reaches back that far."""
    at_most_one(revision, time)

    def read() -> str:
        if revision is None and time is None:
            return snapshot.text(view)[1]
        return snapshot.read(view=view, revision=revision, time=time).model_dump_json()

    return json_text(await in_db(read))


@router.get("/changes", response={200: Changes, frozenset({401, 410, 422}): Error})
async def read_changes(
    request: HttpRequest, since: Revision, limit: Annotated[int, Query(ge=1, le=5000)] = 1000
) -> HttpResponse:
    """The changes after a revision, oldest first. 410: the journal no longer reaches back that far; take a new snapshot."""
    revision, changes, more = await in_db(journal.changes_since, since, limit)
    return json_answer({"revision": revision, "changes": changes, "more": more})


def at_most_one(revision: object, time: object) -> None:
    """Raises Wrong where a moment is named twice."""
    if revision is not None and time is not None:
        raise Wrong("invalid", _("Give a revision or a time, not both."))
