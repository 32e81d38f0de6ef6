"""What can go wrong with people and logins, each named after what happened and told in German."""

from datetime import timedelta
from math import ceil
from typing import ClassVar

from servicecenter.errors import Conflict, Forbidden, Invalid, NotFound


class WrongPassword(Forbidden):
    """Name or password is wrong, or the person is disabled: all look the same from outside."""

    code: ClassVar[str] = "wrong-password"


class TooManyAttempts(Forbidden):
    """`details["retry_after_seconds"]` says how long nothing is tried any more."""

    code: ClassVar[str] = "too-many-attempts"
    status: ClassVar[int] = 429


class PasswordTooWeak(Invalid):
    code: ClassVar[str] = "password-too-weak"


class PasswordMustChange(Forbidden):
    """The first password was given out by somebody else; until it is changed nothing may be read."""

    code: ClassVar[str] = "password-must-change"


class LoginTaken(Conflict):
    code: ClassVar[str] = "login-taken"


class PersonIncomplete(Invalid):
    """Login, name, municipality or offices do not fit the role; `details["field"]` names which."""

    code: ClassVar[str] = "person-incomplete"


class PersonUnknown(NotFound):
    code: ClassVar[str] = "person-unknown"


class MayNotManagePeople(Forbidden):
    code: ClassVar[str] = "may-not-manage-people"


def wrong_password(wait: timedelta | None = None) -> WrongPassword:
    """For a failed login; with `wait` when this failure was the one that closes the door for a while."""
    what = "Die Anmeldung ist fehlgeschlagen."
    why = "Anmeldename oder Passwort stimmen nicht."
    if wait:
        now = f"Nach zu vielen Versuchen ist der nächste in {spoken(wait)} möglich."
        return WrongPassword(what, why, now, retry_after_seconds=ceil(wait.total_seconds()))
    return WrongPassword(what, why, "Bitte beides prüfen oder bei der Administration ein neues Passwort erbitten.")


def wrong_old_password(wait: timedelta | None = None) -> WrongPassword:
    what, why = "Das Passwort wurde nicht geändert.", "Das bisherige Passwort stimmt nicht."
    if wait:
        now = f"Nach zu vielen Versuchen ist der nächste in {spoken(wait)} möglich."
        return WrongPassword(what, why, now, field="old", retry_after_seconds=ceil(wait.total_seconds()))
    return WrongPassword(what, why, "Bitte das bisherige Passwort noch einmal eingeben.", field="old")


def too_many_attempts(wait: timedelta) -> TooManyAttempts:
    return TooManyAttempts(
        "Die Anmeldung ist vorübergehend gesperrt.",
        "Es gab zu viele Versuche mit falschem Passwort.",
        f"Bitte in {spoken(wait)} erneut versuchen.",
        retry_after_seconds=ceil(wait.total_seconds()),
    )


def spoken(wait: timedelta) -> str:
    """A waiting time in words, rounded up, so that nobody comes back too early: "40 Sekunden", "3 Minuten"."""
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return "1 Sekunde" if seconds == 1 else f"{seconds} Sekunden"
    minutes = ceil(seconds / 60)
    return "1 Minute" if minutes == 1 else f"{minutes} Minuten"
