"""Static files: named by their contents, small, complete, and whole or not there at all."""

import json
import posixpath
import re

import brotli
import pytest

from diary.pwa import assets
from diary.pwa.precache import IN_SCRIPT
from diary.pwa.shells import SHELLS


@pytest.fixture
def source(tmp_path):
    """A small static folder."""
    folder = tmp_path / "static"
    for name, text in {
        "js/app.js": "// Why.\nimport './store.js'; // kept\nconst address = 'https://x';\n  // Gone too.\n",
        "js/store.js": "/* Long\n   why. */\nexport const a = `\n  b`;\n",
        "css/phone.list": "tokens.css\nbase.css\n",
        "css/tokens.css": "/* Ink. */\n:root { --ink: #000; } /* kept */\n",
        "css/base.css": "p { color: var(--ink); }\n",
        "vendor/thing@1/index.js": "// Licence.\n" + "export {};\n" * 50,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_any_change_gives_every_file_a_new_address(source):
    before = assets.digest(source)
    assert assets.digest(source) == before
    (source / "css" / "base.css").write_text("p { color: red }")
    assert assets.digest(source) != before
    (source / "css" / "base.css").rename(source / "css" / "ground.css")
    assert assets.digest(source) != before


def test_comments_of_their_own_line_are_left_out_of_ours_and_nothing_else(source, tmp_path):
    made = tmp_path / "made"
    assets.prepare(source, made, compress=False)
    assert (made / "js/app.js").read_text() == "import './store.js'; // kept\nconst address = 'https://x';\n"
    assert (made / "js/store.js").read_text() == "export const a = `\n  b`;\n"
    assert (made / "css/phone.css").read_text() == ":root { --ink: #000; } /* kept */\n\np { color: var(--ink); }\n"
    assert (made / "vendor/thing@1/index.js").read_bytes() == (source / "vendor/thing@1/index.js").read_bytes()


def test_small_forms_lie_beside_and_say_the_same(source, tmp_path):
    made = tmp_path / "made"
    assets.prepare(source, made, compress=False)
    assert not list(made.rglob("*.br"))
    assets.prepare(source, made, compress=True)
    small = made / "vendor/thing@1/index.js.br"
    assert brotli.decompress(small.read_bytes()) == (source / "vendor/thing@1/index.js").read_bytes()


def test_a_making_that_fails_leaves_nothing_behind(source, tmp_path):
    (source / "css" / "phone.list").write_text("missing.css\n")
    with pytest.raises(FileNotFoundError):
        assets.prepare(source, tmp_path / "made", compress=False)
    assert not (tmp_path / "made").exists() and not list(tmp_path.glob("making-*"))


def test_a_file_may_be_kept_for_ever_under_its_build_and_is_found_under_no_other(sqlite_app):
    client = sqlite_app.test_client()
    address = sqlite_app.extensions["assets"].address("js/app.js")
    answer = client.get(address, buffered=True)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get(re.sub("/static/[^/]+", "/static/000000000000", address)).status_code == 404
    assert client.get("/static/../secret").status_code == 404
    with pytest.raises(LookupError, match=r"missing\.js"):
        sqlite_app.extensions["assets"].address("js/missing.js")


def test_pages_of_the_builds_before_still_find_their_files(lull, sqlite_url, tmp_path):
    home = tmp_path / "kept"
    for build in ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"):
        (home / build / "js").mkdir(parents=True)
        (home / build / "js" / "old.js").write_text("export {};")
    client = lull(sqlite_url, PWA_ASSETS=str(home)).test_client()
    there = [client.get(f"/static/{build * 12}/js/old.js", buffered=True).status_code for build in "abc"]
    assert sorted(there) == [200, 200, 404]


@pytest.fixture
def parcel(sqlite_app):
    """What the worker keeps: address to headers and text."""
    client = sqlite_app.test_client()
    answer = client.get("/parcel.json").json
    assert f'const build = "{answer["build"]}";' in client.get("/sw.js").text
    return {address: (headers, text) for address, headers, text in answer["kept"]}


def test_the_parcel_holds_what_the_addresses_answer(sqlite_app, parcel):
    client = sqlite_app.test_client()
    worker = client.get("/sw.js").text
    assert json.loads(re.search(r"const kept = (\[.*\]);", worker)[1]) == list(parcel)
    assert json.loads(re.search(r"const shells = (\[.*\]);", worker)[1]) == [shell.address for shell in SHELLS]
    for address, (headers, text) in parcel.items():
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200 and answer.text == text, address
        for name, value in headers.items():
            assert answer.headers[name].replace('"', "") == value, "a page from the cache is as well guarded"
        if address in [shell.address for shell in SHELLS]:
            of_the_way = {"Content-Length", "Content-Encoding", "Vary", "Cache-Control", "ETag", "Date"}
            assert set(answer.headers.keys()) - of_the_way == set(headers)


def test_everything_a_phone_page_loads_is_in_the_parcel(parcel):
    for shell in SHELLS:
        loaded = re.findall(r'(?:src|href)="(/static/[^"#]+)', parcel[shell.address][1])
        assert {path for path in loaded if not path.endswith(".png")} <= set(parcel)
    for address, (_, text) in parcel.items():
        if address.endswith(".js"):
            near = posixpath.dirname(address)
            loaded = {posixpath.normpath(posixpath.join(near, name)) for name in IN_SCRIPT.findall(text)}
            assert loaded <= set(parcel)
    assert not [address for address in parcel if "plotly" in address], "a third of a megabyte only the trends need"
    assert not [address for address in parcel if "desk" in address or "chair" in address], "nothing of the clinic's"
