"""Loss is loud: a store that the browser threw away, or never let us have, is said on the page."""

from pathlib import Path

import jinja2
import pytest
from playwright.sync_api import expect
from werkzeug.wrappers import Response

from tests.js.wire import ANA, NOTE, until

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture
def with_banner(clinic, watch):
    """A page with <lull-loss> in it, and no worker at /sw.js."""
    watch.expect("unsupported MIME type")
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    part = jinja.get_template("pwa/_loss.html").render(_=str)
    page = f"<!doctype html><title>Lull</title>{part}<script type=module src=/static/test/js/elements/loss.js></script>"
    answer = clinic.answer
    clinic.answer = lambda request: (
        Response(page, mimetype="text/html") if request.path == "/today" else answer(request)
    )


def test_what_was_lost_is_said_until_it_is_read(with_banner, diary):
    diary.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    diary.evaluate(NOTE, "never sent")
    until(diary, f"localStorage.getItem('lull.kept.{ANA}').includes('1')")
    diary.evaluate("async (name) => { store.close(); indexedDB.deleteDatabase(name); }", f"lull-{ANA}")
    for _ in range(2):
        diary.goto("/today")
        expect(diary.locator("lull-loss")).to_contain_text("1 entry had not been sent and is lost.")
    diary.get_by_role("button", name="I have read this").tap()
    expect(diary.locator("lull-loss")).to_be_hidden()
    diary.goto("/today")
    until(diary, "document.documentElement.dataset.account === 'here'")
    expect(diary.locator("lull-loss")).to_be_hidden()


def test_a_phone_that_can_keep_nothing_says_so(with_banner, page):
    page.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('off', 'SecurityError'); }")
    page.goto("/today")
    expect(page.locator("lull-loss")).to_contain_text("Nothing can be saved on this phone now.")
    assert page.evaluate("document.documentElement.dataset.account") == "blocked"


@pytest.fixture
def with_old_scripts(clinic):
    """While it says so, the scripts are those of a Lull whose database had one version less."""
    answer, old = clinic.answer, []

    def answered(request):
        response = answer(request)
        if old and request.path.endswith("/js/database.js"):
            older = response.get_data().replace(b"const VERSION = 2;", b"const VERSION = 1;")
            response.set_data(older.replace(b"if (before < 2)", b"if (before > 1)"))
        return response

    clinic.answer = answered
    return old


TYPING = """async () => {
  const { Typed } = await import("/static/test/js/elements/typed.js");
  const { openStore } = await import("/static/test/js/store.js");
  const note = Object.assign(document.createElement("textarea"), { id: "note" });
  document.body.append(note);
  const typed = new Typed(document.body);
  await typed.open(await openStore(localStorage.getItem("lull.account")), "sheet");
}"""


def test_a_page_older_than_the_database_says_what_to_do_and_loses_nothing_typed(with_banner, with_old_scripts, page):
    page.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    with_old_scripts.append(True)
    page.goto("/today")
    page.evaluate(TYPING)
    page.locator("textarea").press_sequentially("since four, behind the le")
    newer = page.context.new_page()
    with_old_scripts.clear()
    newer.goto("/today")
    until(newer, "document.documentElement.dataset.account === 'here'")
    loss = page.locator("lull-loss")
    expect(loss).to_contain_text("Lull was updated in another window.")
    expect(loss).to_contain_text("load the page again")
    assert page.evaluate("document.querySelector('textarea').closest('[inert]') !== null"), (
        "nothing more is typed in vain"
    )
    page.get_by_role("button", name="Load the page again").click()
    until(page, "document.documentElement.dataset.account === 'here'")
    expect(loss).to_be_hidden()
    page.evaluate(TYPING)
    expect(page.locator("textarea")).to_have_value("since four, behind the le")


def test_scripts_older_than_the_database_do_not_speak_of_a_full_phone(with_banner, with_old_scripts, diary):
    diary.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    with_old_scripts.append(True)
    diary.goto("/today")
    expect(diary.locator("lull-loss")).to_contain_text("close every window of Lull")
    expect(diary.locator("lull-loss")).not_to_contain_text("storage is full")


def test_signing_out_in_another_window_is_no_update(with_banner, page):
    page.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    page.goto("/today")
    until(page, "document.documentElement.dataset.account === 'here'")
    page.evaluate("() => { window.heard = []; addEventListener('lull:outdated', () => heard.push(1)); }")
    page.evaluate(
        "(name) => new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; })", f"lull-{ANA}"
    )
    assert page.evaluate("heard") == []
