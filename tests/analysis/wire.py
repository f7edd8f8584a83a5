"""A diary from records as they travel, for the table of cases that the phone shares."""

from datetime import date, datetime

from diary.analysis import Attack, Aura, DayAnswer, Diary, Dose, Infusion, PainReading

SAID = {"yes": True, "no": False, None: None}


def diary_from(records, zone):
    """The `Diary` of collections of {id, body}."""

    def of(collection):
        return [(one["id"], one["body"]) for one in records.get(collection, [])]

    medications = dict(of("medications"))
    return Diary(
        zone=zone,
        attacks=tuple(attack_from(id_, body) for id_, body in of("attacks")),
        readings=tuple(
            PainReading(attack_id=body["attack_id"], at=moment(body["at"]), zone=body["zone"], pain=body["pain"])
            for _, body in of("pain_readings")
        ),
        auras=tuple(
            Aura(
                started_at=moment(body["started_at"]),
                zone=body["zone"],
                kind=body["kind"],
                attack_id=body.get("attack_id"),
                minutes=body.get("minutes"),
            )
            for _, body in of("auras")
        ),
        doses=tuple(
            dose_from(body, medications[body["medication_id"]])
            for _, body in of("doses")
            if body["medication_id"] in medications
        ),
        days=tuple(
            DayAnswer(
                date=date.fromisoformat(body["date"]),
                zone=body["zone"],
                headache=SAID[body.get("headache")],
                worst_pain=body.get("worst_pain"),
                answered_at=moment(body["answered_at"]),
            )
            for _, body in of("days")
        ),
        infusions=tuple(
            Infusion(id=id_, date=date.fromisoformat(body["date"]), zone=body["zone"], route=body["route"])
            for id_, body in of("own_infusions")
        ),
    )


def attack_from(id_, body):
    symptoms = body.get("symptoms") or []
    return Attack(
        id=id_,
        started_at=moment(body["started_at"]),
        ended_at=moment(body["ended_at"]) if body.get("ended_at") else None,
        zone=body["zone"],
        slept_it_off=body.get("slept_it_off"),
        symptoms={one["name"]: one["present"] for one in symptoms},
        symptom_times=tuple(moment(one["at"]) for one in symptoms if one.get("at")),
    )


def dose_from(body, medication):
    return Dose(
        taken_at=moment(body["taken_at"]),
        zone=body["zone"],
        kind=medication["kind"],
        drug_class=medication.get("drug_class"),
        for_headache=body.get("for_headache"),
        attack_id=body.get("attack_id"),
    )


def moment(text):
    return datetime.fromisoformat(text)
