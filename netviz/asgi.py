"""Joins HTTP and websockets."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netviz.settings")

http = get_asgi_application()

# After Django is set up.
from django.conf import settings  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, reset_queries  # noqa: E402
from django.urls import re_path  # noqa: E402

from netviz.accounts.proxies import TrustedProxies  # noqa: E402
from netviz.dashboard.consumers import UnknownConsumer  # noqa: E402
from netviz.dashboard.routing import websocket_urlpatterns  # noqa: E402

websockets = URLRouter([*websocket_urlpatterns, re_path("", UnknownConsumer.as_asgi())])
application = TrustedProxies(ProtocolTypeRouter({"http": http, "websocket": websockets}), settings.TRUSTED_PROXIES)

# Django runs these in a thread that it makes for each request, which costs 0.5 ms. Here they have nothing to do: views read and
# write the database in threads that look after their own connections (topology/db.py).
for signal, receiver in (
    (request_started, reset_queries),
    (request_started, close_old_connections),
    (request_finished, close_old_connections),
):
    signal.disconnect(receiver)
