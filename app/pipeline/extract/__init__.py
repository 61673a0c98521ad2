"""What an article says: attributions and claims, read by rules on a blank English pipeline.

These rules are the floor under a trained pipeline that is to take over the components behind the same
functions.
"""

from __future__ import annotations

from app.pipeline.extract.claims import read_attributions, read_claims
from app.pipeline.extract.pipeline import load

VERSION = "rules-1"  # recorded with each claim, so that a rebuild knows what it replaces

__all__ = ["VERSION", "load", "read_attributions", "read_claims"]
