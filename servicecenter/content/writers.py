"""Who may write a text, and who may release it. Pure.

Articles: editors. The directory: editors and the supervisor. A handbook is written jointly by both sides: by the
supervisor of the centre. Both are released by the municipality they are about, or by another who may write them.
"""

from servicecenter.access.model import Person, Role
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import Forbidden


def may_write(person: Person, kind: Kind, holder: str) -> bool:
    if person.disabled_at is not None:
        return False
    if kind is Kind.ARTICLE:
        return person.edits(holder)
    if kind is Kind.DIRECTORY:  # what give-backs say about it: whoever sees them, or writes for the municipality
        return holder != COMMON and (person.role is Role.SUPERVISOR or person.edits(holder))
    return kind is Kind.HANDBOOK and person.role is Role.SUPERVISOR and holder != COMMON


def may_review(person: Person, kind: Kind, holder: str) -> bool:
    """Whether at all; that nobody reviews what they wrote themselves is the draft's own rule."""
    if may_write(person, kind, holder):
        return True
    is_own = person.role is Role.CONTROLLER and person.municipality == holder and person.disabled_at is None
    return kind in {Kind.HANDBOOK, Kind.DIRECTORY} and is_own


def check_writer(person: Person, kind: Kind, holder: str) -> None:
    """Raises Forbidden."""
    if not may_write(person, kind, holder):
        raise _forbidden("schreiben")


def check_reviewer(person: Person, kind: Kind, holder: str) -> None:
    """Raises Forbidden."""
    if not may_review(person, kind, holder):
        raise _forbidden("freigeben")


def _forbidden(act: str) -> Forbidden:
    return Forbidden(
        f"Diesen Text dürfen Sie lesen, aber nicht {act}.",
        "Er gehört einer anderen Kommune, oder er ist der gemeinsame Text für alle.",
        "Bitte die Redaktion ansprechen, der er gehört.",
    )
