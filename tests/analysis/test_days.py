"""Local days beyond the shared table: zones, minutes, what a day knows of itself."""

from datetime import UTC, date, datetime, timedelta

from diary.analysis import Diary, classify, first_recorded, local_today

from .made import HOME, LATER, answer, at, attack, aura, diary, dose, infusion, on, reading


def one(records, day, now=LATER):
    return classify(records, on(day), on(day), now)[0]


def test_a_silent_day_has_the_zone_of_the_last_record_before_it():
    travels = diary(answer("2026-06-02", False), answer("2026-06-04", False, zone="Europe/Berlin"))
    days = classify(travels, on("2026-06-01"), on("2026-06-06"), LATER)
    assert [day.zone for day in days] == [HOME, HOME, HOME, *["Europe/Berlin"] * 3]


def test_a_record_before_the_days_asked_for_still_tells_the_zone():
    travels = diary(answer("2026-05-02", False, zone="Europe/Berlin"))
    assert one(travels, "2026-06-01").zone == "Europe/Berlin"


def test_with_two_zones_on_one_date_the_later_one_stays():
    flies = diary(
        attack("2026-03-10 08:00", 1, zone="Pacific/Auckland"), attack("2026-03-10 09:00", 1, zone="Pacific/Honolulu")
    )
    assert one(flies, "2026-03-10").zone == "Pacific/Honolulu"


def test_the_date_that_samoa_left_out_is_touched_by_nothing():
    through = diary(attack("2011-12-29 12:00", 24, zone="Pacific/Apia"))
    days = classify(through, on("2011-12-29"), on("2011-12-31"), LATER)
    assert [day.name for day in days] == ["headache", "silent", "headache"]
    assert [day.minutes for day in days] == [720, 0, 720]


def test_minutes_are_those_of_the_day_and_a_long_day_has_25_hours():
    through = diary(attack("2026-10-24 12:00", 60, zone="Europe/Berlin"))
    days = classify(through, on("2026-10-24"), on("2026-10-26"), LATER)
    assert [day.minutes for day in days] == [12 * 60, 25 * 60, 23 * 60]


def test_a_day_knows_the_classes_taken_and_the_infusions():
    full = diary(
        dose("2026-06-10 08:00", "triptan"), dose("2026-06-10 20:00", "nsaid"), infusion("2026-06-10", id="first")
    )
    day = one(full, "2026-06-10")
    assert day.acute_classes == {"triptan", "nsaid"}
    assert day.infusion_ids == ("first",)


def test_a_medicine_whose_class_nobody_knows_is_an_acute_medicine():
    assert one(diary(dose("2026-06-10 08:00", None)), "2026-06-10").acute_classes == {"unknown"}


def test_an_attack_written_down_a_week_later_is_recall():
    late = attack("2026-06-10 09:00", entered_at=at("2026-06-17 09:00"))
    assert one(diary(late), "2026-06-10").recall


def test_what_was_written_down_in_time_is_not_made_recall_by_a_late_answer():
    records = diary(attack("2026-06-10 09:00"), answer("2026-06-10", True, answered="2026-06-20 09:00"))
    assert not one(records, "2026-06-10").recall


def test_recall_is_seen_on_the_last_day_asked_for():
    assert one(diary(answer("2026-06-10", False, answered="2026-07-10 09:00")), "2026-06-10").recall


def test_a_silent_day_knows_nothing():
    day = one(diary(), "2026-06-10")
    assert (day.headache, day.migraine, day.worst_pain, day.recorded) == (None, None, None, False)


def test_days_to_come_are_silent():
    now = at("2026-06-10 12:00")
    days = classify(diary(attack("2026-06-09 09:00", None)), on("2026-06-09"), on("2026-06-12"), now)
    assert [day.name for day in days] == ["headache", "headache", "silent", "silent"]


def test_days_are_a_sequence():
    days = classify(diary(answer("2026-06-10", True)), on("2026-06-09"), on("2026-06-11"), LATER)
    assert len(days) == 3
    assert days[-2] == days[1] == next(day for day in days if day.headache)
    assert [day.date for day in days[1:]] == [on("2026-06-10"), on("2026-06-11")]
    assert (days.first, days.last) == (on("2026-06-09"), on("2026-06-11"))


def test_a_diary_begins_with_the_first_thing_said():
    started = diary(
        dose("2026-05-01 08:00", kind="preventive"),
        infusion("2026-05-02"),
        answer("2026-05-03", None),
        aura("2026-05-04 23:50", zone="Asia/Tokyo"),
        answer("2026-05-05", False),
    )
    assert first_recorded(started) == date(2026, 5, 4)
    assert first_recorded(diary()) is None


def test_today_is_the_date_where_the_last_record_was_made():
    evening = at("2026-06-10 20:00")
    assert local_today(diary(), evening) == on("2026-06-10")
    flown = diary(answer("2026-06-09", False), attack("2026-06-10 12:00", 1, zone="Europe/Berlin"))
    assert local_today(flown, evening) == on("2026-06-11")


def test_a_diary_made_of_arrays_says_the_same():
    began = attack("2026-06-10 09:00")
    records = diary(began, reading(began, "2026-06-10 10:00", 6), answer("2026-06-11", False))
    again = Diary.of_columns(records.columns, zone=records.zone)
    first, last = on("2026-06-09"), on("2026-06-12")
    assert tuple(classify(again, first, last, LATER)) == tuple(classify(records, first, last, LATER))


def test_a_leap_of_the_clock_at_midnight_makes_a_day_of_23_hours():
    """America/Santiago, 6 September 2026: 00:00 becomes 01:00."""
    midnight = datetime(2026, 9, 6, 4, tzinfo=UTC)
    through = diary(attack("2026-09-05 12:00", 48, zone="America/Santiago"))
    days = classify(through, on("2026-09-05"), on("2026-09-07"), midnight + timedelta(days=10))
    assert [day.minutes for day in days] == [12 * 60, 23 * 60, 13 * 60]
