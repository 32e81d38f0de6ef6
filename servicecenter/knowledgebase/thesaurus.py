"""Callers' words and what an office calls the same thing. Pure but for reading its own file."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.german import stem, words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a run of the query's words means to the office."""

    length: int  # words of the query it takes
    said: str  # the entry as maintained: "Perso"
    means: tuple[tuple[str, ...], ...]  # folded words of each official name


class Thesaurus:
    """Looks up by stems, the longest entry first; Knöllchens finds Knöllchen."""

    def __init__(self, groups: Iterable[tuple[Sequence[str], Sequence[str]]] = ()) -> None:
        """Groups of (what callers say, what the office calls it)."""
        self._entries: dict[tuple[str, ...], tuple[str, tuple[tuple[str, ...], ...]]] = {}
        self._longest = 0
        self.callers_words: set[str] = set()
        for said, means in groups:
            for entry in said:
                self._add(entry, tuple(tuple(words(name)) for name in means))

    def _add(self, entry: str, means: tuple[tuple[str, ...], ...]) -> None:
        spoken = words(entry)
        key = tuple(stem(word) for word in spoken)
        shown, known = self._entries.get(key, (entry, ()))
        self._entries[key] = (shown, tuple(dict.fromkeys((*known, *means))))
        self._longest = max(self._longest, len(key))
        self.callers_words.update(spoken)

    def __len__(self) -> int:
        return len(self._entries)

    def look_up(self, query: Sequence[str], at: int) -> Meaning | None:
        """The longest entry that begins with the query's word at that place."""
        for length in range(min(self._longest, len(query) - at), 0, -1):
            found = self._entries.get(tuple(stem(word) for word in query[at : at + length]))
            if found:
                return Meaning(length, *found)
        return None


def read_thesaurus(text: str) -> Thesaurus:
    """From TOML: [[group]] with `said` and `means`, both lists of text."""
    try:
        groups: list[Mapping[str, list[str]]] = tomllib.loads(text).get("group", [])
        return Thesaurus((group["said"], group["means"]) for group in groups)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(
            "Der Thesaurus kann nicht gelesen werden.", f"{error}.", "Jede Gruppe braucht die Listen said und means."
        ) from error


def callers_thesaurus() -> Thesaurus:
    """The one that comes with the program."""
    return read_thesaurus(files(__package__).joinpath("thesaurus.toml").read_text(encoding="utf-8"))
