"""The addresses of the server-rendered pages; urls.py takes them in."""

from django.urls import path

from .views import (
    about,
    activity,
    container_orders,
    containers,
    engines,
    fleet,
    host,
    network_create,
    networks,
    prune,
    run,
)

urlpatterns = [
    path("networks/", networks.index, name="networks"),
    path("networks/create/", network_create.create, name="network_create"),
    path("networks/prune/", prune.prune, name="prune"),
    path("networks/<str:network_id>/", networks.show, name="network"),
    path("networks/<str:network_id>/connect/", networks.connect, name="network_connect"),
    path("networks/<str:network_id>/remove/", networks.remove, name="network_remove"),
    path("containers/", containers.index, name="containers"),
    path("containers/run/", run.run, name="container_run"),
    path("containers/<str:container_id>/", containers.show, name="container"),
    path("containers/<str:container_id>/connect/", container_orders.connect, name="container_connect"),
    path("containers/<str:container_id>/disconnect/", container_orders.disconnect, name="container_disconnect"),
    path("containers/<str:container_id>/rename/", container_orders.rename, name="container_rename"),
    path("containers/<str:container_id>/remove/", container_orders.remove, name="container_remove"),
    path("containers/<str:container_id>/do/<str:action>/", container_orders.lifecycle, name="container_lifecycle"),
    path("fleet/", fleet.index, name="fleet"),
    path("host/", host.show, name="host"),
    path("activity/", activity.index, name="activity"),
    path("activity/<int:order_id>/undo/", activity.undo, name="undo"),
    path("settings/engines/", engines.index, name="engines"),
    path("settings/engines/add/", engines.add, name="engine_add"),
    path("settings/engines/<str:name>/", engines.change, name="engine"),
    path("settings/engines/<str:name>/switch/", engines.switch, name="engine_switch"),
    path("settings/engines/<str:name>/remove/", engines.remove, name="engine_remove"),
    path("about/", about.about, name="about"),
]
