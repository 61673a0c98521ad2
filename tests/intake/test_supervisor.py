"""The process beside the server: started again when it ends, ended when the server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.intake.endings import LATE, NO_DATABASE, After, ended
from app.intake.supervisor import Supervisor, command, environment

WAITS = "import sys; sys.stdin.read()"


def child(code: str) -> Callable[[After], Sequence[str]]:
    return lambda after: (sys.executable, "-S", "-c", code, after.value)


def until(holds: Callable[[], object], seconds: float = 60.0) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.005)


def noting(path: Path, then: str = "") -> str:
    """A child that writes down its number and what it was told, and goes on."""
    note = f"open({str(path)!r}, 'a').write(f'{{os.getpid()}} {{sys.argv[1]}}\\n')"
    return f"import os, sys; {note}; {then or 'sys.stdin.read()'}"


def noted(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [(int(number), after) for number, after in map(str.split, lines)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_ends_with_the_supervisor_and_at_once(tmp_path: Path) -> None:
    with Supervisor(child(noting(tmp_path / "said"))):
        until(lambda: noted(tmp_path / "said"))
    ((pid, after),) = noted(tmp_path / "said")
    assert after == "start"
    assert not alive(pid)


def test_one_that_does_not_listen_is_ended_too(tmp_path: Path) -> None:
    with Supervisor(child(noting(tmp_path / "said", "import time; time.sleep(60)"))):
        until(lambda: noted(tmp_path / "said"))
    assert not alive(noted(tmp_path / "said")[0][0])


@pytest.mark.parametrize(
    ("end", "after"),
    [
        ("os.kill(os.getpid(), 9)", "ended"),
        ("os._exit(70)", "ended"),
        ("os._exit(1)", "late"),
        ("os._exit(75)", "start"),
        ("os._exit(0)", "start"),
    ],
)
def test_whatever_ends_it_another_is_started_and_told(tmp_path: Path, end: str, after: str) -> None:
    with Supervisor(child(noting(tmp_path / "said", end)), first_pause=0.01):
        until(lambda: len(noted(tmp_path / "said")) >= 3)
    assert [said for _, said in noted(tmp_path / "said")[:3]] == ["start", after, after]


def test_it_ends_also_when_the_server_is_killed(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = (
        "import sys, time\nfrom app.intake.supervisor import Supervisor\n"
        f"with Supervisor(lambda after: [sys.executable, '-S', '-c', {noting(said)!r}, after.value]):\n"
        "    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], env=environment()) as server:
        until(lambda: noted(said))
        server.send_signal(signal.SIGKILL)
    until(lambda: not alive(noted(said)[0][0]))


@pytest.mark.parametrize(
    ("status", "after"),
    [(0, After.START), (NO_DATABASE, After.START), (LATE, After.LATE), (-11, After.ENDED), (2, After.ENDED)],
)
def test_what_a_status_tells(status: int, after: After) -> None:
    assert ended(status) is after


def test_the_program_is_found_whatever_lies_where_one_works(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("raise SystemExit('the wrong program')")
    found = subprocess.run(
        command("--version"), env=environment(), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert found.stdout.startswith("crossread "), found.stderr
