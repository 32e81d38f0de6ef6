"""Two versions of a text, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Span:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field, or one clause, before and after; `before` holds no new words, `after` none that are gone."""

    label: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]

    @property
    def has_changed(self) -> bool:
        return any(span.mark is not Mark.SAME for span in (*self.before, *self.after))


def compared(label: str, before: str, after: str) -> Row:
    """Words that stand in both are the same, wherever their line breaks."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    left: list[Span] = []
    right: list[Span] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Span(Mark.SAME, "".join(old[i:j])))
            right.append(Span(Mark.SAME, "".join(new[k:m])))
            continue
        if i < j:
            left.append(Span(Mark.GONE, "".join(old[i:j])))
        if k < m:
            right.append(Span(Mark.NEW, "".join(new[k:m])))
    return Row(label, tuple(left), tuple(right))
