"""The address of an object's page: with its engine where several engines could have it."""

from urllib.parse import urlencode

from django.urls import reverse

from netviz.topology import schema


def href(item: schema.Network | schema.Container, several: bool) -> str:
    return address(item.kind, item.engine, item.id, several)


def address(page: str, engine: str, object_id: str, several: bool) -> str:
    """The path of the page named `page` (the name of an address that takes one id)."""
    path = reverse(f"dashboard:{page}", args=[object_id])
    return f"{path}?{urlencode({'engine': engine})}" if several else path
