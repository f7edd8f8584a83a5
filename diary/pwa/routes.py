"""The public addresses: each shell, the manifest and the service worker. No view here may touch the session."""

import json
from typing import Any, NamedTuple

import brotli  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, current_app, request
from flask_babel import force_locale, gettext

from diary.analysis.definitions import LIMITS
from diary.fields import bounds
from diary.infusions.operations import CHECKLIST
from diary.profile.operations import PROFILE
from diary.profile.schemas import TreatmentTriedSchema
from diary.pwa.assets import Assets
from diary.pwa.precache import MANIFEST, parcel
from diary.pwa.shells import SHELLS, Shell
from diary.web import EMPTY_STYLE, HEADERS, POLICY, draws_charts

bp = Blueprint("pwa", __name__)

# What an input may hold, written into it from the numbers that the server refuses by.
BOUNDS = {
    "checklist": bounds(CHECKLIST.schema),
    "profile": bounds(PROFILE.schema),
    "treatment": bounds(TreatmentTriedSchema()),
}
# The ground of the dark theme (static/css/tokens.css): no white while the app opens.
GROUND = "#0c1213"


class Kept(NamedTuple):
    """A body as it is sent, plain and small, made once for all readers."""

    plain: bytes
    small: bytes

    @classmethod
    def of(cls, text: str) -> "Kept":
        """`text` kept. It may be compressed, for it holds no secret (BREACH)."""
        plain = text.encode()
        return cls(plain, brotli.compress(plain, quality=11))


class Public:
    """The shells and the worker of one application, each made when first asked for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._assets: Assets = app.extensions["assets"]
        self._shells: dict[str, Kept] = {}
        self._worker: tuple[Kept, Kept, Kept] | None = None

    def shell(self, shell: Shell) -> Kept:
        """The page, the same bytes for everybody."""
        if shell.address not in self._shells or self._app.debug:
            # Not render_template: its context processors would look at who is asking.
            with force_locale("en"):
                text = self._app.jinja_env.get_template(shell.template).render(limits=LIMITS, bounds=BOUNDS)
            self._shells[shell.address] = Kept.of(text)
        return self._shells[shell.address]

    def worker(self) -> tuple[Kept, Kept, Kept]:
        """The service worker, the parcel that it fetches, and the worker for browsers that know no modules in one."""
        if self._worker is None or self._app.debug:
            pages = {shell.address: self.shell(shell).plain.decode() for shell in SHELLS}
            headers = {shell.address: _page_headers(shell) for shell in SHELLS}
            made = parcel(self._assets, pages, headers, json.dumps(_manifest(self._assets)), self._notice())
            self._worker = (Kept.of(made.worker), Kept.of(made.contents), Kept.of(made.classic))
        return self._worker

    def _notice(self) -> dict[str, str]:
        """What a notification says: no word about health."""
        with force_locale("en"):
            words = {"body": gettext("Today's question"), "no": gettext("No"), "yes": gettext("Yes")}
        return {**words, "icon": self._assets.address("icons/icon-192.png")}


def _public() -> Public:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return app.extensions.setdefault("public", Public(app))


def _page_headers(shell: Shell) -> dict[str, str]:
    """The headers of a shell that must come out of the cache with it."""
    policy = POLICY.format(plot=EMPTY_STYLE if shell.charts else "")
    return {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, **HEADERS}


def _sent(kept: Kept, mimetype: str) -> Response:
    small = request.accept_encodings["br"] > 0
    response = Response(kept.small if small else kept.plain, mimetype=mimetype)
    if small:
        response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _show(shell: Shell) -> Any:
    def show() -> Response:
        """Answer with the shell, the same bytes for everybody."""
        if shell.charts:
            draws_charts()
        return _sent(_public().shell(shell), "text/html")

    return show


for _shell in SHELLS:
    bp.add_url_rule(_shell.address, _shell.template.removeprefix("pwa/").removesuffix(".html"), _show(_shell))


@bp.get("/sw.js")
def service_worker() -> Response:
    """Answer with the service worker of this build."""
    modern, _, classic = _public().worker()
    response = _sent(classic if "classic" in request.args else modern, "text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@bp.get("/parcel.json")
def contents() -> Response:
    """Answer with all that the worker keeps, and the build it belongs to."""
    _, kept, _ = _public().worker()
    return _sent(kept, "application/json")


@bp.get(MANIFEST)
def manifest() -> Response:
    """Answer with the manifest; it holds no word about health."""
    return _sent(Kept.of(json.dumps(_manifest(current_app.extensions["assets"]))), "application/manifest+json")


def _manifest(assets: Assets) -> dict[str, Any]:
    icons = [
        {"src": assets.address(f"icons/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in (
            ("icon-192", 192, "any"),
            ("icon-512", 512, "any"),
            ("maskable-192", 192, "maskable"),
            ("maskable-512", 512, "maskable"),
        )
    ]
    return {
        "id": "/",
        "name": "Lull",
        "short_name": "Lull",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
    }
