"""The built wheel, installed where nothing of the checkout is, must work from any folder."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*build, "--no-build-isolation", "-w", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel; the dependencies are borrowed from this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A path named in a .pth file is searched, but the .pth files in it are not read: the checkout stays out.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "python"


def test_the_wheel_carries_what_it_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "templates/base.html",
        "static/css/",
        "locale/crossread.pot",
        "migrations/versions/0001",
        "seeds/manifest.csv",
    ):
        assert any(name.startswith(f"app/_bundled/{part}") for name in names), part
    assert not [name for name in names if name.startswith("tests/")]


def test_the_installed_package_works_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"

    def python(*words: str) -> str:
        done = subprocess.run([installed, *words], check=True, capture_output=True, text=True, cwd=tmp_path)
        return done.stdout

    seeds = python("-c", "import app.resources as r; print(r.folder('seeds'))").strip()
    assert Path(seeds).is_relative_to(installed.parent.parent)
    python("-m", "app", "ingest", seeds, "--database", url)
    events = json.loads(python("-m", "app", "events", "--format", "json", "--database", url))
    assert sorted(len(event["articles"]) for event in events) == [4, 5]
    page = python("-m", "app", "export", events[0]["id"], "--format", "html", "--database", url)
    assert page.startswith("<!doctype html>")
