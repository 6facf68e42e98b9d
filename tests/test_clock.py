"""The Finnish clock: hours that are left out in spring, and that come twice in autumn."""

from datetime import UTC, date, datetime

import pytest

from workshop.clock import at, exists_in_finland, from_finland, today


@pytest.mark.parametrize(
    ("wall_clock", "exists"),
    [
        ("2026-03-29T02:59", True),
        ("2026-03-29T03:00", False),
        ("2026-03-29T03:59", False),
        ("2026-03-29T04:00", True),
        ("2026-10-25T03:30", True),
    ],
)
def test_an_hour_is_left_out_in_spring(wall_clock: str, exists: bool) -> None:
    assert exists_in_finland(datetime.fromisoformat(wall_clock)) is exists


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert from_finland(datetime.fromisoformat("2026-10-25T03:30")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_is_finlands() -> None:
    with at(datetime(2026, 1, 1, 22, 30, tzinfo=UTC)):
        assert today() == date(2026, 1, 2)
