"""Every listed word of the profile and of what is asked around an infusion has its text, for a patient and at the desk."""

import pytest

from diary.infusions import schemas as infusions
from diary.profile import schemas as profile

PHONE, DESK = "macros/vocabulary.html", "clinic/_words_profile.html"
LISTS = {
    "sexes": profile.SEXES,
    "smokings": profile.SMOKING,
    "outcomes": profile.OUTCOMES,
    "hormonal_factors": profile.HORMONAL_FACTORS,
    "comorbidities": profile.COMORBIDITIES,
    "supplements": profile.SUPPLEMENTS,
    "contraindications": profile.CONTRAINDICATIONS,
    "screening": infusions.SCREENING,
}


@pytest.fixture
def words(sqlite_app):
    """words(template): the lists that it defines."""
    with sqlite_app.test_request_context():
        yield lambda name: sqlite_app.jinja_env.get_template(name).make_module({"g": {}}).__dict__


def test_a_phone_has_a_text_for_each_word_in_the_order_of_the_schema(words):
    listed = words(PHONE)
    assert {name: tuple(key for key, _ in listed[name]) for name in LISTS} == LISTS


def test_the_desk_says_the_same_words_in_its_own_way(words):
    listed = words(DESK)
    own = {name: tuple(key for key, _ in listed[name]) for name in ("smokings", "outcomes")}
    assert own == {name: LISTS[name] for name in own}
    assert tuple(listed["questions"]) == infusions.SCREENING
    assert set(listed["titles"]) == {*profile.ProfileSchema().fields} - {"zone"}
    assert set(listed["columns"]) == {*profile.TreatmentTriedSchema().fields, *profile.ContraindicationSchema().fields}


def test_how_somebody_leaves_is_asked_by_the_words_of_the_schema(sqlite_app):
    page, _, _ = sqlite_app.jinja_env.loader.get_source(sqlite_app.jinja_env, "clinic/_chair_discharge.html")
    places = [page.find(f'("{name}", ') for name in infusions.CRITERIA]
    assert -1 not in places
    assert places == sorted(places)
