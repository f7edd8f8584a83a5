"""What is typed at `flask import-diary` → the choices of an import, and what it prints of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from diary.fields import Refused
from diary.infusions.schemas import ROUTES
from diary.interchange import days_csv, log_csv
from diary.interchange.columns import texts_of
from diary.interchange.days_csv import Choices
from diary.interchange.guess import guess
from diary.interchange.log_csv import LogChoices
from diary.interchange.log_days import DOSES, Meaning
from diary.interchange.report import counted, shown
from diary.interchange.schemas import DAYS_ONLY, LOG_ONLY
from diary.interchange.table import Table
from diary.medications.schemas import DRUG_CLASSES

FIELDS = tuple(dict.fromkeys((*days_csv.FIELDS, *log_csv.FIELDS)))
MEANINGS = "infusion:ROUTE, acute:CLASS:MEDICINE, preventive:CLASS:MEDICINE, note or leave-out"
OTHER = ("note", "leave-out")


def choices_given(table: Table, given: dict[str, Any]) -> Choices | LogChoices:
    """What was asked for, and guesses for what was not."""
    fields = dict(_pair(one, "--map") for one in given["mapped"])
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise Refused(f"--map knows no field {', '.join(unknown)}; it knows {', '.join(FIELDS)}.")
    if given["day_number"]:
        fields["day_number"] = given["day_number"]
    guessed = guess(table)
    log_asked, days_asked = set(fields) & LOG_ONLY, set(fields) & DAYS_ONLY
    if log_asked or ("moment" in guessed and not days_asked):
        return _log_choices(fields, guessed, given)
    if given["events"] or given["other_events"] or given["times"]:
        raise Refused("--event, --other-events and --times belong to a table of moments: say --map moment=COLUMN.")
    return _day_choices(fields, guessed, given)


def _day_choices(fields: dict[str, str], guessed: dict[str, str], given: dict[str, Any]) -> Choices:
    if not {"date", "day_number"} & set(fields) and "date" in guessed:
        fields["date"] = guessed["date"]
    scale = given["scale"]
    if not {"headache", "worst_pain"} & set(fields):
        fields |= {name: guessed[name] for name in ("headache", "worst_pain") if name in guessed}
        scale = scale or guessed.get("scale")
    start: datetime | None = given["start_date"]
    return Choices(
        zone=given["zone"],
        start_date=start.date() if start else None,
        exposures=tuple(_pair(one, "--exposure") if "=" in one else (one, one) for one in given["exposures"]),
        scale=scale,
        dates=given["dates"],
        patient_column=given["patient_column"],
        **fields,
    )


def _log_choices(fields: dict[str, str], guessed: dict[str, str], given: dict[str, Any]) -> LogChoices:
    days_asked = sorted(set(fields) & DAYS_ONLY)
    if days_asked or given["exposures"]:
        stray = ", ".join([*days_asked, *("--exposure" for _ in given["exposures"][:1])])
        raise Refused(f"A row is a day or a moment: {stray} belongs to a table of days.")
    scale, times = given["scale"], given["times"]
    if "moment" not in fields:
        fields |= {name: guessed[name] for name in ("moment", "clock") if name in guessed}
        times = times or guessed.get("times")
    if not {"pain", "event"} & set(fields):
        fields |= {name: guessed[name] for name in ("pain", "event") if name in guessed}
        scale = scale or guessed.get("scale")
    if "moment" not in fields:
        raise Refused("Say which column holds the moments: --map moment=COLUMN.")
    return LogChoices(
        zone=given["zone"],
        scale=scale,
        times=times,
        dates=given["dates"],
        texts=tuple((text, _meaning(text, said)) for text, said in _texts(given["events"])),
        other_texts=(given["other_events"] or "note").replace("-", "_"),
        patient_column=given["patient_column"],
        **fields,
    )


def _texts(events: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each text and what it was said to mean. The text may hold = itself, a meaning never does."""
    for one in events:
        text, sign, said = one.rpartition("=")
        if not (text and sign and said):
            raise Refused(f"--event takes a text and its meaning with = between; this is “{shown(one)}”.")
        yield text, said


def _meaning(text: str, said: str) -> Meaning:
    means, _, rest = said.partition(":")
    if means == "infusion" and rest in ROUTES:
        return Meaning("infusion", route=rest)
    drug_class, _, medicine = rest.partition(":")
    if means in DOSES and drug_class in DRUG_CLASSES:
        return Meaning(means, drug_class=drug_class, medicine=medicine or text[:120])
    if said in OTHER:
        return Meaning(said.replace("-", "_"))
    raise Refused(
        f"“{shown(said)}” is no meaning of a text. It is one of {MEANINGS}; "
        f"routes are {', '.join(ROUTES)}; classes are {', '.join(DRUG_CLASSES)}."
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise Refused(
            f"{option} takes two names with = between, such as headache=Kopfschmerz; this is “{shown(text)}”."
        )
    return name, value


def shown_choices(table: Table, choices: Choices | LogChoices, rows: list[dict[str, Any]]) -> list[str]:
    """Lines that say which column is read as what, and the first rows as they are read."""
    fields = log_csv.FIELDS if isinstance(choices, LogChoices) else days_csv.FIELDS
    columns = {name: getattr(choices, name) for name in (*fields, "patient_column")}
    used, lines = {column for column in columns.values() if column is not None}, []
    for name, column in columns.items():
        if column is not None:
            day_one = (
                f", day 1 is {choices.start_date}" if isinstance(choices, Choices) and name == "day_number" else ""
            )
            lines.append(f"{name.removesuffix('_column').replace('_', ' '):>12}: column “{shown(column)}”{day_one}")
    if isinstance(choices, LogChoices):
        lines += _about_texts(table, choices)
        head = f"{'row':>8}  {'patient':10}  {'date':10}  {'time':5}  {'pain':4}  text"
    else:
        lines += [
            f"{'exposure':>12}: column “{shown(column)}” as “{shown(name)}”" for column, name in choices.exposures
        ]
        used |= {column for column, _ in choices.exposures}
        head = f"{'row':>8}  {'patient':10}  {'date':10}  {'headache':8}  {'pain':4}  exposures"
    unused = [shown(name) for name in table.columns if name not in used]
    if unused:
        lines.append(f"{'left out':>12}: {', '.join(unused)}")
    return [*lines, head, *(_line(row) for row in rows), ""]


def _about_texts(table: Table, choices: LogChoices) -> Iterator[str]:
    """Every text that comes more than once, and the rarer ones in a number."""
    if choices.event is None:
        return
    said = {text.casefold(): meaning for text, meaning in choices.texts}
    texts = texts_of(table, choices.event)
    often = [(text, count) for text, count in texts if count > 1 or text.casefold() in said][:40]
    for text, count in often:
        meaning = said.get(text.casefold())
        words = (
            choices.other_texts
            if meaning is None
            else ":".join(part for part in (meaning.means, meaning.route, meaning.drug_class, meaning.medicine) if part)
        )
        yield f"{'text':>12}: “{shown(text)}” in {counted(count, 'row')}: {words.replace('_', '-')}"
    if len(texts) > len(often):
        rest = counted(len(texts) - len(often), "more text")
        yield f"{'text':>12}: {rest}: {choices.other_texts.replace('_', '-')}"


def _line(row: dict[str, Any]) -> str:
    if "why" in row:
        return f"{row['row']:>8}  {row['why']} {row['cell']}".rstrip()
    begins = f"{row['row']:>8}  {shown(row['patient']):10}  {row['date']}"
    if "clock" in row:
        pain = "–" if row["pain"] is None else row["pain"]
        text = f"{shown(row['text'])} ({row['means'].replace('_', '-')})" if row["text"] else shown(row["note"])
        return f"{begins}  {row['clock']:5}  {pain!s:4}  {text}".rstrip()
    said = (
        f"{one['name']} {one.get('amount', '' if one.get('present') else 'no')}".strip() for one in row["exposures"]
    )
    pain = "–" if row["worst_pain"] is None else row["worst_pain"]
    return f"{begins}  {row['headache'] or '–':8}  {pain!s:4}  {shown('; '.join(said))}".rstrip()
