"""When a citizen can be reached, read from words as callers use them: „ab 16 Uhr, nicht Mittwoch“. Pure.

What is read limits the planned attempts; what is not read stays as text, and the desk says so while the caller is
still there. Hours from 1 to 6 are those of the afternoon. A part of the day or a clock time without a day holds for
every day; days without a time hold all day; what is excluded beats what is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from servicecenter.callbacks.spoken import MIDNIGHT, Days, Kind, Minutes, Word, words
from servicecenter.directory.calendars import SHORT_DAYS

ALL_DAY: Minutes = (0, MIDNIGHT)
AN_HOUR = 60  # „um 14 Uhr“ is from 14 to 15


@dataclass(frozen=True, slots=True)
class Phrase:
    """These minutes on these days are wanted, or, excluded, are not; no days: every day."""

    days: tuple[Days, ...] = ()
    minutes: tuple[Minutes, ...] = ()
    excluded: bool = False

    def covers(self, day: date) -> bool:
        return not self.days or any(days.covers(day) for days in self.days)

    @property
    def says_something(self) -> bool:
        return bool(self.days or self.minutes)


@dataclass(frozen=True, slots=True)
class Window:
    """`unread`: the words that could not be read; they limit nothing."""

    said: str = ""
    phrases: tuple[Phrase, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def limits(self) -> bool:
        return bool(self.phrases)

    def on(self, day: date) -> tuple[Minutes, ...]:
        """The minutes of that day in which the citizen can be reached, joined and in order."""
        wanted = [phrase for phrase in self.phrases if not phrase.excluded]
        open_ = [ALL_DAY] if not wanted else [m for p in wanted if p.covers(day) for m in p.minutes or (ALL_DAY,)]
        for phrase in self.phrases:
            if phrase.excluded and phrase.covers(day):
                open_ = [left for span in open_ for left in _without(span, phrase.minutes or (ALL_DAY,))]
        return tuple(_joined(open_))


@lru_cache(maxsize=4096)
def window(text: str, said_on: date) -> Window:
    """`said_on` is the day to which „morgen“ belongs."""
    reader = _Reader(said_on)
    for place, word in enumerate(found := words(text, said_on)):
        reader.take(word, found[place + 1 :])
    reader.end()
    return Window(text.strip(), tuple(reader.phrases), tuple(dict.fromkeys(reader.unread)))


def in_words(window: Window) -> str:
    """How it was understood: „Di, Do 12:00–18:00; nicht Mi“; empty where it limits nothing."""
    return "; ".join(("nicht " if phrase.excluded else "") + _phrase_in_words(phrase) for phrase in window.phrases)


class _Reader:
    """Takes words one by one; a phrase ends where its words say so, and the next begins."""

    def __init__(self, said_on: date) -> None:
        self.said_on = said_on
        self.phrases: list[Phrase] = []
        self.unread: list[str] = []
        self._begin()

    def _begin(self, *, excluded: bool = False) -> None:
        self.phrase = Phrase(excluded=excluded)
        self.bound: Kind | None = None  # FROM, UNTIL or BETWEEN, waiting for its time
        self.begins: int | None = None  # the first time of a stretch that is not yet complete
        self.last: Kind | None = None  # what was added last: DAY or CLOCK
        self.parted: Kind | None = None  # AND or STOP since then
        self.is_muddled = False  # holds a word that nobody could read

    def take(self, word: Word, rest: Sequence[Word]) -> None:
        match word.kind:
            case Kind.UNKNOWN:
                self.unread.append(word.said)
                self.is_muddled = True
            case Kind.NOT:
                self._negate(rest)
            case Kind.FROM | Kind.UNTIL | Kind.BETWEEN:
                self._bind(word.kind)
            case Kind.AND | Kind.STOP:
                self._part(word.kind, rest)
            case Kind.DAY:
                self._day(word.days)
            case Kind.PART:
                self._stretch(word.minutes)
            case Kind.CLOCK:
                self._clock(word.minutes[0], rest)

    def end(self) -> None:
        self._complete()
        is_sure = not (self.phrase.excluded and self.is_muddled)  # „Mittwoch in den Ferien nicht“ excludes no Mittwoch
        if self.phrase.says_something and is_sure:
            self.phrases.append(self.phrase)
        self._begin()

    def _negate(self, rest: Sequence[Word]) -> None:
        following = rest[0].kind if rest else Kind.STOP
        if following in (Kind.STOP, Kind.AND):  # „Mittwoch geht nicht“
            self.phrase = replace(self.phrase, excluded=True)
        elif following in (Kind.FROM, Kind.UNTIL):  # „nicht vor 9“ is „ab 9“: told by the bound that follows
            self.bound = Kind.NOT
        else:
            if self.phrase.says_something:
                self.end()
            self._begin(excluded=True)

    def _bind(self, kind: Kind) -> None:
        if self.bound is Kind.NOT:
            kind = Kind.UNTIL if kind is Kind.FROM else Kind.FROM
        if kind is Kind.UNTIL and (self.begins is not None or self.bound is Kind.BETWEEN):
            return  # „von 10 bis 12“, „10-12“: the first time waits for the second
        self.bound = kind  # „Mo bis Fr“ or „Mo bis 12 Uhr“: the next word tells

    def _part(self, kind: Kind, rest: Sequence[Word]) -> None:
        if self.begins is not None and self.bound is Kind.BETWEEN and kind is Kind.AND:
            return  # „zwischen 10 und 12“
        self._complete()
        self.parted = kind
        if self.phrase.excluded and not self._goes_on(kind, rest):
            self.end()

    def _goes_on(self, kind: Kind, rest: Sequence[Word]) -> bool:
        """„nicht Di und Do“, „nicht Di, Do“; but after „nicht Mi, Fr ab 12“ something new has begun."""
        same = [word.kind for word in rest]
        if not same or (same[0] is Kind.DAY) != (self.last is Kind.DAY) or same[0] in (Kind.FROM, Kind.UNTIL):
            return False
        after = next((each for each in same if each not in (Kind.DAY, Kind.AND, Kind.STOP)), None)
        return kind is Kind.AND or after in (None, Kind.NOT)

    def _day(self, days: Days) -> None:
        self._complete()
        if self.bound is Kind.UNTIL and self.last is Kind.DAY and self._joins_days(days):
            return
        if self.bound in (Kind.FROM, Kind.UNTIL):
            days = self._bounded(days)
        if self.last is Kind.CLOCK and (self.phrase.days or self.parted):
            self.end()
        self.phrase = replace(self.phrase, days=(*self.phrase.days, days))
        self._added(Kind.DAY)

    def _joins_days(self, days: Days) -> bool:
        """„Mo bis Fr“: every weekday between the two."""
        before = self.phrase.days[-1].weekdays
        if len(before) != 1 or len(days.weekdays) != 1:
            return False
        (first,), (last,) = before, days.weekdays
        between = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
        self.phrase = replace(self.phrase, days=(*self.phrase.days[:-1], Days(between)))
        self._added(Kind.DAY)
        return True

    def _bounded(self, days: Days) -> Days:
        """„ab Mittwoch“: from the next one on."""
        first = days.first
        if days.weekdays:
            ahead = min((weekday - self.said_on.weekday()) % 7 for weekday in days.weekdays)
            first = date.fromordinal(self.said_on.toordinal() + ahead)
        if self.bound is Kind.FROM:
            return Days(first=first)
        return Days(last=first if days.weekdays else days.last)

    def _clock(self, at: int, rest: Sequence[Word]) -> None:
        if self.begins is not None:
            begins, self.begins = self.begins, None
            self._stretch((begins, at if at > begins else min(at + MIDNIGHT // 2, MIDNIGHT)))
        elif self.bound is Kind.FROM:
            self._stretch((at, MIDNIGHT))
        elif self.bound is Kind.UNTIL:
            self._stretch((0, at))
        elif self.bound is Kind.BETWEEN or (rest and rest[0].kind is Kind.UNTIL):
            self.begins = at
        else:
            self._stretch((at, min(at + AN_HOUR, MIDNIGHT)))

    def _complete(self) -> None:
        """„von 10“ without an end is „ab 10“."""
        if self.begins is not None:
            begins, self.begins = self.begins, None
            self._stretch((begins, MIDNIGHT))

    def _stretch(self, minutes: Minutes) -> None:
        known = self.phrase.minutes
        if known and self.last is Kind.CLOCK and (self.parted is None or _meet_as_bounds(known[-1], minutes)):
            both = max(known[-1][0], minutes[0]), min(known[-1][1], minutes[1])
            known = (*known[:-1], both) if both[0] < both[1] else (*known, minutes)
        else:
            known = (*known, minutes)
        self.phrase = replace(self.phrase, minutes=known)
        self._added(Kind.CLOCK)

    def _added(self, kind: Kind) -> None:
        self.last, self.parted, self.bound = kind, None, None


def _meet_as_bounds(one: Minutes, other: Minutes) -> bool:
    """„ab 9, bis 17“ is one stretch; „vor 9 oder nach 16“ are two."""
    from_, until = sorted((one, other), key=lambda span: span[1] != MIDNIGHT)
    return from_[1] == MIDNIGHT and until[0] == 0 and from_[0] < until[1]


def _without(span: Minutes, excluded: Iterable[Minutes]) -> Iterator[Minutes]:
    begins, ends = span
    for first, last in sorted(excluded):
        if last <= begins or first >= ends:
            continue
        if first > begins:
            yield begins, first
        begins = max(begins, last)
    if begins < ends:
        yield begins, ends


def _joined(spans: Iterable[Minutes]) -> Iterator[Minutes]:
    before: Minutes | None = None
    for span in sorted(spans):
        if before is not None and span[0] <= before[1]:
            before = before[0], max(before[1], span[1])
        else:
            if before is not None:
                yield before
            before = span
    if before is not None:
        yield before


def _phrase_in_words(phrase: Phrase) -> str:
    days = ", ".join(map(_days_in_words, phrase.days)) or ("" if phrase.excluded else "täglich")
    return f"{days} {', '.join(map(_minutes_in_words, phrase.minutes))}".strip()


def _days_in_words(days: Days) -> str:
    if days.weekdays:
        in_order = sorted(days.weekdays)
        if len(in_order) > 2 and in_order == list(range(in_order[0], in_order[-1] + 1)):
            return f"{SHORT_DAYS[in_order[0]]}–{SHORT_DAYS[in_order[-1]]}"
        return ", ".join(SHORT_DAYS[day] for day in in_order)
    if days.first == days.last:
        return f"{SHORT_DAYS[days.first.weekday()]} {days.first:%d.%m.}"
    since = f"ab {days.first:%d.%m.}" if days.first > date.min else ""
    until = f"bis {days.last:%d.%m.}" if days.last < date.max else ""
    return f"{since} {until}".strip()


def _minutes_in_words(minutes: Minutes) -> str:
    begins, ends = (f"{at // 60:02}:{at % 60:02}" for at in minutes)
    match minutes:
        case (0, last) if last == MIDNIGHT:
            return "ganztags"
        case (0, _):
            return f"bis {ends}"
        case (_, last) if last == MIDNIGHT:
            return f"ab {begins}"
    return f"{begins}–{ends}"
