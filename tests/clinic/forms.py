"""The sheet of an infusion as a browser has it: every field as it stands on the page, some of them typed over."""

import re
from html import unescape

from diary.infusions.models import Infusion

NAME = re.compile(r'name="([^"]+)"')
VALUE = re.compile(r'value="([^"]*)"')


def fields_of(page):
    """What the form of this page would send if nobody touched it."""
    form = re.search(r'<form class="stack" method="post" [^>]*novalidate.*?</form>', page.text, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        if 'type="checkbox"' not in tag:
            found[unescape(NAME.search(tag)[1])] = unescape(VALUE.search(tag)[1])
    for tag, inner in re.findall(r"(<select[^>]*>)(.*?)</select>", form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner) or VALUE.search(inner)
        found[NAME.search(tag)[1]] = unescape(chosen[1])
    for tag, inner in re.findall(r"(<textarea[^>]*>)(.*?)</textarea>", form, re.DOTALL):
        found[NAME.search(tag)[1]] = unescape(inner)
    return found


class Sheets:
    """Nora at the sheets of one patient."""

    def __init__(self, who, patient):
        self.who, self.patient = who, patient
        self.root = f"/clinic/patients/{patient.id}/infusions"

    def opens(self, infusion="new"):
        """The page of an infusion."""
        return self.who.nora.opens(f"{self.root}/{infusion}")

    def sends(self, page, infusion="new", **typed):
        """The answer to this page's form with some fields typed over; "__" stands for a dot."""
        fields = {**fields_of(page), **{name.replace("__", "."): text for name, text in typed.items()}}
        return self.who.nora.client.post(f"{self.root}/{infusion}", data=fields)

    def records(self, **typed):
        """The id of a new infusion, recorded with these fields."""
        given = {"infusion__started_at": "2026-11-20T10:00", "infusion__ended_at": "2026-11-20T11:00", **typed}
        answer = self.sends(self.opens(), **given)
        assert answer.status_code == 303, answer.text
        return answer.location.split("/infusions/")[1].split("?")[0]


def kept(session, patient, infusion):
    """The row of an infusion."""
    session.expire_all()
    return session.query(Infusion).filter_by(patient_id=patient.id, id=infusion).one()
