"""Joins HTTP and websockets."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netviz.settings")

http = get_asgi_application()

# After Django is set up.
from django.conf import settings  # noqa: E402

from netviz.accounts.proxies import TrustedProxies  # noqa: E402

application = TrustedProxies(ProtocolTypeRouter({"http": http}), settings.TRUSTED_PROXIES)
