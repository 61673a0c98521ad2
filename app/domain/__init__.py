"""The words of the trade as plain types: standard library only, no I/O."""
