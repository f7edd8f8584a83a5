"""Static files under an address that names their contents, so that a browser may keep them for ever.

There is no bundler. Files are copied to `<instance>/assets/<build>/`, css lists and the modules of each page are
joined, whole-line comments are left out of our own scripts and styles, and a .br and .gz is laid beside each file.
The build is a digest of static/, so a changed file gives every file a new address, and a page never mixes two builds.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
from flask import Flask
from whitenoise import WhiteNoise

from diary.config import ROOT
from diary.pwa.modules import joined
from diary.web import HEADERS

STATIC = ROOT / "static"
PREFIX = "/static"
DIGITS = 12
# Builds that stay served: a page that was opened before an update still loads what it was made with.
BUILDS = 3

COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".html"}
# Opened as a page by itself, an SVG could run scripts; this one cannot.
STILL = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
COMMENT = re.compile(r"^[ \t]*//.*\n|^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)


class Assets:
    """The assets of one build: their id, their folder, and the address of each file."""

    def __init__(self, build: str, folder: Path) -> None:
        self.build = build
        self.folder = folder

    def address(self, path: str) -> str:
        """The address of static file `path`. Raises LookupError when there is no such file."""
        if not (self.folder / path).is_file():
            raise LookupError(f"static/{path} does not exist.")
        return f"{PREFIX}/{self.build}/{path}"

    def text(self, path: str) -> str:
        """What static file `path` says, as it is served."""
        return (self.folder / path).read_text()


def install(app: Flask) -> None:
    """Serve this build's assets and give templates `asset("js/app.js")`."""
    home = Path(app.config.get("PWA_ASSETS") or Path(app.config["DIARY_INSTANCE"]) / "assets")
    build = digest(STATIC)
    # Compressing Plotly takes seconds: nobody waits for that in a test that does not weigh anything.
    prepare(STATIC, home / build, compress=app.config.get("PWA_COMPRESS", not app.testing))
    assets = Assets(build, home / build)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.address
    served = WhiteNoise(
        app.wsgi_app,
        allow_all_origins=False,
        add_headers_function=_headers,
        immutable_file_test=lambda path, url: True,
    )
    for kept in _newest(home, build):
        served.add_files(str(kept), prefix=f"{PREFIX.strip('/')}/{kept.name}/")
    app.wsgi_app = served  # type: ignore[method-assign]


def digest(folder: Path) -> str:
    """The name of what is in `folder`: every path and every byte of it, and how it is prepared."""
    hashed = hashlib.sha256(
        b"".join((Path(__file__).parent / name).read_bytes() for name in ("assets.py", "modules.py"))
    )
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        contents = file.read_bytes()
        hashed.update(f"{file.relative_to(folder).as_posix()}\0{len(contents)}\0".encode())
        hashed.update(contents)
    return hashed.hexdigest()[:DIGITS]


def prepare(source: Path, target: Path, *, compress: bool) -> None:
    """Make `target` from `source`, unless it is there. It appears whole or not at all."""
    if (target / "compressed").exists() or (target.exists() and not compress):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="making-") as made:
        draft = Path(made) / target.name
        shutil.copytree(source, draft)
        _put_together(draft)
        if compress:
            for file in [path for path in draft.rglob("*") if path.suffix in COMPRESSED]:
                _compress(file)
            (draft / "compressed").touch()
        if target.exists():
            shutil.rmtree(target)
        try:
            draft.rename(target)
        except OSError:
            # Another process of this server was faster, and made the same.
            if not target.exists():
                raise


def _put_together(draft: Path) -> None:
    """Join the styles and leave out comments; then each of js/pages becomes one file with all that it imports."""
    for listed in draft.glob("css/*.list"):
        _join(listed)
    for file in [*draft.rglob("*.js"), *draft.rglob("*.css")]:
        if "vendor" not in file.relative_to(draft).parts:
            file.write_text(COMMENT.sub("", file.read_text()))
    for page in draft.glob("js/pages/*.js"):
        page.write_text(joined(page.relative_to(draft).as_posix(), lambda path: (draft / path).read_text()))


def _join(listed: Path) -> None:
    names = [line.strip() for line in listed.read_text().splitlines() if line.strip() and not line.startswith("#")]
    parts = [(listed.parent / name).read_text() for name in names]
    listed.with_suffix(".css").write_text("\n".join(parts))


def _compress(file: Path) -> None:
    contents = file.read_bytes()
    for suffix, small in ((".br", brotli.compress(contents, quality=11)), (".gz", gzip.compress(contents, 9, mtime=0))):
        if len(small) < 0.95 * len(contents):
            file.with_name(file.name + suffix).write_bytes(small)


def _newest(home: Path, build: str) -> list[Path]:
    """The folders to serve, this build first. Older ones are removed."""
    others = [path for path in home.iterdir() if path.is_dir() and path.name != build and len(path.name) == DIGITS]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[BUILDS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    os.utime(home / build)
    return [home / build, *others[: BUILDS - 1]]


def _headers(headers: Any, path: str, url: str) -> None:
    for name in (
        "X-Content-Type-Options",
        "Cross-Origin-Resource-Policy",
        "Referrer-Policy",
        "Strict-Transport-Security",
    ):
        headers[name] = HEADERS[name]
    if path.endswith(".svg"):
        headers["Content-Security-Policy"] = STILL
