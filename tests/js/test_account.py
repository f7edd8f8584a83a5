"""Whose diary the phone shows, and taking it off the phone."""

import pytest

from tests.js.wire import ANA, BEN

NOTE = "async ([account, note]) => (await lull.store.openStore(account)).write('attacks', null, {note})"
DATABASES = "async () => (await indexedDB.databases()).map(({name}) => name).sort()"


@pytest.fixture
def signed_in(page):
    """A phone that knows it is Ana's, and holds a diary of Ben's as well."""
    page.evaluate("(ana) => lull.account.pointTo(ana)", ANA)
    page.evaluate(
        "() => { localStorage.setItem('lull.theme', 'dark'); localStorage.setItem('lull.dimmed-for', 'an attack'); }"
    )
    page.evaluate(NOTE, [ANA, "Ana's"])
    page.evaluate(NOTE, [BEN, "Ben's"])
    return page


def test_the_account_is_asked_for_once(page, clinic):
    assert page.evaluate("lull.account.findAccount()") == ANA
    assert page.evaluate("lull.account.findAccount()") == ANA
    assert clinic.asked == ["GET /api/v1/whose"]
    assert page.evaluate("({...localStorage})") == {"lull.account": ANA}, "the id and nothing else"


def test_nobody_signed_in_is_nobody_and_that_is_no_error(page, clinic):
    clinic.account = None
    assert page.evaluate("lull.account.findAccount()") is None
    assert page.evaluate("lull.account.currentAccount()") is None


def test_signing_out_is_refused_while_something_would_be_lost(signed_in, clinic):
    assert signed_in.evaluate("lull.account.signOut()") == {"unsent": 1}
    assert signed_in.evaluate("lull.account.currentAccount()") == ANA
    assert clinic.asked == []


def test_signing_out_takes_away_one_diary_and_leaves_the_other(signed_in, clinic):
    assert signed_in.evaluate("lull.account.signOut({discard: true})") == {"unsent": 0}
    assert signed_in.evaluate(DATABASES) == [f"lull-{BEN}"]
    assert (
        signed_in.evaluate("async (ben) => (await (await lull.store.openStore(ben)).all('attacks')).length", BEN) == 1
    )
    assert clinic.asked == ["POST /api/v1/sign-out"] and clinic.account is None
    assert signed_in.evaluate("(ben) => Object.keys(localStorage).filter((key) => !key.includes(ben))", BEN) == [
        "lull.theme"
    ]


def test_signing_out_does_not_wait_for_other_pages(signed_in, open_modules):
    other = open_modules(signed_in.context.new_page())
    other.evaluate("async (ana) => { await lull.store.openStore(ana); }", ANA)
    other.evaluate(
        "() => { window.left = new Promise((resolve) => addEventListener('lull:signed-out', () => resolve(true))); }"
    )
    signed_in.evaluate("lull.account.signOut({discard: true})")
    assert other.evaluate("left") is True
    assert signed_in.evaluate(DATABASES) == [f"lull-{BEN}"]


def test_signed_out_offline_the_server_hears_of_it_first(signed_in, clinic, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    signed_in.context.set_offline(True)
    assert signed_in.evaluate("lull.account.signOut({discard: true})") == {"unsent": 0}
    assert signed_in.evaluate(DATABASES) == [f"lull-{BEN}"]
    signed_in.context.set_offline(False)
    assert signed_in.evaluate("lull.account.findAccount()") is None, "the cookie must not bring Ana back"
    assert clinic.asked == ["POST /api/v1/sign-out", "GET /api/v1/whose"]


def test_nothing_is_sent_after_the_diary_is_gone(signed_in, clinic):
    signed_in.evaluate(
        """async (ana) => {
      const store = await lull.store.openStore(ana);
      window.exchange = lull.sync.startSync(store);
      await lull.account.signOut({discard: true});
      window.before = performance.getEntriesByType("resource").length;
      await exchange.now();
    }""",
        ANA,
    )
    assert (
        signed_in.evaluate(
            "async (name) => (await indexedDB.databases()).some((db) => db.name === name)", f"lull-{ANA}"
        )
        is False
    )
