"""One object through time."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from netviz.api.answers import json_answer
from netviz.api.auth import VIEWER
from netviz.api.schemas import EngineName, Error, Ref, Revision
from netviz.topology import journal, schema
from netviz.topology.db import in_db

router = Router(tags=["topology"], auth=VIEWER)


class History(BaseModel):
    changes: list[schema.Change]


@router.get("/history", response={200: History, frozenset({401, 422}): Error})
async def read_history(
    request: HttpRequest,
    kind: schema.Kind,
    engine: EngineName,
    id: Ref,
    before: Annotated[Revision | None, Query(description="only changes below this revision")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> HttpResponse:
    """The changes of one object, newest first, each with the whole object after it; one that was never seen has none."""
    return json_answer({"changes": await in_db(journal.changes_of, engine, kind, id, limit, before)})
