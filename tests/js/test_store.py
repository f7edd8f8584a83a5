"""The diary on the phone: what was saved is on disk, whatever happens next."""

from tests.js.wire import ANA, BEN

OPEN = "async (account) => { window.store = await lull.store.openStore(account); }"


def test_a_saved_attack_is_there_after_a_reload(page, open_modules):
    page.evaluate(OPEN, ANA)
    saved = page.evaluate(
        "store.write('attacks', null, {started_at: '2026-11-22T10:00:00.000Z', zone: 'Europe/Berlin'})"
    )
    page.reload()
    open_modules(page)
    page.evaluate(OPEN, ANA)
    [attack] = page.evaluate("store.all('attacks')")
    assert attack["id"] == saved["id"] and attack["pending"] is True and attack["twoVersions"] is False
    assert page.evaluate("store.pending()") == 1
