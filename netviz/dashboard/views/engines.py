"""/settings/engines/: which engines netviz watches. For admins."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netviz.accounts.access import AuthedRequest, admin_required
from netviz.agent import engine_rows
from netviz.agent.preflight import Refused
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure
from netviz.dashboard.forms.engine import EngineForm
from netviz.engine.errors import EngineError
from netviz.topology import journal, schema
from netviz.topology.db import in_db
from netviz.topology.models import Engine


@require_safe
@admin_required
async def index(request: AuthedRequest) -> HttpResponse:
    return await _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
async def add(request: AuthedRequest) -> HttpResponse:
    if request.method != "POST":
        return await _form_page(request, EngineForm())
    form = EngineForm(request.POST)
    if not form.is_valid():
        return await _form_page(request, form, status=422)
    if "test" in request.POST:
        return await _tested(request, form)
    try:
        await engine_rows.add(form.cleaned_data["name"], form.settings())
    except Refused as refused:
        return await _refused(request, form, refused)
    return HttpResponseRedirect(reverse("dashboard:engines"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
async def change(request: AuthedRequest, name: str) -> HttpResponse:
    row = await in_db(_row, name)
    if request.method != "POST":
        initial = {key: getattr(row, key) for key in ("url", "tls_ca", "tls_cert", "tls_key")}
        return await _form_page(request, EngineForm(initial=initial, with_name=False), row)
    form = EngineForm(request.POST, with_name=False)
    if not form.is_valid():
        return await _form_page(request, form, row, status=422)
    if "test" in request.POST:
        return await _tested(request, form, row)
    await engine_rows.change(name, form.settings())
    return HttpResponseRedirect(reverse("dashboard:engines"), status=303)


@require_POST
@admin_required
async def switch(request: AuthedRequest, name: str) -> HttpResponse:
    return await _done(request, name, engine_rows.switch(name, request.POST.get("enabled") == "on"))


@require_POST
@admin_required
async def remove(request: AuthedRequest, name: str) -> HttpResponse:
    return await _done(request, name, engine_rows.remove(name))


async def _done(request: AuthedRequest, name: str, work: Any) -> HttpResponse:
    try:
        await work
    except Refused as refused:
        return await _list(request, Failure(refused.code, "", refused.params, status=refused.status))
    return HttpResponseRedirect(reverse("dashboard:engines"), status=303)


async def _list(request: AuthedRequest, failure: Failure | None = None) -> HttpResponse:
    revision = (await in_db(journal.current)).revision
    context = {"revision": revision, "engines": await in_db(_described), "failure": failure}
    return await pages.page(request, "dashboard/engines.html", context, failure.status if failure else 200)


def _row(name: str) -> Engine:
    row = Engine.objects.filter(name=name).first()
    if row is None:
        raise Http404
    return row


def _described() -> list[tuple[Engine, schema.Engine | None]]:
    """Each engine's row with what is known of it; None until an agent has tried."""
    rows = Engine.objects.order_by("name")
    return [(row, schema.Engine.model_validate(row.data) if row.data else None) for row in rows]


async def _tested(request: AuthedRequest, form: EngineForm, row: Engine | None = None) -> HttpResponse:
    """Tries the address and shows the form again with who answered, or why nobody did."""
    try:
        identity = await engine_rows.test(form.settings())
    except EngineError as error:
        failure = Failure(error.code, error.detail, error.params)
        return await _form_page(request, form, row, failure=failure, status=422)
    return await _form_page(request, form, row, identity=identity)


async def _refused(request: AuthedRequest, form: EngineForm, refused: Refused) -> HttpResponse:
    failure = Failure(refused.code, "", refused.params, status=refused.status)
    if refused.code == "conflict":
        form.add_error("name", failure.what)
    return await _form_page(request, form, failure=failure, status=refused.status)


async def _form_page(
    request: AuthedRequest,
    form: EngineForm,
    row: Engine | None = None,
    *,
    identity: Any = None,
    failure: Failure | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "row": row, "identity": identity, "failure": failure}
    return await pages.page(request, "dashboard/engine.html", context, status)
