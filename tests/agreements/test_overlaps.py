from datetime import date

import pytest

from servicecenter.agreements.model import Agreement, Handbook
from servicecenter.agreements.overlaps import overlapping_stages, overlapping_versions


@pytest.mark.parametrize(
    ("stages", "found"),
    [
        pytest.param([("2026-01-01", "2026-06-30"), ("2026-07-01", None)], [], id="one-after-the-other"),
        pytest.param([("2026-01-01", "2026-07-01"), ("2026-07-01", None)], [1], id="one-day"),
        pytest.param([("2026-01-01", None), ("2026-07-01", None)], [1], id="the-first-never-ends"),
        pytest.param([("2026-07-01", None), ("2026-01-01", "2026-07-01")], [1], id="in-any-order"),
        pytest.param([("2026-01-01", None), ("2026-02-01", "2026-02-02"), ("2026-03-01", None)], [1, 2], id="two"),
    ],
)
def test_stages_that_share_a_day_are_found_at_the_later(stages, found):
    given = [{"number": n, "title": "S", "first": a, "last": z} for n, (a, z) in enumerate(stages, start=1)]
    agreement = Agreement.model_validate(
        {"municipality": "a", "operator": "b", "title": "t", "legal_basis": "l", "in_force_on": "2026-01-01",
         "numbers": [], "stage": given}
    )  # fmt: skip
    assert [place for place, _ in overlapping_stages(agreement)] == [("stage", index, "first") for index in found]


def book(first: date, last: date | None = None) -> Handbook:
    return Handbook(municipality="a", title="H", valid_from=first, valid_until=last, clause=())


@pytest.mark.parametrize(
    ("last", "overlap"),
    [(None, False), (date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2027, 1, 1), True)],
)
def test_a_version_that_holds_longer_than_until_the_next_overlaps_it(last, overlap):
    earlier, later = book(date(2026, 1, 1), last), book(date(2026, 7, 1))
    assert list(overlapping_versions([later, earlier])) == ([(earlier, later)] if overlap else [])
