"""The pages' addresses."""

from django.conf import settings
from django.urls import path

from . import page_urls
from .bundle import FOLDER
from .views.catalog import catalog
from .views.history import history
from .views.map import home, live_map
from .views.moments import differs, happened
from .views.panel import panel
from .views.preferences import preferences
from .views.scripts import script
from .views.shared import shared, shared_catalog, shared_standing
from .views.standing import standing

app_name = "dashboard"

urlpatterns = [
    path("", home, name="home"),
    path("map/", live_map, name="map"),
    path("panel/", panel, name="panel"),
    path("share/<str:secret>/", shared, name="shared"),
    path("share/<str:secret>/catalog/<str:language>.js", shared_catalog, name="shared_catalog"),
    path("share/<str:secret>/standing/", shared_standing, name="shared_standing"),
    path("map/history/", history, name="history"),
    path("map/happened/", happened, name="happened"),
    path("map/difference/", differs, name="differs"),
    path("standing/", standing, name="standing"),
    path("preferences/", preferences, name="preferences"),
    path("catalog/<str:language>.js", catalog, name="catalog"),
    path(f"{settings.STATIC_URL.lstrip('/')}{FOLDER}/<path:entry>", script, name="script"),
    *page_urls.urlpatterns,
]
