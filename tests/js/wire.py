"""A clinic made of memory that speaks the wire of docs/sync.md, and can be told to misbehave.

The modules of the phone are tested against it where a real server could not be made to do the thing:
answer HTML, answer half, refuse one row, come back from a backup. Journeys use the real one.
"""

import json
import mimetypes
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

STATIC = Path(__file__).resolve().parents[2] / "static"
ANA = "11111111-1111-4111-8111-111111111111"
BEN = "22222222-2222-4222-8222-222222222222"

# In the page, with Ana's store open: save one attack; exchange once, without the listeners of a page.
NOTE = "(note) => store.write('attacks', null, {started_at: '2026-11-22T10:00:00.000Z', zone: 'Europe/Berlin', note})"
SYNC = """async () => {
  const {push} = lull.outbox, {pull} = lull.inbox;
  try { await push(store); await pull(store); return "done"; } catch (failure) { return failure.kind ?? String(failure); }
}"""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lull-worker"
)


class Clinic:
    """What a server holds for one signed-in account, and the faults a test asks of it."""

    def __init__(self) -> None:
        self.account: str | None = ANA
        self.epoch = "first"
        self.build = "one"
        self.revisions: list[dict[str, Any]] = []
        self.refuse: Callable[[dict[str, Any]], bool] = lambda operation: False
        self.fault: Callable[[Request], Response | None] = lambda request: None
        self.asked: list[str] = []
        self.batches: list[int] = []
        self.lie = ""

    def answer(self, request: Request) -> Response:
        """What this address says now."""
        path = request.path
        if path.startswith("/static/"):
            return _file(path.removeprefix("/static/"))
        if not path.startswith("/api/"):
            return Response("<!doctype html><title>Lull</title>", mimetype="text/html")
        self.asked.append(f"{request.method} {path}")
        if fault := self.fault(request):
            return fault
        if request.headers.get("X-Lull") != "1":
            return said({"error": "not ours", "fields": {}}, 403)
        if path == "/api/v1/whose":
            return said({"account": self.account})
        if self.account is None:
            return said({"error": "Sign in again to go on.", "fields": {}}, 401)
        doing = {
            "/api/v1/account": self._account,
            "/api/v1/sync/push": self._push,
            "/api/v1/sync/pull": self._pull,
            "/api/v1/trends": lambda _: said({"as_of": "2026-11-22", "account": self.account, "figures": {}}),
            "/api/v1/sign-out": self._sign_out,
        }
        return doing[path](request)

    def put(self, revision: dict[str, Any]) -> int:
        """Append a revision, as if another device had pushed it."""
        self.revisions.append({**revision, "seq": len(self.revisions) + 1, "received_at": "2026-11-22T12:00:00.000Z"})
        return len(self.revisions)

    def _account(self, _: Request) -> Response:
        return said({"id": self.account, "name": "Ana", "zone": "Europe/Berlin", "clinics": [], "epoch": self.epoch})

    def _sign_out(self, _: Request) -> Response:
        self.account = None
        return said({})

    def _push(self, request: Request) -> Response:
        batch = json.loads(request.get_data())
        self.batches.append(len(batch["operations"]))
        assert len(batch["operations"]) <= 100
        if batch["account"] != self.account:
            return said({"error": "account", "fields": {}}, 409)
        if batch["epoch"] not in ("", self.epoch):
            return said({"error": "reset", "epoch": self.epoch, "fields": {}}, 409)
        answers = [self._take(operation) for operation in batch["operations"]]
        return said({"epoch": self.epoch, "build": self.build, "answers": answers})

    def _take(self, operation: dict[str, Any]) -> dict[str, Any]:
        rev_id = operation["rev_id"]
        if self.refuse(operation):
            return {"rev_id": rev_id, "answer": "rejected", "error": "Cannot be kept.", "fields": {"note": ["No."]}}
        for known in self.revisions:
            if known["rev_id"] == rev_id:
                return {"rev_id": rev_id, "answer": "duplicate", "seq": known["seq"]}
        return {"rev_id": rev_id, "answer": "accepted", "seq": self.put(operation), "marks": []}

    def _pull(self, request: Request) -> Response:
        if request.args["epoch"] not in ("", self.epoch):
            return said({"error": "reset", "epoch": self.epoch, "fields": {}}, 409)
        after, limit = int(request.args["after"]), int(request.args["limit"])
        page = self.revisions[after : after + limit]
        cursor = after + len(page)
        mixed = 0
        for revision in self.revisions[:cursor]:
            mixed ^= int(revision["rev_id"], 16)
        return said(
            {
                "epoch": self.epoch,
                "build": self.build,
                "revisions": page,
                "cursor": cursor,
                "has_more": cursor < len(self.revisions),
                "count": cursor,
                "xor": self.lie or f"{mixed:032x}",
                "account": {"id": self.account, "name": "Ana", "zone": "Europe/Berlin", "clinics": []},
            }
        )


def said(value: Any, status: int = 200) -> Response:
    """`value` as JSON."""
    return Response(json.dumps(value), status=status, mimetype="application/json")


def _file(path: str) -> Response:
    # The first part is the build; the modules only ever name each other from where they are.
    file = STATIC / path.split("/", 1)[1]
    if not file.is_file():
        return Response(status=404)
    return Response(file.read_bytes(), mimetype=mimetypes.guess_type(file.name)[0])


class Served:
    """A clinic on a port of its own."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

        @Request.application
        def application(request: Request) -> Response:
            response = self.clinic.answer(request)
            response.headers.setdefault("Content-Security-Policy", POLICY)
            return response

        self._server = make_server("localhost", 0, application, threaded=True)
        self.url = f"http://localhost:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Hang up."""
        self._server.shutdown()
        self._server.server_close()


def until(page: Any, condition: str) -> None:
    """Wait until the JavaScript `condition` (it may be a promise) holds. Playwright's own wait needs eval."""
    page.evaluate(f"""async () => {{
      const end = Date.now() + 40000;
      while (!(await ({condition}))) {{
        if (Date.now() > end) throw new Error("never came: " + {json.dumps(condition)});
        await new Promise((resolve) => setTimeout(resolve, 20));
      }}
    }}""")


def foreign(number: int, **changes: Any) -> dict[str, Any]:
    """A dose that another device of the same person wrote."""
    return {
        "rev_id": f"{number + 1:032x}",
        "record_id": f"00000000-0000-4000-8000-{number:012}",
        "collection": "doses",
        "parents": [],
        "generation": 1,
        "deleted": False,
        "body": {"amount": str(number)},
        "device": BEN,
        "device_n": number + 1,
        **changes,
    }
