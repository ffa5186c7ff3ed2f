"""Figures of answers made by hand: what is drawn stands where its number is."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from reassure.answers.assessment import Assessment
from reassure.answers.curve import Curve
from reassure.answers.frontier import Contour, Why
from reassure.answers.theatre import Area, Theatre
from reassure.errors import OutputError, ResultError
from reassure.report.colours import DEPLOYMENT, NEVER, STEPS, step_of
from reassure.report.plane import Plane
from reassure.report.plots.delay import delay_figure
from reassure.report.plots.engine import defaults, save
from reassure.report.plots.frontier import difference_figure, frontier_figure
from reassure.report.plots.map import draw_places, map_figure
from reassure.report.plots.margins import least_by_base, margins_figure
from reassure.report.plots.side import shapes_beside, side_figure
from reassure.report.plots.style import figure
from reassure.report.plots.trade import trade_figure
from tests.report.made import NAN, assessment, changed, flights, ways
from tests.report.text.test_frontier import frontier
from tests.report.text.test_trade import option, trade

WIDE, NARROW = 183.0 / 25.4, 89.0 / 25.4


def words(made: Figure) -> list[str]:
    return [t.get_text() for t in made.findobj(mpl.text.Text) if t.get_text()]  # type: ignore[attr-defined]


def lines(made: Figure) -> dict[str, Any]:
    return {x.get_gid(): x for axes in made.axes for x in axes.lines if x.get_gid()}


# -- margins --------------------------------------------------------------------------------------------


def test_the_least_of_each_base() -> None:
    """NaN where no arc meets any of its flights."""
    names, least = least_by_base(assessment())
    assert names == ["kozelsk", "uzhur"]
    np.testing.assert_array_equal(least, [[-0.5, NAN], [1.25, 3.75]])


def test_a_table_of_margins_has_every_number_with_its_colour() -> None:
    """Signed, with a minus that is one; a dash where there is none; the share out of reach, down."""
    made = margins_figure(assessment(), WIDE)
    axes = made.axes[0]
    said = [t.get_text() for t in axes.texts]
    assert said == ["−0.50", "–", "66.6 %", "+1.25", "+3.75", "100 %", "out of\nreach"]  # noqa: RUF001
    faces = [mpl.colors.to_hex(p.get_facecolor()) for p in axes.patches]
    assert faces == [STEPS[2].colour, NEVER.colour, STEPS[4].colour, STEPS[5].colour]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["north", "south"]


def test_cells_too_narrow_have_colours_alone() -> None:
    """Ten bases on a column; on a page they have room."""
    names = np.array([f"b-{k}" for k in range(10)])
    many = replace(
        flights(), **{n: np.repeat(getattr(flights(), n)[:1], 10, 0) for n in (f.name for f in fields(flights()))}
    )  # fmt: skip
    result = assessment()
    pairs = replace(result.pairs, margin_km_s=np.zeros((2, 10)))
    wide = replace(result, flights=replace(many, base=names), pairs=pairs)
    said = words(margins_figure(wide, NARROW))
    assert not any(t.startswith(("+", "0.00")) for t in said)
    assert "B 9" in said
    assert "0.00" in words(margins_figure(wide, WIDE))


# -- delays ---------------------------------------------------------------------------------------------


def curved(**changes: Any) -> Assessment:
    curves = (
        Curve((0.0, 100.0, 400.0), (4.0, 4.25, None), 2),
        Curve((0.0, 100.0), (6.0, 9.0), 2),
    )
    return assessment(curves=curves, **changes)


def test_a_curve_has_gaps_where_no_arc_meets_a_flight() -> None:
    """Each deployment's speed, its delay and where it flips."""
    made = delay_figure(curved(), [0, 1], WIDE)
    drawn = lines(made)
    np.testing.assert_array_equal(
        drawn["required north"].get_xydata(), [[0.0, 4.0], [100.0, 4.25], [400.0, NAN]]
    )
    assert drawn["delay north"].get_xydata().tolist() == [[100.0, 4.75]]
    assert drawn["flip north"].get_xydata().tolist() == [[250.0, 4.75]]
    assert "flip south" not in drawn
    assert (drawn["delay north"].get_marker(), drawn["delay south"].get_marker()) == ("o", "s")
    assert drawn["available north"].get_color() == STEPS[2].colour
    assert drawn["available south"].get_color() == STEPS[4].colour
    assert {"north: 4.75", "south: 4.75", "250 s"} <= set(words(made))


def test_deployments_of_one_place_share_a_panel() -> None:
    """Others have one each: three abreast on a page, one on a column; of one that is chosen alone its own."""
    result = curved()
    assert len([a for a in delay_figure(result, [0, 1], WIDE).axes if a.get_visible()]) == 1
    apart = changed(result, 1, place="deveselu")
    wide, narrow = (delay_figure(apart, [0, 1], w) for w in (WIDE, NARROW))
    assert [a.get_title(loc="left") for a in wide.axes] == ["Redzikowo", "Deveselu"]
    assert wide.axes[0].get_position().y0 == pytest.approx(wide.axes[1].get_position().y0)
    assert narrow.axes[0].get_position().y0 > narrow.axes[1].get_position().y1
    assert next(iter(lines(delay_figure(apart, [1], WIDE)))) == "required south"


def test_a_sensed_deployment_has_no_delay_on_the_curve() -> None:
    """Where it flips stands all the same."""
    drawn = lines(delay_figure(changed(curved(), 0, launch_delay_s=None), [0], WIDE))
    assert "delay north" not in drawn
    assert "flip north" in drawn


def test_a_latest_launch_after_the_curves_end_is_on_the_axis() -> None:
    """Curves end at some delay; the cross at 250 s would lie outside, and in a row of panels in the next one."""
    short = (Curve((0.0, 100.0), (4.0, 4.25), 1), Curve((0.0, 100.0), (6.0, 9.0), 2))
    made = delay_figure(assessment(curves=short), [0, 1], WIDE)
    assert made.axes[0].get_xlim() == (0.0, 250.0)
    alone = delay_figure(assessment(curves=short), [1], WIDE)
    assert alone.axes[0].get_xlim() == (0.0, 100.0)


def test_the_far_end_of_a_curve_does_not_make_the_scale() -> None:
    """The axis ends near the available speed, or the least that is needed."""
    steep = (Curve((0.0, 100.0), (5.0, 80.0), 1), Curve((0.0, 100.0), (None, None), 1))
    made = delay_figure(assessment(curves=steep), [0], WIDE)
    assert made.axes[0].get_ylim() == pytest.approx((0.0, 1.08 * 1.6 * 5.0))
    none = delay_figure(assessment(curves=steep), [1], WIDE)
    assert none.axes[0].get_ylim()[1] == pytest.approx(1.08 * 4.75)


def test_a_speed_is_named_where_no_curve_runs() -> None:
    """The curve rises through the right end of the line: the name is at the left, and that of another one on its other side."""
    rising = (Curve((0.0, 380.0, 400.0), (2.0, 4.4, 5.2), 1), Curve((0.0, 400.0), (2.0, 2.5), 1))
    made = delay_figure(assessment(curves=rising), [0, 1], WIDE)
    made.draw_without_rendering()
    names = {t.get_text(): t for t in made.axes[0].texts}
    north, south = (names[f"{d}: 4.75"] for d in ("north", "south"))
    assert (north.get_ha(), north.xy[0]) == ("left", 0.0)
    boxes = [t.get_window_extent() for t in (north, south, names["250 s"])]
    curve = made.axes[0].transData.transform(np.column_stack([np.linspace(0, 400, 400), np.interp(np.linspace(0, 400, 400), *map(np.array, (rising[0].delay_s, rising[0].required_speed_km_s)))]))  # fmt: skip
    for box in boxes[:2]:
        assert not box.count_contains(curve)
        assert not any(other is not box and box.overlaps(other) for other in boxes)


def test_the_key_has_what_is_drawn() -> None:
    """No mark of an answer that no deployment has."""
    both, one = (words(delay_figure(curved(), chosen, WIDE)) for chosen in ([0, 1], [0]))
    assert {"at its delay: some flight in reach", "at its delay: every flight out of reach", "the latest launch that reaches one"} <= set(both)  # fmt: skip
    assert "at its delay: every flight out of reach" not in one
    none = words(delay_figure(changed(curved(), 1, launch_delay_s=None), [1], WIDE))
    assert not [w for w in none if w.startswith(("at its delay", "the latest"))]


# -- the map --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        (["phase-1-poland", "phase-2-poland"], "poland"),
        (["phase-1-baltic-sea", "late-baltic-sea"], "baltic-sea"),
        (["north", "south", "third"], "north and 2 more"),
        (["north", "north"], "north"),
        (["sea", "baltic-sea"], "sea"),
        (["north"], "north"),
    ],
)
def test_places_at_one_spot_have_one_name(ids: list[str], name: str) -> None:
    """What their names end in alike, whole words; else the first and how many more."""
    areas = [Area("deployment", i, ((54.5, 17.1),)) for i in ids]
    with figure(3.0, 3.0) as made:
        labels = draw_places(made.add_subplot(), Plane(50.0, 15.0), areas)
    assert [(text, colour) for _, _, text, colour in labels] == [(name, DEPLOYMENT)]


def test_bases_and_deployments_at_one_spot_keep_their_names() -> None:
    """They are of two colours."""
    areas = [Area("deployment", "a", ((54.5, 17.1),)), Area("base", "b", ((54.5, 17.1),))]
    with figure(3.0, 3.0) as made:
        labels = draw_places(made.add_subplot(), Plane(50.0, 15.0), areas)
    assert sorted(text for _, _, text, _ in labels) == ["B", "a"]


def test_a_map_of_all_has_the_least_margin_and_a_map_of_one_its_own() -> None:
    """Colours of the flights; meetings of that one; a flight without an arc is grey."""
    result = assessment(((-0.5, 0.25, NAN), (1.25, -2.5, NAN)))
    shown = ways((0, 1, 2), ((0, 0), (1, 1)))
    every, own = (map_figure(result, shown, chosen, WIDE) for chosen in (None, 1))
    for made, margins in ((every, (-0.5, -2.5, NAN)), (own, (1.25, -2.5, NAN))):
        for i, margin in enumerate(margins):
            colour = mpl.colors.to_hex(lines(made)[f"flight {i}"].get_color())
            assert colour == step_of(margin).colour
    assert {"meeting 0", "meeting 1"} <= set(lines(every))
    assert "meeting 0" not in lines(own)
    assert any("margins of all deployments: the least" in w for w in words(every))
    assert any("margins of south" in w for w in words(own))


def test_a_map_without_meetings_explains_none() -> None:
    """Its legend has no interceptor."""
    said = words(map_figure(assessment(), ways((0,), ()), None, NARROW))
    assert "ideal interceptor" not in said
    assert "ideal interceptor" in words(map_figure(assessment(), ways(), None, NARROW))


# -- height and distance --------------------------------------------------------------------------------


def test_beside_the_closest_stand_the_other_shapes_of_its_way() -> None:
    """The least margin of each shape with its base and aim; it itself in any case."""
    result = assessment(((0.5, 0.25, 0.1), (0.5, NAN, NAN)))
    assert shapes_beside(result, 0, 0) == [0, 1]
    assert shapes_beside(result, 0, 2) == [2]
    same = replace(
        result.flights, base=np.array(["kozelsk"] * 3), aim=np.array(["east"] * 3),
        flight_time_ratio=np.array([1.0, 0.9, 0.9]),
    )  # fmt: skip
    twins = replace(result, flights=same)
    assert shapes_beside(twins, 0, 0) == [0, 2]
    assert shapes_beside(twins, 0, 1) == [0, 1]


def test_a_meeting_of_a_slower_interceptor_is_said_to_be_another() -> None:
    """Out of reach: where one would be that had the speed."""
    inside = words(side_figure(assessment(), ways(), 0, WIDE))
    assert "meeting: 401 s, 300 km up, margin −0.50 km/s" in inside  # noqa: RUF001
    beyond = words(side_figure(assessment(((0.5, 1.0, NAN),), ((NAN,) * 3,)), ways(), 0, WIDE))
    said = "meeting of one that had it: 401 s, 300 km up, margin +0.50 km/s, out of reach"
    assert said in [word.replace("\n", " ") for word in beyond]


def test_the_closest_flight_is_the_thick_one() -> None:
    """Others are thinner; its name is the title, on a column in a line of its own."""
    made = side_figure(assessment(), ways((0, 1)), 0, WIDE)
    assert lines(made)["flight 0"].get_linewidth() > lines(made)["flight 1"].get_linewidth()
    title = made.axes[0].get_title(loc="left")
    assert title == "north and its closest flight: Kozelsk to 39 N 77 W, minimum-energy"
    narrow = side_figure(assessment(), ways((0, 1)), 0, NARROW)
    assert "\n" in narrow.axes[0].get_title(loc="left")


# -- frontiers and trades -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["speed", "delay"])
def test_a_frontier_names_its_lines_and_shows_their_ends(kind: str) -> None:
    """What it shows stands at the bar; a line's number beside it where it is long."""
    long = tuple((50.0 + k / 2, 172.0 + k) for k in range(16))
    made = frontier_figure(frontier(kind, contours=(Contour(5.0, "w", (long, long[:3])),)))
    said = words(made)
    assert frontier(kind).words in said
    assert ("5 km/s" if kind == "speed" else "lines of equal delay, s") in said
    assert said.count("5") >= (2 if kind == "speed" else 1)
    assert len([x for x in made.axes[0].lines if x.get_gid() == "level 5"]) == 2


def test_a_frontier_without_lines_or_values_is_drawn() -> None:
    """All of it without an arc."""
    none = frontier(value=np.full((2, 3), NAN), why=np.full((2, 3), int(Why.NO_ARC)), contours=())
    assert words(frontier_figure(none))


def test_where_no_launch_is_early_enough_a_map_of_delays_has_no_delay() -> None:
    """Not even 0: no step of colour holds such a place, and the legend names their own."""
    never = np.array([[0, 0, int(Why.OUTSIDE)], [int(Why.NEVER)] * 3])
    made = frontier_figure(frontier("delay", why=never, contours=()))
    assert "no launch is early enough" in words(made)
    assert "no launch is early enough" not in words(frontier_figure(frontier("speed", contours=())))
    mesh, beside = [c for c in made.axes[0].collections if type(c).__name__ == "QuadMesh"]
    assert np.ma.getmaskarray(mesh.get_array()).reshape(2, 3).tolist() == [[True] * 3, [False] * 3]
    # The places beside these have their own colour up to the grey, so that no white lies between.
    assert np.ma.getmaskarray(beside.get_array()).reshape(2, 3).tolist() == [[False, False, True], [True] * 3]  # fmt: skip


def test_a_lines_number_makes_way_for_a_name() -> None:
    """It stands elsewhere on its line; without a free place there is none."""
    long = tuple((50.0, 172.0 + k / 4) for k in range(33))
    lined = frontier("delay", contours=(Contour(5.0, "w", (long,)),))
    free = _numbered(frontier_figure(lined))
    ((x, y),) = free
    plane = Plane.about(*(v.ravel() for v in np.meshgrid(lined.latitude_deg, lined.longitude_deg, indexing="ij")))  # fmt: skip
    # A site right where the number would be.
    lat, lon = 50.0, 172.0 + 16 / 4
    assert (x, y) == pytest.approx(tuple(float(v[0]) for v in plane.place(np.array([lat]), np.array([lon]))))  # fmt: skip
    area = Area("deployment", "a", ((lat - 0.05, lon),), "A site with a name")
    made = frontier_figure(replace(lined, theatre=Theatre((area,), (), {})))
    (moved,) = _numbered(made)
    assert moved != pytest.approx((x, y))
    made.canvas.draw()
    boxes = [t.get_window_extent() for t in made.axes[0].texts if t.get_text()]
    assert len(boxes) == 2
    assert not boxes[0].overlaps(boxes[1])


def _numbered(made: Figure) -> list[tuple[float, float]]:
    return [t.xy for t in made.axes[0].texts if t.get_text() == "5"]


def test_a_certified_map_shows_by_how_much_it_lies_below() -> None:
    """Where both have a value; nothing elsewhere."""
    made = difference_figure(frontier(certified=np.array([[3.0, NAN, NAN], [5.0, NAN, 4.0]])))
    (mesh,) = made.axes[0].collections[:1]
    gap = np.ma.filled(mesh.get_array().astype(float), NAN).reshape(2, 3)
    np.testing.assert_allclose(gap, [[0.456, NAN, NAN], [0.2, NAN, NAN]])


def test_a_trade_stands_by_margin_and_protection() -> None:
    """No arc at all beyond the greatest margin; what is planned by a star and its name."""
    made = trade_figure(
        trade(
            option(protected_share=0.25, least_margin_km_s=-0.5),
            option(protected_share=0.5, least_margin_km_s=2.0, on_front=False),
            option(protected_share=0.1, least_margin_km_s=None, planned="phase-3"),
        )
    )
    axes = made.axes[0]
    spots = np.vstack([c.get_offsets() for c in axes.collections if len(c.get_offsets()) > 0])
    assert sorted(map(tuple, spots.tolist())) == [(-0.5, 0.25), (2.0, 0.5)]
    (star,) = (x for x in axes.lines if x.get_marker() == "*" and len(x.get_xdata()))
    assert star.get_xydata().tolist() == [[2.25, 0.1]]
    (front,) = (x for x in axes.lines if x.get_label() == "the front")
    assert front.get_xydata().tolist() == [[-0.5, 0.25], [2.25, 0.1]]
    assert "Phase 3" in words(made)
    named = replace(
        trade(option(planned="phase-3")), called=(("phase-3", "SM-3 IIA ships in the Baltic Sea"),)
    )
    assert "Baltic Sea" in words(trade_figure(named))
    assert axes.get_xlim() == pytest.approx((-0.7, 2.5))


def test_no_name_of_a_trade_covers_another() -> None:
    """Eight options as planned, as good as at one place: names beside, above and below, a line to those farther off."""
    at = [option(protected_share=1.0, least_margin_km_s=0.02 * k, planned=f"long-name-{k}") for k in range(8)]  # fmt: skip
    far = option(protected_share=0.0, least_margin_km_s=4.0)
    made = trade_figure(trade(*at, far))
    made.canvas.draw()
    notes = [t for t in made.axes[0].texts if t.get_text().startswith("Long name")]
    assert len(notes) == 8
    boxes = [t.get_window_extent() for t in notes]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert [t for t in made.axes[0].texts if not t.get_text() and t.arrow_patch is not None]


def test_a_trade_of_which_nothing_is_on_the_front_is_drawn() -> None:
    """And where no arc meets any flight at all."""
    made = trade_figure(trade(option(least_margin_km_s=None, on_front=False)))
    assert "the front" not in words(made)


# -- how they are made ----------------------------------------------------------------------------------


def test_a_users_settings_are_kept_and_not_used() -> None:
    """Inside they are matplotlib's own and the look; afterwards what they were."""
    with mpl.rc_context({"font.size": 99.0, "lines.linewidth": 9.0}):
        with defaults({"font.size": 7.0}):
            assert mpl.rcParams["font.size"] == 7.0
            assert mpl.rcParams["lines.linewidth"] == 1.5
        assert mpl.rcParams["font.size"] == 99.0


def test_a_picture_is_saved_in_every_format_or_one_line_says_which_is_not(tmp_path: Path) -> None:
    """What cannot be drawn is named with the first file; a folder that is not there keeps its own words."""
    with figure(1.0, 1.0) as made:
        save([tmp_path / "a.png", tmp_path / "a.pdf"], lambda: made)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(
        OutputError, match=r"b\.nonsense: cannot be drawn: ValueError: .*; the numbers are written"
    ):
        save([tmp_path / "b.png", tmp_path / "b.nonsense"], lambda: made)
    assert not (tmp_path / "b.nonsense").exists()
    with pytest.raises(OutputError, match="no folder") as caught:
        save([tmp_path / "none" / "c.png"], lambda: made)
    assert "cannot be drawn" not in str(caught.value)


def test_a_map_needs_places() -> None:
    """A result of an older version has none."""
    with pytest.raises(ResultError, match="a map needs to know where things stand; allowed"):
        map_figure(assessment(theatre=None), ways(), None, WIDE)
