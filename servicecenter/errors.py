"""Errors a person is told: a stable code for programs, and three short German sentences for people."""

from typing import Any, ClassVar


class ServiceCentreError(Exception):
    """Base of every expected error. Subclasses are named after what happened.

    `what`, `why` and `now` are German sentences: what happened, why, and what to do now.
    `code` is stable; `details` holds the values, never a caller's full number or name.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 422

    def __init__(self, what: str, why: str = "", now: str = "", **details: Any) -> None:
        super().__init__(" ".join(part for part in (what, why, now) if part))
        self.what, self.why, self.now, self.details = what, why, now, details


class NotFound(ServiceCentreError):
    """Nothing of that name, or nothing this person may see: both look the same from outside."""

    code = "not-found"
    status = 404


class Forbidden(ServiceCentreError):
    code = "forbidden"
    status = 403


class Conflict(ServiceCentreError):
    """Somebody else was quicker, or the thing is no longer in a state that allows the act."""

    code = "conflict"
    status = 409


class Invalid(ServiceCentreError):
    """What was entered cannot be taken; `details["field"]` names the field where there is one."""

    code = "invalid"
    status = 422
