"""How long is left of a promise: a word, a level for shape and colour, a bar, and the date in words. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.routing.words import short_day
from servicecenter.web.rendering import clock_time, moment, relative

IN_TIME, AT_RISK, NOT_KEPT, KEPT = "in der Frist", "gefährdet", "nicht gehalten", "gehalten"
NOT_REACHED, WAITS = "nicht erreicht", "wartet"


@dataclass(frozen=True, slots=True)
class Due:
    label: str  # „Mi 25.11., in 2 Tagen“
    word: str
    level: str  # ok, risk, late, done: as the macro `due` and the style sheet know them
    left: float | None  # 1 when it was made, 0 when it is due; None where nothing runs any more


def due(promise: Promise, at: datetime) -> Due:
    """From the instants, not only from the state: between two sweeps the clock is right."""
    match promise.state:
        case PromiseState.KEPT:
            return Due(f"erfüllt {_moment(promise.kept_at)}", KEPT, "ok", None)
        case PromiseState.KEPT_LATE:
            late = f"zugesagt bis {_day(promise)}, erfüllt {_moment(promise.kept_at)}{_notice(promise)}"
            return Due(late, NOT_KEPT, "late", None)
        case PromiseState.EXHAUSTED:
            return Due(f"trotz aller Versuche, beendet {_moment(promise.exhausted_at)}", NOT_REACHED, "done", None)
        case PromiseState.EXHAUSTED_LATE:
            late = f"zugesagt bis {_day(promise)}, nicht erreicht, beendet {_moment(promise.exhausted_at)}"
            return Due(late, NOT_KEPT, "late", None)
        case PromiseState.WITHDRAWN:
            return Due("niemand schuldet sie mehr", "zurückgenommen", "done", None)
    return _running(promise, at)


def _running(promise: Promise, at: datetime) -> Due:
    if promise.paused_at is not None:
        return Due(f"seit {_moment(promise.paused_at)}, bis die Person antwortet", WAITS, "done", None)
    if promise.state is PromiseState.BREACHED or at >= promise.due_at:
        return Due(label(promise, at) + _notice(promise), NOT_KEPT, "late", 0.0)
    if promise.state is PromiseState.AT_RISK or at >= promise.at_risk_at:
        return Due(label(promise, at) + _notice(promise), AT_RISK, "risk", left(promise, at))
    return Due(label(promise, at), IN_TIME, "ok", left(promise, at))


def label(promise: Promise, at: datetime) -> str:
    """Absolute and relative: „Mi 25.11., in 2 Tagen“, „Mo 23.11. 14:30, noch 3 Stunden“."""
    today = local_day(at)
    if promise.due_on != today or at >= promise.due_at:
        return f"{_day(promise)}, {relative(promise.due_on, today)}"
    until = "heute bis 24 Uhr" if _is_midnight(promise.due_at) else f"noch {spoken(promise.due_at - at)}"
    return f"{_day(promise)}, {until}"


def left(promise: Promise, at: datetime) -> float:
    whole = (promise.due_at - promise.recorded_at).total_seconds()
    return max(0.0, min(1.0, (promise.due_at - at).total_seconds() / whole)) if whole > 0 else 0.0


def spoken(span: timedelta) -> str:
    """Rounded down: nobody is told more time than there is."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 120:
        return f"{minutes // 60} Stunden"
    if minutes >= 60:
        return "1 Stunde"
    return "1 Minute" if minutes == 1 else f"{minutes} Minuten"


def lasting(minutes: int) -> str:
    """„8 Std. 30 Min.“, „45 Min.“."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} Std." if hours else "", f"{rest} Min." if rest or not hours else "") if part
    )


def due_in_words(promise: Promise) -> str:
    """„Mi 25.11. 24 Uhr“, „Mo 23.11. 14:30“."""
    return f"{_day(promise)} 24 Uhr" if _is_midnight(promise.due_at) else _day(promise)


def _day(promise: Promise) -> str:
    day = short_day(promise.due_on)
    return day if _is_midnight(promise.due_at) else f"{day} {clock_time(promise.due_at)}"


def _is_midnight(at: datetime) -> bool:
    return at.astimezone(BERLIN).time() == time()


def _notice(promise: Promise) -> str:
    """That the citizen was told in time, and the new date; empty where they were not."""
    return f", mit Mitteilung: neuer Termin {short_day(promise.noticed_until)}" if promise.noticed_until else ""


def _moment(at: datetime | None) -> str:
    return moment(at) if at else ""
