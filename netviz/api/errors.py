"""From what went wrong to `{"detail", "code"}` and its status: the one place of all API errors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pydantic
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid

from netviz.agent import wording
from netviz.agent.preflight import Refused
from netviz.api.answers import error
from netviz.api.auth import Denied
from netviz.engine.errors import EngineError
from netviz.topology.journal import TooOld
from netviz.topology.lease import Lost
from netviz.topology.snapshot import Ambiguous, NotFound

log = logging.getLogger(__name__)
Made = TypeVar("Made")

# What an engine's refusal is in HTTP: 409 what stands in the way, 422 what was asked wrongly, 502 and 504 what the engine owes.
STATUS = {
    "not_found": 404,
    "image_missing": 404,
    "unreachable": 502,
    "too_large": 502,
    "refused": 502,
    "engine_failed": 502,
    "unknown": 502,
    "outcome_unknown": 502,
    "timeout": 504,
    "no_agent": 504,
    "invalid": 422,
    "invalid_name": 422,
    "address_not_in_subnet": 422,
    "no_configured_subnet": 422,
    "no_ipv6_pool": 422,
    "driver_missing": 422,
    "kernel_lacks": 422,
    "needs_swarm": 422,
    "unsupported": 422,
    "command_missing": 422,
}
MOST_PROBLEMS = 10


class Wrong(Exception):
    """A request that is well-formed and makes no sense: 422 with a code, a sentence, and what belongs to it."""

    def __init__(self, code: str, detail: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.more = more


class Absent(Exception):
    """Nothing of that number or name: 404."""


def valid(make: Callable[[], Made]) -> Made:
    """What `make` builds out of a caller's values. Raises ninja's ValidationError where they don't fit."""
    try:
        return make()
    except pydantic.ValidationError as problems:
        raise Invalid([dict(problem) for problem in problems.errors(include_url=False)]) from problems


def engine_failure(code: str, detail: str, params: Mapping[str, Any], **more: Any) -> HttpResponse:
    """An engine's refusal in our words, in its own words, and with what to do."""
    return error(STATUS.get(code, 409), code, explained(code, params, detail), **more)


def explained(code: str, params: Mapping[str, Any], own_words: str = "") -> str:
    """What happened, the engine's own words verbatim, what to do."""
    said = _("The engine says: %(words)s") % {"words": own_words} if own_words else ""
    return " ".join(part for part in (wording.what(code, params), said, wording.advice(code, params)) if part)


def install(api: NinjaAPI) -> None:
    """Teaches the API to answer each of these exceptions."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Denied: _denied,
        Refused: _refused,
        EngineError: lambda _request, failure: engine_failure(failure.code, failure.detail, failure.params),
        NotFound: _not_found,
        Ambiguous: _ambiguous,
        TooOld: _too_old,
        Lost: lambda _request, _lost: error(409, "agent_busy", explained("agent_busy", {})),
        Absent: lambda _request, _absent: error(404, "not_found", _("There is no such object.")),
        Wrong: lambda _request, wrong: error(422, wrong.code, wrong.detail, **wrong.more),
        Invalid: _invalid,
        HttpError: _http_error,
        OperationalError: _database,
    }
    for exception, handler in handlers.items():
        api.add_exception_handler(exception, handler)


def _denied(_request: HttpRequest, denied: Denied) -> HttpResponse:
    why = denied.refusal
    return error(why.status, why.code, why.detail)


def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    own_words = str(refused.params.get("reason") or "")
    if refused.code == "not_found":
        detail = _no_such(str(refused.params.get("kind", "")), str(refused.params.get("ref", "")))
    else:
        detail = explained(refused.code, refused.params, own_words)
    return error(refused.status, refused.code, detail)


def _not_found(_request: HttpRequest, missing: NotFound) -> HttpResponse:
    return error(404, "not_found", _no_such(missing.kind, missing.ref))


def _no_such(kind: str, ref: str) -> str:
    sentences = {
        "network": _("There is no network %(ref)s."),
        "container": _("There is no container %(ref)s."),
        "engine": _("There is no engine %(ref)s."),
    }
    return sentences.get(kind, _("There is no object %(ref)s.")) % {"ref": ref}


def _ambiguous(_request: HttpRequest, several: Ambiguous) -> HttpResponse:
    """409: which one is meant depends on what is there; `candidates` says how to name it."""
    detail = _("%(count)d objects are called %(ref)s: use an id, or ?engine=NAME.") % {
        "count": len(several.candidates),
        "ref": several.ref,
    }
    candidates = [{"engine": engine, "id": object_id} for engine, object_id in several.candidates]
    return error(409, "ambiguous", detail, candidates=candidates)


def _too_old(_request: HttpRequest, too_old: TooOld) -> HttpResponse:
    params: dict[str, Any] = {"horizon": too_old.horizon}
    detail = _("The journal reaches back to revision %(horizon)d only: take a new snapshot.")
    if too_old.begins:
        params["earliest"] = too_old.begins.isoformat().replace("+00:00", "Z")
        detail = _("The journal begins at %(earliest)s: nothing is known of what was before.")
    return error(410, "too_old", detail % params, **params)


def _invalid(_request: HttpRequest, invalid: Invalid) -> HttpResponse:
    """422: each problem with the field that it is about."""
    problems = [{"field": _field(problem), "detail": str(problem["msg"])} for problem in invalid.errors[:MOST_PROBLEMS]]
    detail = "; ".join(f"{problem['field']}: {problem['detail']}" for problem in problems)
    return error(422, "invalid", detail, problems=problems)


def _field(problem: Mapping[str, Any]) -> str:
    """`subnets.0.gateway`: the place without ninja's words for where a value came from."""
    places = [str(part) for part in problem["loc"]]
    named = places[1:] if places[:1] and places[0] in {"body", "query", "path", "header"} else places
    return ".".join(part for part in named if part != "body") or _("the request")


def _http_error(_request: HttpRequest, problem: HttpError) -> HttpResponse:
    """Ninja's own: a body that is no JSON."""
    if problem.status_code == 400:
        return error(400, "bad_request", _("The request's body is not valid JSON."))
    return error(problem.status_code, "bad_request", str(problem))


def _database(request: HttpRequest, problem: OperationalError) -> HttpResponse:
    log.error("%s: the database does not answer: %s", request.path, str(problem).strip())
    return error(503, "database", _("The database does not answer now. Try again."))
