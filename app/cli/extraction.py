"""`crossread extract`: claims as JSON lines, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from app.domain.article import RawArticle
from app.pipeline.clean import clean
from app.pipeline.extract import load, read_attributions, read_claims
from app.pipeline.read import Unreadable, read
from app.web.exports import claim_as_json


def extract_file(source: Path, out: TextIO, *, cut: bool) -> tuple[Unreadable, ...]:
    """Write a line for each article of `source`; returns what could not be read."""
    nlp, failures = load(), []
    read_article = read_claims if cut else read_attributions
    for item in read([source]):
        if isinstance(item, RawArticle):
            claims = read_article(clean(item), nlp)
            line = {"id": item.source_name, "claims": [claim_as_json(claim) for claim in claims]}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        elif isinstance(item, Unreadable):
            failures.append(item)
    return tuple(failures)
