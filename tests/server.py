"""Lull as it is really served: a process of its own, with an instance folder and the cast in it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds; two busy cores are slow to start


class Server:
    """One Lull on a port of its own. It can be stopped, killed and started again on the same data."""

    def __init__(self, instance: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"  # browsers trust localhost as they trust https
        self.instance = instance
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> str:
        """What `flask --app wsgi …` prints, run on this instance."""
        done = subprocess.run(_flask(*words), cwd=ROOT, env=self._environment(), capture_output=True, text=True)
        assert done.returncode == 0, f"flask {' '.join(words)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def travel(self, moment: datetime) -> None:
        """Its clock stands at this moment from now on. Said first before it starts; then as often as one likes."""
        there = self.instance / "clock"
        new = there.with_suffix(".new")
        new.write_text(moment.isoformat())
        new.replace(there)

    def start(self) -> None:
        """Serve, and come back when the first page does."""
        program = _flask("serve") if not (self.instance / "clock").exists() else _travelling("serve")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(program, cwd=ROOT, env=self._environment(), stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()  # or it would be found running in some later test
                pytest.fail(f"The server stopped at once, or gave no answer in {PATIENCE} s:\n{self.log.read_text()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it as a reboot would, or with SIGKILL as a power cut would."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def log(self) -> Path:
        """Everything the server has printed."""
        return self.instance / "server.log"

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.url, timeout=5) as answer:
            return answer.status == 200
        return False

    def _environment(self) -> dict[str, str]:
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("DIARY_", "FLASK_"))}
        return {
            **ours,
            "HOST": "localhost",
            "PORT": str(self.port),
            "DIARY_INSTANCE": str(self.instance),
            "DIARY_PUBLIC_URL": self.url,
            **self._settings,
        }


def _flask(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def _travelling(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.travelling", "--app", "wsgi", *words]


@pytest.fixture(scope="session")
def instance_with_cast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the cast in its database, made once and copied for every server."""
    instance = tmp_path_factory.mktemp("cast")
    server = Server(instance)
    server.command("setup")
    server.command("demo", "--cast")
    return instance


@pytest.fixture(scope="module")
def server(instance_with_cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Lull with the cast, served for the tests of one file: what one of them writes, the next one finds."""
    instance = tmp_path_factory.mktemp("served") / "instance"
    shutil.copytree(instance_with_cast, instance)
    server = Server(instance)
    server.start()
    yield server
    server.stop()
