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
