"""`make train`: the steps from the corpora to the pipeline that ships; one done before is not run again."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # one core a process: the same sums every time
    os.environ.setdefault(threads, "1")

SEED = 20161108
MODEL = Path(__file__).resolve().parent.parent / "app" / "pipeline" / "extract" / "model"
HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/")
    parser.add_argument("--build", type=Path, default=Path("build/training"), help="results of the steps")
    options = parser.parse_args()
    if not (options.shared / "corpora").is_dir():
        sys.exit(f"nothing to train on: {options.shared} has no corpora/")
    options.build.mkdir(parents=True, exist_ok=True)
    steps(options.shared, options.build)


def steps(shared: Path, build: Path) -> None:
    """All steps in order; each writes beside its place and moves there when whole."""
    from training import corpora, vectors

    once(build / "news.txt", lambda to: vectors.write_news(shared, to))
    once(build / "news.vec", lambda to: vectors.train(build / "news.txt", to))
    once(build / "vectors", lambda to: spacy_cli("init", "vectors", "en", build / "news.vec", to))
    once(build / "corpora", lambda to: corpora.write(shared, to, SEED))
    for part in ("grammar", "names"):
        once(build / part, partial(spacy_train, part, build))
    once(build / "pipeline", lambda to: attributions(shared, build, to))
    ship(build / "pipeline")


def once(place: Path, make: Callable[[Path], None]) -> None:
    """Make `place` unless it is there; what was left half made is made anew."""
    if place.exists():
        print(f"{place.name}: done before", flush=True)
        return
    print(f"{place.name} ...", flush=True)
    half = place.with_name(place.name + ".part")
    if half.is_dir():
        shutil.rmtree(half)
    half.unlink(missing_ok=True)
    make(half)
    half.rename(place)


def spacy_cli(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "spacy", *map(str, arguments)], check=True)


def spacy_train(part: str, build: Path, to: Path) -> None:
    """`spacy train` with our settings, spaCy's defaults filled in."""
    settings = build / f"{part}.cfg"
    spacy_cli("init", "fill-config", HERE / f"{part}.cfg", settings)
    data = build / "corpora"
    spacy_cli(
        "train", settings, "--output", to, "--paths.vectors", build / "vectors",
        "--paths.train", data / f"{part}-train.spacy", "--paths.dev", data / f"{part}-dev.spacy",
    )  # fmt: skip


def attributions(shared: Path, build: Path, to: Path) -> None:
    """Cues, roles and confidence on top of grammar and names; the whole pipeline is written to `to`."""
    from training import attribution

    attribution.train(shared, build / "grammar" / "model-best", build / "names" / "model-best", to, SEED)


def ship(pipeline: Path) -> None:
    """Put the pipeline into the package, in place of the one there once it is whole; the card stays."""
    new, old = MODEL.with_name("model.new"), MODEL.with_name("model.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(pipeline, new)
    if (MODEL / "CARD.md").is_file():
        shutil.copy(MODEL / "CARD.md", new)
    if MODEL.is_dir():
        MODEL.rename(old)
    new.rename(MODEL)
    shutil.rmtree(old, ignore_errors=True)
    print(
        f"shipped: {sum(f.stat().st_size for f in MODEL.rglob('*') if f.is_file()) / 1e6:.1f} MB", flush=True
    )


if __name__ == "__main__":
    main()
