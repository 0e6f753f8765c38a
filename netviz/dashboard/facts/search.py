"""Whether a line of a table fits what was typed above it: every word must be found in something that the line shows."""

from collections.abc import Iterable

from .containers import ContainerLine
from .networks import NetworkLine


def network(line: NetworkLine, query: str) -> bool:
    item = line.network
    return _fits(query, _network_texts(line), item.labels) if query else True


def _network_texts(line: NetworkLine) -> Iterable[str | None]:
    item = line.network
    yield from (item.name, item.driver, item.scope, item.engine, item.id, item.project, item.bridge, item.parent)
    yield from line.flags
    for subnet in item.subnets:
        yield from (subnet.subnet, subnet.gateway)


def container(line: ContainerLine, query: str) -> bool:
    return _fits(query, _container_texts(line), line.container.labels) if query else True


def _container_texts(line: ContainerLine) -> Iterable[str | None]:
    item = line.container
    yield from (item.name, item.image, item.id, item.state, item.health, item.engine, item.project, item.service)
    yield item.network_mode
    for attachment in line.attachments:
        yield from (attachment.endpoint.network_name, attachment.ipv4, attachment.ipv6, attachment.endpoint.mac)
        yield from attachment.endpoint.aliases
    for port in line.ports:
        yield f"{port.host_port or ''}:{port.port}/{port.protocol}"


def _fits(query: str, texts: Iterable[str | None], labels: dict[str, str]) -> bool:
    pairs = (f"{key}={value}" for key, value in labels.items())
    haystack = "\n".join([*(text for text in texts if text), *pairs]).casefold()
    return all(word in haystack for word in query.casefold().split())
