"""The two switches of the top bar: language and theme. They are the signed-in user's own, on every device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from netviz.accounts.access import AuthedRequest, person_required
from netviz.accounts.models import Theme


@require_POST
@person_required
def preferences(request: AuthedRequest) -> HttpResponse:
    """`language` and `theme`, either or both; then back to `next`, or an empty answer to a script."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language is not None and language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("There is no such language."))
    if theme is not None and theme not in Theme.values:
        return HttpResponseBadRequest(_("There is no such theme."))
    request.user.language = language or request.user.language
    request.user.theme = theme or request.user.theme
    request.user.save(update_fields=["language", "theme"])
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next")
    if target is None:
        return HttpResponse(status=204)
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if ours else "/")
