"""What an article says: attributions and claims, read by a pipeline trained for it that ships with us.

Grammar and names come from spaCy's components, cues from a network, sources and contents from a conditional
random field; quotations, figures, dates and speakers are read by rule on top of these.
"""

from __future__ import annotations

from app.pipeline.extract.claims import read_attributions, read_claims
from app.pipeline.extract.pipeline import load

VERSION = "trained-1.2"  # recorded with each claim, so that a rebuild knows what it replaces

__all__ = ["VERSION", "load", "read_attributions", "read_claims"]
