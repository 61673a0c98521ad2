"""Notes on the author and the outlet, as they stand at the end of a text."""

from __future__ import annotations

import re

from app.pipeline.clean.lines import Line
from app.pipeline.clean.outlets import outlet_named
from app.pipeline.clean.wording import rule

_LONGEST = 600
_NAME = r"[A-Z][\w.'’-]+(?: [\w.'’-]+){1,4}"
_IS = r"(?:,? [^.]{0,60},)? (?:is|are|was|has been|writes|covers)\b.{0,200}\b"
_WRITES = (
    r"(?:staff writer|columnist|contributor|contributing|freelance|blogger|author of"
    r"|editor(?:-in-chief|-at-large)? (?:of|at|for|emeritus)"
    r"|(?:reporter|correspondent|editor|writer) (?:for|at|with|based))\b"
)
_OTHERWISE = (
    r"(?:professor|fellow|host|anchor|producer|critic|journalist|director|president|attorney|author)\b"
)
_BIO = re.compile(
    rf"[-•—–*( ]{{0,4}}{_NAME}(?:,? (?:and|&) {_NAME})?{_IS}{_WRITES}"
    rf"|[-•—–*]{{1,3}} ?{_NAME}{_IS}{_OTHERWISE}"
    rf"|[Tt]he (?:author|writer|columnist){_IS}"
)
_BLURB = re.compile(
    r"(?:journalists|reporters|correspondents|is an?|is the|was founded|brings|provides|delivers"
    r"|reports the news)\b"
)
_RIGHTS = re.compile(
    r"(?:(?<!\w)©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s\d,©–-]*(?:\([cC]\)[\s\d]*)?(?:[Bb]y )?"
    r"(?P<holder>[^.|]{2,60})"
)


def is_note(line: Line) -> bool:
    """Does the line tell who the author or the outlet is? Meant for the end of a text only."""
    if len(line.words) > _LONGEST or line.opens_quote or '"' in line.core:
        return False
    return bool(
        _BIO.match(line.words)
        or rule("contact").search(line.core)
        or rule("imprint").search(line.core)
        or imprint(line)
    )


def imprint(line: Line) -> str | None:
    """The outlet that a line at the end is about: "About X", "X journalists report ...", "© 2016 X"."""
    words = line.words[:_LONGEST].split(" ")
    if words[0] == "About" and line.count <= 8:
        return outlet_named(" ".join(words[1:]))
    if rights := _RIGHTS.search(line.words[:200]):
        holder = rights["holder"]
        return outlet_named(holder) or outlet_named(holder.partition(",")[0])
    for length in range(min(5, len(words) - 1), 0, -1):
        name = outlet_named(" ".join(words[:length]))
        if name and _BLURB.match(" ".join(words[length : length + 5]).casefold()):
            return name
    return None
