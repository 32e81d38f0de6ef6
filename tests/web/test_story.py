from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.journal.model import Entry
from servicecenter.web.names import Names
from servicecenter.web.story import by_day, decisions

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ASKED = [
    {"rule": "body", "chose": False, "reason": "own-task", "clause": "§ 4.5"},
    {"rule": "no-longer-known", "chose": True, "reason": "no-longer-told"},
]
PLAN = [
    {"kind": "say", "target": "bauordnung", "reason": "answer-at-desk", "clause": "§ 4.1"},
    {"kind": "ticket", "target": "bauordnung", "reason": "to-responsible", "clause": "§ 5.1, § 6.2"},
]


@pytest.fixture
def names(program):
    return Names.of(program)


def entry(act, at=AT, actor="1", office=None, **details):
    return Entry(at, "geldern", "48273196", act, actor, office, details)


def test_the_story_is_told_by_local_days(names):
    told = by_day([entry("contact-taken"), entry("ticket-accepted", AT + timedelta(hours=14, minutes=30))], names)
    assert [(day, len(lines)) for day, lines in told] == [(date(2026, 11, 23), 1), (date(2026, 11, 24), 1)]


def test_a_note_saved_while_it_is_typed_is_one_line(names):
    notes = [entry("contact-noted", AT + timedelta(seconds=n)) for n in range(20)]
    ((_, lines),) = by_day([*notes, entry("way-decided"), entry("contact-noted")], names)
    assert [(line.act, line.times) for line in lines] == [
        ("contact-noted", 20),
        ("way-decided", 1),
        ("contact-noted", 1),
    ]


def test_other_steps_are_never_merged(names):
    ((_, lines),) = by_day([entry("callback-attempted", outcome="engaged")] * 2, names)
    assert len(lines) == 2


def test_the_reader_s_own_steps_and_breaches_are_marked(names):
    given = [entry("ticket-accepted"), entry("ticket-released", actor="2"), entry("promise-breached", actor="system")]
    ((_, lines),) = by_day(given, names, me="1")
    assert [line.mark for line in lines] == ["you", "", "late"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (entry("ticket-opened", office="bauordnung", reason="to-responsible", clause="§ 5.1"),
         "an Bauordnung. Das Anliegen geht schriftlich an das zuständige Amt. §\u00a05.1"),
        (entry("promise-made", due_at="2026-11-25T23:00:00+00:00", promise="callback"), "bis Mi 25.11."),
        (entry("municipality-corrected", to="kreis-wesel"), "jetzt Kreis Wesel"),
        (entry("facts-changed", leistung="personalausweis", district="Pont"), "Personalausweis: neu beantragen, Pont"),
        (entry("article-opened", article="gone"), ""),
        (entry("something-new"), ""),
    ],
    ids=lambda given: given.act if isinstance(given, Entry) else "",
)  # fmt: skip
def test_a_step_says_what_it_was_about(names, given, why):
    assert by_day([given], names)[0][1][0].why == why


async def test_a_recorded_decision_is_unfolded_and_unknown_codes_are_shown_as_they_are(program):
    entries = [entry("contact-taken"), entry("way-decided", asked=ASKED, plan=PLAN)]
    (decided,) = await decisions(entries, program.rulebooks)
    told = decided.explained
    assert [(one.question, one.chose) for one in told.asked] == [
        ("Welche Behörde ist zuständig?", False), ("no-longer-known", True),
    ]  # fmt: skip
    assert told.asked[1].why == "no-longer-told"
    assert [step.line for step in told.plan] == ["Selbst antworten: Artikel vorlesen", "Ticket an Bauordnung"]
    assert [clause.cited for clause in told.plan[1].clauses] == ["§ 5.1", "§ 6.2"]


async def test_an_old_entry_without_details_still_opens(program):
    (decided,) = await decisions([entry("way-decided")], program.rulebooks)
    told = decided.explained
    assert (list(told.asked), list(told.plan), list(told.answer), list(told.unasked)) == ([], [], [], [])


async def test_every_end_that_carries_a_plan_is_a_decision(program):
    entries = [entry("contact-answered", asked=ASKED, plan=PLAN), entry("contact-wrong-number")]
    assert len(await decisions(entries, program.rulebooks)) == 1


async def test_a_municipality_without_rules_has_no_decision_to_explain(program):
    assert await decisions([replace(entry("way-decided"), municipality="atlantis")], program.rulebooks) == []
