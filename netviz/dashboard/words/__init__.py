"""Words for codes: what the database, the engine's room and the journal hold as codes with parameters, said to people."""

from netviz.agent.wording import Filled, Words, said

__all__ = ["Filled", "Words", "said"]
