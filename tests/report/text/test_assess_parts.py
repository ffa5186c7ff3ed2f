"""The parts of an assessment's text that a small scenario does not come to: sensed, estimated, missing, unverified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reassure.answers.assessment import MissingFlight
from reassure.answers.timeline import Timeline
from reassure.report.text.assess import assessment_text
from tests.report.made import NAN, assessment, changed, estimates, figure, flat, printed


def row(text: str, first: str) -> list[str]:
    """The words of the table's line that begins so."""
    return next(line.split() for line in text.splitlines() if line.startswith(f"{first}  "))


def test_a_row_has_the_figures_on_their_safe_side() -> None:
    """Margin and speed down, the delay at which it flips up; the mark of a figure that nobody has read."""
    result = assessment(((-0.501, 0.25, NAN),), ((249.01, 90.0, NAN),))
    text = printed(assessment_text(result))
    line = " ".join(row(text, "north"))
    assert line.startswith("north 4.75† 100 -0.51 Kozelsk 401 s, 300 km up, 66.6 %")
    assert line.endswith("3.99 250")
    found = changed(result, 0, burnout_speed_status="found", burnout_speed_km_s=4.509)
    assert row(printed(assessment_text(found)), "north")[1] == "4.75"


def test_a_row_without_a_meeting_says_none() -> None:
    """No margin, no flight; the delay at which it flips where an earlier launch meets one."""
    none = ((NAN, NAN, NAN),)
    assert row(printed(assessment_text(assessment(none, ((NAN, 60.2, NAN),)))), "north") == [
        "north", "4.75†", "100", "none", "100", "%", "none", "61"
    ]  # fmt: skip
    assert row(printed(assessment_text(assessment(none, none))), "north")[-2:] == ["none", "none"]


def timeline(launch: list[float]) -> Timeline:
    """Launches as sensed; all else as early."""
    values = np.array([launch])
    return Timeline(values, values, values, values, np.array([["radar"] * 3]))


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (timeline([np.inf, 120.9, 300.0]), ["sensed", ">= 120"]),
        (timeline([np.inf, np.inf, np.inf]), ["sensed", "never"]),
        (None, ["sensed"]),
    ],
)
def test_a_sensed_delay_says_how_early(held: Timeline | None, said: list[str]) -> None:
    """The soonest launch of all flights, down; never, where no flight is tracked; a file that does not know has one word."""
    result = changed(
        assessment(((-0.5, 0.25, 1.0),), ((250.0, 90.0, NAN),)), 0, launch_delay_s=None
    )
    lines = printed(assessment_text(replace(result, timeline=held))).splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("north  "))
    assert lines[at].split()[2] == said[0]
    below = " ".join(lines[at + 1].split())  # the second line of that row
    assert below.startswith(said[1]) if said[1:] else below.startswith("to 39 N")


# -- the best estimate ----------------------------------------------------------------------------------


def told(
    within: list[list[bool]],
    vehicles: tuple[str | None, ...] = ("v-1", "v-2"),
    speeds: tuple[float | None, ...] = (None, None),
) -> str:
    """What is said of an estimate."""
    text = flat(assessment_text(assessment(estimates=estimates(within, vehicles, speeds))))
    return text.partition("Best estimate, by flyouts")[2].partition("Within reach: one flyout")[0]


def test_without_an_estimate_nothing_is_said_of_one() -> None:
    """No heading without a table."""
    assert "Best estimate" not in flat(assessment_text(assessment()))


def test_the_witness_shown_is_the_one_with_most_time_to_spare() -> None:
    """Of those within reach; its launch, direction and meeting, each to the nearest."""
    said = told([[True, True, False], [False] * 3])
    assert (
        "north v-1 66.7 % 151 3 Kozelsk to 39 N 77 W, depressed: leaves at 120 s towards 30 deg, there at 410 s, 200 km up"
        in said
    )


def test_a_latest_launch_without_a_witness_is_said() -> None:
    """A flight whose fan gets there latest but for which no flyout was found: named behind the witness, or alone."""
    found = estimates([[True, False, False], [False] * 3])
    late = found.latest_launch_s.copy()
    late[0, 2] = 200.0
    late[1, 1] = 90.6
    shown = assessment(estimates=replace(found, latest_launch_s=late))
    said = flat(assessment_text(shown))
    assert "200 km up; the latest launch is for Uzhur to 48 N 122 W, lofted" in said
    assert (
        "south v-2 0 % 91 none none; the latest launch is for Kozelsk to 39 N 77 W, depressed"
        in said
    )


def test_nothing_within_reach_and_no_launch_is_said_in_words() -> None:
    """None of flights, launches and shots; and a deployment for whose interceptor no vehicle is named."""
    said = told([[False] * 3, [False] * 3], ("v-1", None))
    assert "north v-1 0 % none none" in said
    assert said.rstrip().endswith("south none named")


def test_a_vehicle_with_another_speed_is_said_below_the_table() -> None:
    """The estimate is then of another interceptor."""
    said = told([[False] * 3, [False] * 3], speeds=(4.5, 4.0))
    assert said.rstrip().endswith("The interceptor burns out at 4.50 km/s, and would reach more.")
    assert said.count("the estimate flies") == 1


# -- what follows the table -----------------------------------------------------------------------------


def missing(count: int, k: int) -> MissingFlight:
    return MissingFlight("kozelsk", f"aim-{k}", 0.9, count, "its boost ends beyond the aim")


@pytest.mark.parametrize(
    ("lines", "more"), [(10, ""), (11, "and 1 more line;"), (13, "and 3 more lines;")]
)
def test_flights_that_do_not_exist_are_counted_and_ten_are_listed(lines: int, more: str) -> None:
    """All are counted; beyond ten it says how many lines are left out."""
    held = assessment(missing=tuple(missing(2, k) for k in range(lines)))
    said = flat(assessment_text(held))
    assert f"Flights that do not exist: {2 * lines} " in said
    assert "2 of Kozelsk to Aim 9, depressed: its boost ends beyond the aim" in said
    assert "Aim 10" not in said
    assert (more or "more line") in said or not more
    assert ("more line" in said) is bool(more)


def test_no_missing_flight_no_heading() -> None:
    """As in most results."""
    assert "do not exist" not in flat(assessment_text(assessment()))


def test_figures_without_a_source_are_listed_by_their_trust() -> None:
    """Recalled before assumed; intervals open at an end; large numbers with commas; noughts in short; found ones left out."""
    sources = (
        figure("a.mass_kg", 123_456.0, "assumed", low=None, high=200_000.0),
        figure("b.speed_km_s", 4.5, "recalled", low=4.0, high=None),
        figure("c.divert_km_s", 0.0, "assumed"),
        figure("d.delay_s", 99.0, "found"),
        figure("e.height_km", 99_999.5, "recalled", low=1.0, high=2.0),
    )
    said = flat(assessment_text(assessment(sources=sources)))
    listed = said.partition("Figures without a source that was read ")[2]
    assert listed.startswith(
        "† recalled: b.speed_km_s = 4.5 (4 to ); e.height_km = 99999.5 (1 to 2) "
        "‡ assumed: a.mass_kg = 123,456 ( to 200000) ‡ taken as 0: divert_km_s of c "
    )
    assert "d.delay" not in listed


def test_figures_of_one_value_are_listed_together() -> None:
    """Of one kind, with one interval; another's value, and another kind's, stand alone."""
    sources = (
        figure("deployment.a.delay_s", 90.0, "assumed"),
        figure("site.c.delay_s", 90.0, "assumed"),
        figure("deployment.b.delay_s", 90.0, "assumed"),
        figure("deployment.d.delay_s", 90.0, "assumed", low=60.0, high=99.0),
        figure("deployment.e.delay_s", 90.0, "found"),
    )
    said = flat(assessment_text(assessment(sources=sources)))
    assert (
        "‡ assumed: delay_s of a, b = 90; site.c.delay_s = 90; deployment.d.delay_s = 90 (60 to 99)"
        in said
    )


def test_a_delay_bears_the_mark_of_its_status() -> None:
    """As a speed does; one without a source of its own bears none."""
    delay = figure("deployment.north.launch_delay_s", 100.0, "assumed")
    assert " 100‡ " in flat(assessment_text(assessment(sources=(delay,))))
    assert "100‡" not in flat(assessment_text(assessment(sources=())))


def test_where_every_figure_has_a_source_nothing_is_listed() -> None:
    """Nor a heading."""
    said = flat(assessment_text(assessment(sources=(figure("d.delay_s", 99.0),))))
    assert "Figures without a source" not in said


def test_title_and_hash_stand_at_the_ends() -> None:
    """The title is text, whatever it holds."""
    said = printed(assessment_text(assessment(title="[bold]x[/bold]")))
    assert said.startswith("[bold]x[/bold]\n")
    assert said.rstrip().endswith(f"reassure 0.9, scenario sha256 {assessment().scenario_sha256}")
