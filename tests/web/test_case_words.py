"""Every code of the date line and of a part has a word, and a mark the style sheet knows."""

from servicecenter.cases.line import What
from servicecenter.cases.model import STANDING_WORDS, STATE_WORDS, CaseState, Standing
from servicecenter.web import case_words
from servicecenter.web.journal_words import SENTENCES
from tests.house.sources import PACKAGE

MARKS = {"ok", "risk", "late", "new", "open", "done", "off", "info"}


def test_every_code_has_a_word():
    assert set(case_words.WHAT) == set(What)
    assert set(case_words.STATES) == set(STATE_WORDS) == set(CaseState)
    assert set(case_words.STANDINGS) == set(STANDING_WORDS) == set(Standing)


def test_every_mark_is_in_the_style_sheet():
    used = {mark for mark, _ in case_words.WHAT.values()} | set(case_words.STATES.values())
    assert used | set(case_words.STANDINGS.values()) <= MARKS
    css = (PACKAGE / "web/static/css/servicecenter.css").read_text(encoding="utf-8")
    assert all(f"sc-line__point--{mark}" in css for mark in ("ok", "done", "late", "risk", "off"))


def test_every_step_of_a_case_has_a_sentence():
    acts = {"case-opened", "consent-given", "partner-asked", "business-merged", "business-erased", "partner-mail-sent"}
    assert acts <= set(SENTENCES)
