"""Short names, for where a picture has little room."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

ROOM = 9  # characters that fit beside a picture
_LETTER = re.compile(r"[^\W_]")
_ARTICLES = frozenset({"the", "a", "an"})


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """A distinct short form of each name: the name, its initials, or its beginning, else with a number."""
    forms = [_forms(name) for name in names]
    chosen = [0] * len(names)
    for _ in range(max((len(own) for own in forms), default=0)):
        used = Counter(own[at].casefold() for own, at in zip(forms, chosen, strict=True))
        chosen = [
            min(at + 1, len(own) - 1) if used[own[at].casefold()] > 1 else at
            for own, at in zip(forms, chosen, strict=True)
        ]
    return _numbered([own[at] for own, at in zip(forms, chosen, strict=True)])


def cut(words: str, room: int) -> str:
    """The words in a line of at most `room` characters and an ellipsis, cut between words if that is near."""
    line = " ".join(words[: 4 * room].split())
    if len(line) <= room:
        return line
    kept = line[:room].rpartition(" ")[0]
    return (kept if 2 * len(kept) > room else line[:room]).rstrip(" ,;:.") + " …"


def _forms(name: str) -> list[str]:
    """From what says most in little room to what says least."""
    plain = " ".join(name[:300].split())
    words = [word for word in plain.split() if _LETTER.search(word) and word.casefold() not in _ARTICLES]
    forms = [plain] if 0 < len(plain) <= ROOM else []
    if 2 <= len(words) <= 5 and len(plain) > ROOM:
        forms.append("".join(found[0] for word in words if (found := _LETTER.search(word))).upper())
    bare = " ".join(words) or plain
    forms += [bare[:length].rstrip() + "…" for length in (ROOM - 2, ROOM, ROOM + 3) if len(bare) > length]
    return forms or [plain[:ROOM] or "?"]


def _numbered(names: list[str]) -> tuple[str, ...]:
    """The names, a number behind each that another has before it."""
    taken: set[str] = set()
    for at, name in enumerate(names):
        number, known = 1, name
        while names[at].casefold() in taken:
            number += 1
            names[at] = f"{known} {number}"
        taken.add(names[at].casefold())
    return tuple(names)
