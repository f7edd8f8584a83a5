"""What the service worker keeps: found by reading the shells and following what they load, never a list by hand."""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from diary.pwa.assets import DIGITS, PREFIX, Assets

MANIFEST = "/manifest.webmanifest"

# What a page loads, as our layouts write it; and what a script or a style loads in turn.
IN_PAGE = re.compile(r"""(?:src|href)=["']([^"'#?]+)""")
IN_SCRIPT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}/[^"']+)["']""")
IN_STYLE = re.compile(r"""url\(["']?([^"')#?]+)""")

# 330 KB that only the trends need: kept when they are first drawn, not before.
LEFT_OUT = "/vendor/plotly.js-"
# The browser fetches these itself when Lull is put on the home screen.
ICONS = re.compile(r"/icons/[^/]*\.png$")

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def needed(assets: Assets, pages: Iterable[str]) -> tuple[str, ...]:
    """The addresses of all static files that `pages` load, sorted."""
    start = f"{PREFIX}/{assets.build}/"
    waiting = [found for page in pages for found in IN_PAGE.findall(page) if found.startswith(start)]
    known: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in known or LEFT_OUT in address or ICONS.search(address):
            continue
        known.add(address)
        pattern = {".js": IN_SCRIPT, ".css": IN_STYLE}.get(posixpath.splitext(address)[1])
        if pattern is None:
            continue
        for found in pattern.findall(assets.text(address.removeprefix(start))):
            if not found.startswith("data:"):
                waiting.append(posixpath.normpath(posixpath.join(posixpath.dirname(address), found)))
    return tuple(sorted(known))


class Parcel(NamedTuple):
    """Everything the service worker keeps, as one JSON text, and the worker that fetches it.

    `worker` is made of modules and takes notifications; `classic` is for browsers that know no such worker.

    Together the pages and scripts are half as large as one by one, and one request arrives whole or not at all.
    """

    contents: str
    worker: str
    classic: str


def parcel(
    assets: Assets,
    pages: Mapping[str, str],
    headers: Mapping[str, Mapping[str, str]],
    manifest: str,
    notice: Mapping[str, str],
) -> Parcel:
    """The parcel of these pages (address to text), each with its headers, and of all they load.

    `notice` are the words of a notification.
    """
    kept = [(address, dict(headers[address]), page) for address, page in pages.items()]
    for address in needed(assets, pages.values()):
        suffix = posixpath.splitext(address)[1]
        text = assets.text(address.removeprefix(f"{PREFIX}/{assets.build}/"))
        kept.append((address, {"Content-Type": TYPES[suffix]}, text))
    kept.append((MANIFEST, {"Content-Type": "application/manifest+json"}, manifest))
    # Like beside like: the compression finds what they share.
    kept.sort(key=lambda each: (posixpath.splitext(each[0])[1], each[0]))
    build = hashlib.sha256(json.dumps([assets.build, kept, *notice.items()]).encode()).hexdigest()[:DIGITS]
    contents = json.dumps({"build": build, "kept": kept}, ensure_ascii=False, separators=(",", ":"))
    lists = {"build": build, "shells": list(pages), "kept": [address for address, _, _ in kept]}
    lines = [f"const {name} = {json.dumps(value)};\n" for name, value in lists.items()]
    classic = "".join(lines) + assets.text("js/sw.js")
    asking = f'import "{assets.address("js/pages/worker.js")}";\nself.notice = {json.dumps(dict(notice))};\n'
    return Parcel(contents, asking + classic, classic)
