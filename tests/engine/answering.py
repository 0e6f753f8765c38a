"""What stands for an EngineClient in tests: whoever answers `get` answers many at a time as well."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any

from netviz.engine.client import Each
from netviz.engine.errors import EngineError


class Answering(ABC):
    @abstractmethod
    def get(self, path: str, **params: Any) -> Any:
        """The JSON answer. Raises EngineError."""

    def get_bytes(self, path: str, **params: Any) -> bytes:
        return json.dumps(self.get(path, **params)).encode()

    def get_each(self, paths: Iterable[tuple[str, str]], pool: Executor, at_a_time: int) -> Each:
        for key, path in paths:
            try:
                answer = self.get(path)
            except EngineError as error:
                answer = error
            yield key, answer
