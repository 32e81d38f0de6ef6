"""What each word of a wished time says: "ab", "16 Uhr", "mittwochs", "nicht". Pure; windows.py puts them together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

Minutes = tuple[int, int]  # of the day, half-open; 1440 is 24:00
NOON, MIDNIGHT = 12 * 60, 24 * 60
FIRST_MORNING_HOUR = 7  # whoever says "ab 4" to an office means the afternoon
DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHORT = ("mo", "di", "mi", "do", "fr", "sa", "so")
WEEK = {
    **{name: frozenset({day}) for names in (DAYS, SHORT) for day, name in enumerate(names)},
    "sonnabend": frozenset({5}),
    "wochenende": frozenset({5, 6}),
    "werktag": frozenset(range(5)),
    "arbeitstag": frozenset(range(5)),
    "wochentag": frozenset(range(5)),
    "täglich": frozenset(range(7)),
}
PARTS: dict[str, Minutes] = {
    "früh": (0, 10 * 60),
    "morgens": (0, 10 * 60),
    "vormittag": (0, NOON),
    "mittag": (NOON, 14 * 60),
    "nachmittag": (NOON, 18 * 60),
    "abend": (17 * 60, MIDNIGHT),
    "feierabend": (17 * 60, MIDNIGHT),
    "arbeit": (17 * 60, MIDNIGHT),
    **dict.fromkeys(("ganztags", "ganztägig", "immer", "jederzeit", "egal", "durchgehend"), (0, MIDNIGHT)),
}
NUMBERS = (
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig",
)  # fmt: skip
RELATIVE = {"heute": 0, "morgen": 1, "übermorgen": 2}
ABBREVIATED = (*SHORT, "ca", "bzw", "tel")
FILLERS = frozenset((
    "am", "an", "um", "im", "in", "der", "die", "das", "den", "dem", "zu", "zur", "bei", "mit", "bitte", "gern",
    "gerne", "lieber", "liebsten", "besten", "möglichst", "nur", "erst", "wieder", "erreichbar", "erreichen", "da",
    "zuhause", "hause", "daheim", "geht", "gehen", "passt", "kann", "können", "bin", "ist", "sind", "ich", "er",
    "sie", "wir", "uhr", "gegen", "circa", "ca", "etwa", "ungefähr", "rum", "jeden", "jede", "jeder", "jedes",
    "auch", "dann", "noch", "anrufen", "anruf", "zurückrufen", "rückruf", "sonst", "ansonsten", "ganz", "ganzen",
    "tag", "tage", "gar", "überhaupt", "telefonisch", "mich", "uns", "es", "h", "tel",
))  # fmt: skip
WRITTEN = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{1,2}[:.]\d{2}|\d{1,2}(?=h\b)|\d+|[^\W\d_]+|[,;&+/.-]")


class Kind(Enum):
    DAY = auto()  # weekdays, or days of the calendar
    CLOCK = auto()  # one time of the day
    PART = auto()  # a stretch of the day with a name
    FROM = auto()
    UNTIL = auto()
    BETWEEN = auto()
    NOT = auto()
    AND = auto()
    STOP = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Days:
    """Any of these weekdays, from `first` to `last`; what is left out limits nothing."""

    weekdays: frozenset[int] = frozenset()
    first: date = date.min
    last: date = date.max

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last and (not self.weekdays or day.weekday() in self.weekdays)


@dataclass(frozen=True, slots=True)
class Word:
    kind: Kind
    said: str
    days: Days = Days()
    minutes: Minutes = (0, 0)  # of a CLOCK both are the same


MARKS = {
    **dict.fromkeys(("ab", "nach", "seit", "frühestens"), Kind.FROM),
    **dict.fromkeys(("bis", "vor", "spätestens", "-"), Kind.UNTIL),
    **dict.fromkeys(("zwischen", "von"), Kind.BETWEEN),
    **dict.fromkeys(("nicht", "außer", "ausser", "kein", "keine", "keinen", "nie", "ohne"), Kind.NOT),
    **dict.fromkeys(("und", "oder", "sowie", "bzw", "&", "+", "/"), Kind.AND),
    **dict.fromkeys((",", ";", ".", "aber"), Kind.STOP),
}


def words(text: str, said_on: date) -> list[Word]:
    """In the order said, without words that say nothing about time; what nobody knows is UNKNOWN."""
    spoken = WRITTEN.findall(re.sub(r"[‐‑–—]", "-", text.lower()))
    found: list[Word] = []
    for said in _joined(spoken):
        found += _read(said, said_on, found[-1] if found else None)
    return found


def _joined(spoken: list[str]) -> Iterator[str]:
    """„nach der Arbeit“, „halb zehn“ and „nächste Woche“ are one word each."""
    left = list(spoken)
    while left:
        match left:
            case ["so", ("gegen" | "um" | "ca" | "circa" | "etwa" | "ungefähr") as said, *rest]:
                yield said  # no Sunday
            case ["nach", "der", "arbeit", *rest]:
                yield "feierabend"
            case ["nach" | "zum" | "zu", "feierabend" as said, *rest]:
                yield said
            case [said, ".", *rest] if said in ABBREVIATED:
                yield said
            case ["halb", hour, *rest]:
                yield f"halb {hour}"
            case [("nächste" | "nächster" | "nächsten" | "kommende" | "kommender" | "kommenden"), "woche", *rest]:
                yield "nächste woche"
            case ["diese" | "dieser", "woche", *rest]:
                yield "diese woche"
            case [said, *rest]:
                yield said
        left = rest


def _read(said: str, said_on: date, before: Word | None) -> list[Word]:
    if said in MARKS:
        return [Word(MARKS[said], said)]
    if said == "morgen" and before is not None and before.kind is Kind.DAY:
        said = "morgens"  # „Mittwoch Morgen“
    if (days := _days(said, said_on)) is not None:
        return [Word(Kind.DAY, said, days)]
    if (stretch := PARTS.get(_bare(said))) is not None:
        return [Word(Kind.PART, said, minutes=stretch)]
    if (clock := _clock(said)) is not None:
        return [Word(Kind.CLOCK, said, minutes=(clock, clock))]
    return _compound(said) or ([] if said in FILLERS else [Word(Kind.UNKNOWN, said)])


def _compound(said: str) -> list[Word]:
    """„mittwochnachmittags“ is a day and a part of it; nothing where it is none."""
    for name in (*DAYS, "sonnabend"):
        part = PARTS.get(_bare(said.removeprefix(name))) if said.startswith(name) else None
        if part is not None:
            return [Word(Kind.DAY, name, Days(WEEK[name])), Word(Kind.PART, said, minutes=part)]
    return []


def _bare(said: str) -> str:
    """„vormittags“ and „Vormittag“ are the same."""
    return said if said in PARTS else said.removesuffix("s")


def _days(said: str, said_on: date) -> Days | None:
    if said in RELATIVE:
        day = said_on + timedelta(days=RELATIVE[said])
        return Days(first=day, last=day)
    if said.endswith("woche") and " " in said:
        monday = said_on - timedelta(days=said_on.weekday()) + timedelta(weeks=said.startswith("nächste"))
        return Days(first=monday, last=monday + timedelta(days=6))
    weekdays = WEEK.get(said) or WEEK.get(said.removesuffix("s")) or WEEK.get(said.removesuffix("e"))
    return Days(weekdays) if weekdays else _dated(said, said_on)


def _dated(said: str, said_on: date) -> Days | None:
    """„24.11.“: the next such day."""
    written = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", said)
    if written is None:
        return None
    day, month, year = int(written[1]), int(written[2]), int(written[3] or said_on.year)
    try:
        found = date(year, month, day)
        if found < said_on and not written[3]:
            found = date(year + 1, month, day)
    except ValueError:
        return None
    return Days(first=found, last=found)


def _clock(said: str) -> int | None:
    """Minutes of the day; None for what is no time of the day."""
    if said.startswith("halb "):
        hour = _clock(said.removeprefix("halb "))
        return hour - 30 if hour is not None and hour % 60 == 0 and hour > 0 else None
    if said in NUMBERS:
        said = str(NUMBERS.index(said))
    written = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", said)
    if written is None:
        return None
    hour, minute = int(written[1]), int(written[2] or 0)
    if 0 < hour < FIRST_MORNING_HOUR:
        hour += 12
    at = hour * 60 + minute
    return at if minute < 60 and at <= MIDNIGHT else None
