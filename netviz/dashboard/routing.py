"""The websockets' addresses."""

from django.urls import path

from netviz.dashboard.consumers import TopologyConsumer
from netviz.dashboard.shared_consumer import SharedConsumer

websocket_urlpatterns = [
    path("ws/topology/", TopologyConsumer.as_asgi()),
    path("ws/share/<str:secret>/", SharedConsumer.as_asgi()),
]
