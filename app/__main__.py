"""`python -m app` is `crossread`."""

from app.cli import main

main()
