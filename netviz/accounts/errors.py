"""The pages for what went wrong outside any view: a lost CSRF token, no permission, no such page, no database, a fault of ours."""

import logging
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .access import Refusal, refuse, wants_json

log = logging.getLogger(__name__)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW. `reason` is Django's, for developers; people can only load the page again."""
    detail = _(
        "This form is too old or came from elsewhere, so nothing was done. Go back, load the page again and retry."
    )
    return refuse(request, Refusal(403, "csrf", detail))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, "bad_request", _("The server could not understand this request."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, Refusal(403, "forbidden", _("Your role does not allow this.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found", _("There is nothing at this address."))


def fault(request: HttpRequest) -> HttpResponse:
    """The handler of any exception: a fault of ours, or a database that is away, locked or full, which is none."""
    problem = sys.exception()
    if isinstance(problem, OperationalError):
        log.error("%s: the database does not answer: %s", request.path, str(problem).strip())
        return _bare(request, 503, "database", _("The database does not answer now. Try again."))
    return _bare(request, 500, "fault", _("netviz made a mistake. It is in the log, with the time of this request."))


def _bare(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """Renders without context processors: whatever failed must not fail again here."""
    if wants_json(request):
        return JsonResponse({"detail": detail, "code": code}, status=status)
    return HttpResponse(render_to_string("500.html", {"detail": detail}), status=status)


def _answer(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": detail, "code": code}, status=status)
    return render(request, f"{status}.html", {"detail": detail}, status=status)
