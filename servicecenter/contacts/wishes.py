"""What a form says about forwarding, checked before anything is written. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from servicecenter.callbacks.numbers import parse
from servicecenter.directory.leistungen import Leistung
from servicecenter.errors import Invalid
from servicecenter.promises.terms import Terms
from servicecenter.tickets.model import ReplyChannel

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
SOCIAL_CONCERN = "Sozialdaten: Es wird kein Freitext aufgenommen (§ 35 SGB I)."


LONGEST = {"concern": 20_000, "already_said": 20_000, "caller_name": 200, "window": 200, "address": 400}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the citizen wants: the concern, and how the answer should come."""

    concern: str
    reply: ReplyChannel
    caller_name: str = ""
    number: str = ""
    window: str = ""
    address: str = ""
    already_said: str = ""


def checked(wish: Wish, leistung: Leistung | None) -> Wish:
    """The wish as it may be stored. Raises Invalid with the form's field; nothing typed is lost by that."""
    for field, longest in LONGEST.items():
        if (length := len(getattr(wish, field))) > longest:
            raise Invalid(
                "Der Text ist zu lang.",
                f"Er hat {length} Zeichen, möglich sind {longest}.",
                "Bitte kürzen; der Text bleibt im Feld stehen.",
                field=field,
            )
    if leistung is not None and leistung.social:
        return _checked_reply(Wish("", wish.reply, wish.caller_name, wish.number, wish.window, wish.address))
    if not wish.concern.strip():
        raise Invalid(
            "Das Anliegen fehlt.",
            "Das Fachamt soll wissen, worum es geht, ohne noch einmal zu fragen.",
            "Bitte das Anliegen in einem Satz festhalten.",
            field="concern",
        )
    return _checked_reply(wish)


def _checked_reply(wish: Wish) -> Wish:
    match wish.reply:
        case ReplyChannel.CALLBACK:
            parse(wish.number)  # raises NumberUnusable with its own words
            if "@" in wish.address:  # for the case that nobody is reached; anything else is a postal address
                _check_mail(wish.address)
        case ReplyChannel.EMAIL:
            _check_mail(wish.address)
        case ReplyChannel.POST if not wish.address.strip():
            raise Invalid(
                "Die Anschrift fehlt.",
                "Ohne sie kommt kein Brief an.",
                "Bitte die Anschrift eintragen.",
                field="address",
            )
    return wish


def _check_mail(address: str) -> None:
    if not MAIL.fullmatch(address.strip()):
        raise Invalid(
            "Die E-Mail-Adresse stimmt nicht.",
            "Sie braucht ein @ und eine Endung.",
            "Bitte buchstabieren lassen, zum Beispiel name@beispiel.example.",
            field="address",
        )


def not_past(terms: Terms, at: datetime) -> Terms:
    """A promise whose date has gone by is none. Raises Invalid."""
    if terms.due_at <= at:
        raise Invalid(
            "Dieser Rückruf kann nicht zugesagt werden.",
            f"Er wäre schon am {terms.due_on:%d.%m.%Y} fällig gewesen.",
            "Bitte das Datum prüfen.",
            field="at",
        )
    return terms
