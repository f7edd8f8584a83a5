"""Sprays, sites and what a page has no input for: kept as they were typed, counted, and never emptied unseen."""

from uuid import UUID

from diary.db import db
from tests.accounts.people import words_of
from tests.clinic.forms import fields_of, kept


def the(sheets, infusion):
    with sheets.who.app.app_context():
        return kept(db.session, sheets.patient, infusion)


def test_sprays_and_sites_have_their_inputs_and_count(sheets_here):
    given = {"infusion__route": "nasal", "infusion__sprays": "8", "infusion__mg_per_spray": "15"}
    infusion = sheets_here.records(**given, infusion__site="left nostril", infusion__total_mg="120")
    row = the(sheets_here, UUID(infusion))
    assert (row.sprays, str(row.mg_per_spray), row.site) == (8, "15", "left nostril")
    assert "120.0 mg" in words_of(sheets_here.opens(infusion))


def test_what_a_page_has_no_input_for_stays_as_it_was_saved(sheets_here):
    infusion = sheets_here.records(infusion__site="left arm")
    fields = {name: text for name, text in fields_of(sheets_here.opens(infusion)).items() if name != "infusion.site"}
    address = f"{sheets_here.root}/{infusion}"
    sheets_here.who.nora.client.post(address, data={**fields, "infusion.note": "an older page"})
    assert (the(sheets_here, UUID(infusion)).site, the(sheets_here, UUID(infusion)).note) == (
        "left arm",
        "an older page",
    )
