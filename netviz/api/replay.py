"""The journal as a stretch of time: how busy it was, single steps with what was before, what differs between two moments."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from netviz.api.answers import json_answer
from netviz.api.auth import VIEWER
from netviz.api.errors import Wrong
from netviz.api.schemas import Error, Moment, Revision
from netviz.topology import past, schema
from netviz.topology.db import in_db

router = Router(tags=["topology"], auth=VIEWER)

View = Annotated[Literal["map"] | None, Query(description="map: of each object only what is drawn")]
Limit = Annotated[int, Query(ge=1, le=1000)]


class TickOut(BaseModel):
    time: str = Field(description="of the last of its changes")
    first: int
    last: int
    kinds: dict[str, int] = Field(description="how many changes, by kind")
    engine: str | None
    network: str | None = Field(
        description="id of the network that its newest change of a network or endpoint is about"
    )


class TimelineOut(BaseModel):
    revision: int
    earliest: str | None = Field(description="the first moment that can be shown; null: nothing has happened yet")
    start: str
    end: str
    ticks: list[TickOut]


class StepOut(BaseModel):
    change: schema.Change
    was: dict[str, object] | None = Field(description="the object before the change; null: it was not there")


class Steps(BaseModel):
    steps: list[StepOut]


@router.get("/timeline", response={200: TimelineOut, frozenset({401, 422}): Error})
async def read_timeline(
    request: HttpRequest,
    start: Annotated[Moment | None, Query(description="absent: where the journal begins")] = None,
    end: Annotated[Moment | None, Query(description="absent: now")] = None,
    buckets: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> HttpResponse:
    """When something changed between two moments, added up in at most `buckets` stretches of one length; quiet ones are left out."""
    if start and end and start > end:
        raise Wrong("invalid", _("The end lies before the start."))
    found = await in_db(past.timeline, start, end, buckets)
    return json_answer(found._asdict())


@router.get("/changes/steps", response={200: Steps, frozenset({401, 410, 422}): Error})
async def read_steps(
    request: HttpRequest,
    after: Annotated[Revision | None, Query(description="the changes after this revision, oldest first")] = None,
    before: Annotated[Revision | None, Query(description="this revision and those before it, newest first")] = None,
    limit: Limit = 100,
    view: View = None,
) -> HttpResponse:
    """Single changes, each with its object as it was before: they can be done and undone. 410: not in the journal any more."""
    if (after is None) == (before is None):
        raise Wrong("invalid", _("Give “after” or “before”."))
    read, revision = (past.steps_after, after) if after is not None else (past.steps_before, before)
    return json_answer({"steps": [step._asdict() for step in await in_db(read, revision or 0, limit, view)]})


@router.get("/topology/difference", response={200: Steps, frozenset({401, 410, 422}): Error})
async def read_difference(
    request: HttpRequest, start: Revision, end: Revision, limit: Limit = 500, view: View = None
) -> HttpResponse:
    """What differs at revision `end` from `start`, one step per object, the newest first; what came and went in between is left out."""
    if start > end:
        raise Wrong("invalid", _("The end lies before the start."))
    return json_answer({"steps": [step._asdict() for step in await in_db(past.differences, start, end, limit, view)]})
