"""Joins HTTP and websockets."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netviz.settings")

http = get_asgi_application()

# After Django is set up.
from django.conf import settings  # noqa: E402
from django.urls import re_path  # noqa: E402

from netviz.accounts.proxies import TrustedProxies  # noqa: E402
from netviz.dashboard.consumers import UnknownConsumer  # noqa: E402
from netviz.dashboard.routing import websocket_urlpatterns  # noqa: E402

websockets = URLRouter([*websocket_urlpatterns, re_path("", UnknownConsumer.as_asgi())])
application = TrustedProxies(ProtocolTypeRouter({"http": http, "websocket": websockets}), settings.TRUSTED_PROXIES)
