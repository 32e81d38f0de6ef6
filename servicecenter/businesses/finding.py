"""Which businesses are meant by what a caller says: heard as names of people are, the best first. Pure."""

import re
from collections.abc import Iterable, Sequence

from servicecenter.businesses.model import Business
from servicecenter.routing.people import LONGEST, is_heard, words_of

NUMBER = re.compile(r"\s*b[\s-]*(\d{1,9})\s*", re.IGNORECASE)
# What many businesses are called says little about which one it is.
_FORMS = frozenset(re.findall(r"\w+", "gmbh ag kg ohg ug gbr ev eg co und mbh haftungsbeschränkt inh inhaber firma fa"))


def number_of(asked: str) -> int | None:
    """„B-12“, „b 12“ → 12."""
    found = NUMBER.fullmatch(asked)
    return int(found[1]) if found else None


def matching(known: Iterable[Business], asked: str, limit: int = 8) -> Sequence[Business]:
    """Those in whose name, or whose people's names, a word is heard; who shares more of what was said comes first."""
    words = [word for word in words_of(asked[:LONGEST]) if word not in _FORMS]
    found = [(fit, business) for business in known if (fit := _fit(business, words)) > (0, 0)]
    return [business for _, business in sorted(found, key=lambda each: (-each[0][0], -each[0][1], each[1].id))[:limit]]


def _fit(business: Business, words: Sequence[str]) -> tuple[int, int]:
    """How many of the words are heard, and how many are written just so."""
    names = words_of(" ".join((business.name, *(person.name for person in business.people))))
    heard = [word for word in words if any(is_heard(word, name) for name in names)]
    return len(heard), sum(word in names for word in heard)
