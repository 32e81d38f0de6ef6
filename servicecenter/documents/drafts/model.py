"""A draft: what a text may say next, from the first typed word to its release by a second person. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from servicecenter.documents.model import Kind
from servicecenter.errors import Conflict, Forbidden

AT_WORK = timedelta(minutes=15)  # after the last word typed, a colleague is still taken to be writing


class DraftState(StrEnum):
    EDITED = "edited"
    IN_REVIEW = "in_review"
    APPROVED = "approved"  # waits for the day of its release
    RELEASED = "released"
    DISCARDED = "discarded"


class DraftAct(StrEnum):
    SAVE = "save"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RELEASE = "release"
    DISCARD = "discard"


OPEN = frozenset({DraftState.EDITED, DraftState.IN_REVIEW, DraftState.APPROVED})
STATE_WORDS = {
    DraftState.EDITED: "Entwurf",
    DraftState.IN_REVIEW: "zur Prüfung",
    DraftState.APPROVED: "freigegeben, gilt ab",
    DraftState.RELEASED: "veröffentlicht",
    DraftState.DISCARDED: "verworfen",
}
# Whoever saves takes a review or an approval back: what is released is what was read.
_TRANSITIONS = {
    (DraftState.EDITED, DraftAct.SAVE): DraftState.EDITED,
    (DraftState.IN_REVIEW, DraftAct.SAVE): DraftState.EDITED,
    (DraftState.APPROVED, DraftAct.SAVE): DraftState.EDITED,
    (DraftState.EDITED, DraftAct.SUBMIT): DraftState.IN_REVIEW,
    (DraftState.IN_REVIEW, DraftAct.SEND_BACK): DraftState.EDITED,
    (DraftState.APPROVED, DraftAct.SEND_BACK): DraftState.EDITED,
    (DraftState.IN_REVIEW, DraftAct.APPROVE): DraftState.APPROVED,
    (DraftState.APPROVED, DraftAct.RELEASE): DraftState.RELEASED,
    **{(state, DraftAct.DISCARD): DraftState.DISCARDED for state in OPEN},
}


@dataclass(frozen=True, slots=True)
class Draft:
    """`based_on` is the version it began from, 0 for a new text; `revision` counts what was saved since."""

    id: int
    kind: Kind
    holder: str
    name: str
    text: str
    based_on: int
    state: DraftState
    revision: int
    editors: frozenset[str]  # ids of everybody who wrote in it: none of them may release it
    edited_by: str
    edited_name: str
    edited_at: datetime
    reviewer_name: str = ""
    remark: str = ""  # of the review that sent it back
    release_on: date | None = None

    def is_being_written(self, by_another_than: str, at: datetime) -> bool:
        return self.edited_by != by_another_than and at - self.edited_at < AT_WORK

    def after(self, act: DraftAct) -> DraftState:
        """Raises Conflict for what a draft in this state does not know."""
        try:
            return _TRANSITIONS[self.state, act]
        except KeyError:
            raise moved(self) from None

    def check_reviewer(self, person: str) -> None:
        """Raises Forbidden for somebody who wrote in it: four eyes."""
        if person in self.editors:
            raise Forbidden(
                "Den eigenen Entwurf gibt jemand anderes frei.", "Sie haben an diesem Text mitgeschrieben.",
                "Bitte eine zweite Person der Redaktion darum bitten.",
            )  # fmt: skip


def moved(draft: Draft) -> Conflict:
    """Somebody else was quicker."""
    return Conflict(
        "Der Entwurf hat sich inzwischen geändert.",
        f"Er ist jetzt „{STATE_WORDS[draft.state]}“, zuletzt bearbeitet von {draft.edited_name}.",
        "Bitte die Seite neu laden und ansehen, was dort steht.",
        revision=draft.revision,
    )
