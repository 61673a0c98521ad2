"""What a person said of outlets: their other names, their home pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class OutletNotes:
    """An outlet with its home page and its other names as printed, as far as a person said so."""

    name: str
    home: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlets:
    """Which outlet a name or an address means. `names` by `same_name`, `homes` by `host_of`."""

    names: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    def called(self, name: str) -> str:
        """The outlet's name: this one, or the one that this is another name of, in the end."""
        seen: set[str] = set()
        while (folded := same_name(name)) in self.names and folded not in seen:
            seen.add(folded)
            name = self.names[folded]
        return name

    def at(self, url: str | None) -> str | None:
        """The outlet whose home the address is on."""
        name = self.homes.get(host_of(url))
        return self.called(name) if name else None


NO_OUTLETS = Outlets()


def same_name(name: str) -> str:
    """Names that are the same but for case and white space, as one."""
    return " ".join(name.split()).casefold()


def host_of(url: str | None) -> str:
    """The host of an address without its "www.", "" where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.casefold().rstrip(".").removeprefix("www.")


def outlets_of(names: Iterable[tuple[str, str]], homes: Iterable[tuple[str, str]]) -> Outlets:
    """From (another name, the outlet) and (the outlet, its home); of two outlets at one host neither."""
    found: dict[str, set[str]] = {}
    for name, home in homes:
        found.setdefault(host_of(home), set()).add(name)
    single = {host: min(names) for host, names in found.items() if host and len(names) == 1}
    return Outlets({same_name(name): outlet for name, outlet in names}, single)
