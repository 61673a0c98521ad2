"""What a hostile input is: its name, how it comes in, and what the user is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.hostile.house import House

Attempt = Callable[[House], str]


@dataclass(frozen=True)
class Case:
    """`attempt` hands the input in, asserts what must not happen, and returns what the user is told.

    `unmet` says why the input is not withstood yet, and is not tried therefore.
    """

    name: str
    told: str  # a regular expression, in any case
    attempt: Attempt
    unmet: str = ""


@dataclass
class Cases:
    """The hostile inputs of one way in."""

    found: list[Case] = field(default_factory=list)

    def __iter__(self) -> Iterator[Case]:
        return iter(self.found)

    def __call__(self, name: str, told: str, unmet: str = "") -> Callable[[Attempt], Attempt]:
        def noted(attempt: Attempt) -> Attempt:
            self.found.append(Case(name, told, attempt, unmet))
            return attempt

        return noted

    def each(self, told: str, inputs: dict[str, str], attempt: Callable[[House, str], str]) -> None:
        """One case for each input, by its name."""
        for name, value in inputs.items():
            self.found.append(Case(name, told, lambda house, value=value: attempt(house, value)))  # type: ignore[misc]
