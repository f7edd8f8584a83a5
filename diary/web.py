"""The edge to the browser: headers, refusals in one shape, and the guard on every /api address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from flask import Flask, Response, current_app, g, render_template, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge, SecurityError

from diary.fields import Refused, refused

# A batch of 100 records with the longest notes fits; a 10 MB note does not.
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_UPLOAD = 20 * 1024 * 1024
DEEPEST_JSON = 16

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{plot}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lull-worker"
)
# Plotly inserts one empty <style>; this is the hash of the empty string, and allows nothing more.
EMPTY_STYLE = " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


def install(app: Flask) -> None:
    """Put the headers and the refusals on every answer of `app`."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.after_request(_headers)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, told)
    app.register_error_handler(Exception, _unexpected)


def answer(value: Any, status: int = 200) -> Response:
    """`value` as JSON."""
    # What is wrong with an item of a list comes under its place, which is a number.
    body = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def refusal(status: int, error: str, fields: dict[str, Any] | None = None) -> Response:
    """The one shape of an error in JSON."""
    return answer({"error": error, "fields": fields or {}}, status)


def absent() -> Any:
    """The one answer for what does not exist and for what is not yours."""
    return told(NotFound())


def wants_json() -> bool:
    """Whether this request is from a script of ours and not from a page."""
    return request.path.startswith("/api/") or request.headers.get("X-Lull") == "1"


def draws_charts() -> None:
    """Allow this page the one empty style element that Plotly inserts."""
    g.draws_charts = True


def json_body(schema: Schema) -> dict[str, Any]:
    """The request's JSON, loaded by `schema`. Raises Refused with the fields that cannot be kept."""
    return load(schema, parsed(request.get_data()))


def load(schema: Schema, value: Any) -> dict[str, Any]:
    """`value` loaded by `schema`. Raises Refused."""
    try:
        return schema.load(value)
    except ValidationError as problem:
        raise refused("Some fields cannot be kept as they are.", problem) from None


def parsed(raw: bytes) -> Any:
    """The JSON value in `raw`. Raises Refused when it is none, or is nested beyond reason."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refused("This is not JSON we can read.") from None
    if _depth(value) > DEEPEST_JSON:
        raise Refused("This is nested too deeply.")
    return value


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        if deepest > DEEPEST_JSON:
            break
        if isinstance(part, dict):
            waiting += [(inner, depth + 1) for inner in part.values()]
        elif isinstance(part, list):
            waiting += [(inner, depth + 1) for inner in part]
    return deepest


def same_origin_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Guard an /api view: only our own scripts, on our own origin, can make such a request.

    A queue that waits for weeks cannot carry a CSRF token; a custom header cannot be sent across
    origins without a preflight, which is never answered.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if request.headers.get("X-Lull") != "1":
            return refusal(403, "This address is for Lull's own pages.")
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return refusal(403, "This address is for Lull's own pages.")
        if request.headers.get("Origin", _origins()[0]).lower() not in _origins():
            return refusal(403, "This address is for Lull's own pages.")
        if request.method not in ("GET", "HEAD") and request.mimetype != "application/json":
            return refusal(415, "Send JSON.")
        return view(*args, **kwargs)

    guarded.csrf_checked_by_origin = True  # type: ignore[attr-defined]
    return guarded


def _origins() -> list[str]:
    """What a browser on our own pages says of where it is; on https never that it came from http."""
    schemes = ("https",) if current_app.config["DIARY_SECURE"] else ("http", "https")
    return [f"{scheme}://{request.host.lower()}" for scheme in schemes]


def _headers(response: Response) -> Response:
    plot = EMPTY_STYLE if getattr(g, "draws_charts", False) else ""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(plot=plot))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refused(problem: Refused) -> Any:
    if wants_json():
        return refusal(422, problem.error, problem.fields)
    return render_template("errors/422.html", problem=problem), 422


def told(problem: HTTPException) -> Any:
    """An HTTP error as a page, or as JSON where a script asked."""
    status = problem.code or 500
    if problem.response is not None:
        return problem.response
    if isinstance(problem, SecurityError):
        # Asked under another name than our own: nothing of ours is drawn, and no link is made of that name.
        return Response("This is not the address of Lull.\n", 400, content_type="text/plain; charset=utf-8")
    if wants_json():
        return refusal(status, _sentence(problem))
    page = render_template("errors/error.html", status=status, sentence=_sentence(problem))
    return page, status, {k: v for k, v in problem.get_headers() if k == "Allow"}


def _sentence(problem: HTTPException) -> str:
    """What to tell a person: never what the library says, never whether a thing exists."""
    if isinstance(problem, RequestEntityTooLarge):
        return "This is larger than we can take."
    return {
        400: "We could not read this request. Go back, reload the page and try again.",
        401: "Sign in again to go on.",
        403: "This is not open to you.",
        404: "There is nothing here.",
        405: "This address does not do that.",
        409: "This has changed meanwhile. Reload the page and look again.",
        415: "Send JSON.",
        429: "Too many tries. Wait a little, then try again.",
    }.get(problem.code or 500, "Something went wrong on our side. What you saved is safe; try again in a moment.")


def _unexpected(problem: Exception) -> Any:
    if current_app.config.get("PROPAGATE"):
        raise problem
    # The kind and place of a fault are logged, its values never: they may be health data.
    place = problem.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    current_app.logger.error("unexpected %s at %s on %s", type(problem).__name__, where, request.endpoint)
    sentence = "Something went wrong on our side. What you saved is safe; try again in a moment."
    if wants_json():
        return refusal(500, sentence)
    return render_template("errors/error.html", status=500, sentence=sentence), 500
