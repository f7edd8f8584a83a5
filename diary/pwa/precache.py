"""What the service worker keeps: found by reading the shells and following what they load, never a list by hand."""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping

from diary.pwa.assets import PREFIX, Assets

# What a page loads, as our layouts write it; and what a script or a style loads in turn.
IN_PAGE = re.compile(r"""(?:src|href)=["']([^"'#?]+)""")
IN_SCRIPT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}/[^"']+)["']""")
IN_STYLE = re.compile(r"""url\(["']?([^"')#?]+)""")

# 330 KB that only the trends need: kept when they are first drawn, not before.
LEFT_OUT = "/vendor/plotly.js-"
# The browser fetches these itself when Lull is put on the home screen.
ICONS = re.compile(r"/icons/[^/]*\.png$")


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


def worker(assets: Assets, pages: Mapping[str, bytes], manifest: str) -> str:
    """The service worker's script for these pages (address to bytes): its lists, then static/js/sw.js."""
    kept = [*needed(assets, (page.decode() for page in pages.values())), manifest]
    # A page's words change without a change in static/, so they have a part in the name.
    named = hashlib.sha256(assets.build.encode())
    for address, page in sorted(pages.items()):
        named.update(address.encode() + b"\0" + page)
    lists = {"build": named.hexdigest()[:12], "shells": list(pages), "assets": kept}
    lines = [f"const {name} = {json.dumps(value)};\n" for name, value in lists.items()]
    return "".join(lines) + assets.text("js/sw.js")
