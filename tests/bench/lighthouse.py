"""Today as Lighthouse judges it, where Node is there to run it: with a diary on the phone, on its own slow network."""

import json
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.figures import Figure
from tests.bench.phones import ready
from tests.browser import PHONE, find
from tests.server import Server

LIGHTHOUSE = "lighthouse@12.8.2"  # the last one for Node 20
RUNS = 3
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100}


def measure(folder: Path) -> Iterator[Figure]:
    """Scores of Today, and its largest paint and what moves; nothing, and a word why, where there is no Node."""
    npx = shutil.which("npx")
    if npx is None:
        print("Lighthouse was left out: it needs Node (npx).", file=sys.stderr)
        return
    server = Server(folder / "instance")
    server.command("setup")
    server.command("demo", "--cast")
    server.start()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    try:
        with sync_playwright() as playwright:
            kept = {**PHONE, "base_url": server.url, "executable_path": find(), "headless": True}
            opens = [f"--remote-debugging-port={port}"]
            context = playwright.chromium.launch_persistent_context(str(folder / "phone"), args=opens, **kept)
            ready(context.pages[0]).goto("about:blank")
            told = [_asked(npx, server.url, port, folder) for _ in range(RUNS)]
            context.close()
    finally:
        server.stop()
    yield from _figures(told)


def _asked(npx: str, address: str, port: int, folder: Path) -> Any:
    """What Lighthouse says of Today in the browser that listens on `port`, which keeps what is on the phone."""
    report = folder / "report.json"
    keeps = [f"--port={port}", "--disable-storage-reset", f"--only-categories={','.join(CATEGORIES)}"]
    writes = ["--output=json", f"--output-path={report}", "--quiet"]
    subprocess.run([npx, "--yes", LIGHTHOUSE, address, *keeps, *writes], check=True, stdout=sys.stderr)
    return json.loads(report.read_text())


def _figures(told: list[Any]) -> Iterator[Figure]:
    how = f"Lighthouse {told[0]['lighthouseVersion']}, its own phone and slow network, Ana signed in; median of {RUNS}"
    for name, goal in CATEGORIES.items():
        score = statistics.median(100 * one["categories"][name]["score"] for one in told)
        yield Figure(f"Lighthouse, {name} of Today", score, goal, "points", how, at_least=True)
    for name, audit, goal, unit in (
        ("largest paint", "largest-contentful-paint", 1000, "ms"),
        ("what moves", "cumulative-layout-shift", 0, "CLS"),
    ):
        values = [one["audits"][audit]["numericValue"] for one in told]
        yield Figure(f"Lighthouse, {name} of Today", statistics.median(values), goal, unit, how)
