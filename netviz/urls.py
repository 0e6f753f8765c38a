"""Joins the rooms' addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("netviz.accounts.urls")),
    path("", include("netviz.api.urls")),
    path("", include("netviz.dashboard.urls")),
]

handler400 = "netviz.accounts.errors.bad_request"
handler403 = "netviz.accounts.errors.forbidden"
handler404 = "netviz.accounts.errors.not_found"
handler500 = "netviz.accounts.errors.fault"
