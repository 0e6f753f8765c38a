"""The websockets' addresses."""

from django.urls import path

from netviz.dashboard.consumers import TopologyConsumer

websocket_urlpatterns = [path("ws/topology/", TopologyConsumer.as_asgi())]
