"""The translations that the scripts use, as one external file per language: the Content-Security-Policy forbids inline ones."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from netviz.accounts.access import viewer_required

_catalog = JavaScriptCatalog.as_view(domain="djangojs")


@require_safe
@viewer_required
def catalog(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language)


def answer(request: HttpRequest, language: str) -> HttpResponse:
    """The same for whoever else may read it: a share link's page has nobody signed in."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    with translation.override(language):
        response = cast(HttpResponse, set_response_etag(cast(HttpResponse, _catalog(request))))
    response["Cache-Control"] = "private, max-age=60"
    return cast(HttpResponse, get_conditional_response(request, etag=response["ETag"], response=response))
