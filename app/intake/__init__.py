"""Intake: what is handed in is queued, read in the background, stored, and told item by item."""
