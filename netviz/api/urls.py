"""Addresses of the API, its docs, and what watches netviz itself."""

from django.urls import include, path

from netviz.api.docs import docs
from netviz.api.health import healthz
from netviz.api.metrics import metrics
from netviz.api.v1 import openapi, patterns

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("api/docs", docs, name="api-docs"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include((patterns, "api"), namespace="api")),
]
