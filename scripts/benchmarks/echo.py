"""A bare daphne consumer that echoes: what a websocket through daphne at least costs. Run as an ASGI application."""

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

if not settings.configured:
    settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="not used")


class Echo(AsyncWebsocketConsumer):
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data=text_data)


application = ProtocolTypeRouter({"websocket": Echo.as_asgi()})
