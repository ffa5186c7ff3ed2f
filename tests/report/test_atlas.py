"""Coast lines decoded from TopoJSON, on an atlas of one triangle; and the colours of margins at their edges."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.errors import ResultError
from reassure.report import atlas
from reassure.report.colours import NEVER, STEPS, step_of
from reassure.report.plots.style import INK, ink_on, step_legend, steps_of

ARCS = [[[0, 0], [10, 0]], [[10, 0], [0, 10]], [[0, 0], [10, 10]]]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes an atlas of some shapes the package's own."""

    def make(geometries: list[dict[str, Any]] | None) -> None:
        folder = tmp_path / "viewer"
        folder.mkdir(exist_ok=True)
        if geometries is not None:
            world = {
                "transform": {"scale": [0.5, 2.0], "translate": [-100.0, 5.0]},
                "arcs": ARCS, "objects": {"land": {"geometries": geometries}},
            }  # fmt: skip
            (folder / "atlas.json").write_text(json.dumps(world))
        atlas._atlas.cache_clear()

    monkeypatch.setattr(atlas, "files", lambda name: tmp_path)
    yield make
    atlas._atlas.cache_clear()


def test_steps_are_added_up_and_scaled(tiny: Any) -> None:
    """From one position to the next in whole numbers; then scale and shift."""
    tiny([])
    first, second, _ = atlas.borders()
    np.testing.assert_array_equal(first, [[-100.0, 5.0], [-95.0, 5.0]])
    np.testing.assert_array_equal(second, [[-95.0, 5.0], [-95.0, 25.0]])


def test_arcs_are_joined_end_to_end_and_backwards(tiny: Any) -> None:
    """A number below nought is the arc of its complement the other way; the point they share once."""
    tiny([{"type": "Polygon", "arcs": [[0, 1, -3]]}])
    ((ring,),) = atlas.land()
    np.testing.assert_array_equal(ring, [[-100.0, 5.0], [-95.0, 5.0], [-95.0, 25.0], [-100.0, 5.0]])


def test_polygons_of_many_and_of_one_and_their_holes(tiny: Any) -> None:
    """Each polygon alone, its outline first."""
    one = {"type": "Polygon", "arcs": [[0, 1, -3], [0, -1]]}
    many = {"type": "MultiPolygon", "arcs": [[[0, 1, -3]], [[2, -2, -1]]]}
    tiny([one, many])
    assert [len(polygon) for polygon in atlas.land()] == [2, 1, 1]


def test_a_package_without_an_atlas_says_where_one_is(tiny: Any) -> None:
    """In one line."""
    tiny(None)
    with pytest.raises(ResultError, match="the atlas for maps is not there; allowed: the package"):
        atlas.land()


# -- colours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("margin", "step"),
    [
        (-math.inf, 0), (-2.0, 0), (-1.9999, 1), (-1.0, 1), (-0.9999, 2), (0.0, 2), (1e-12, 3), (1.0, 3), (1.0001, 4),
        (2.0, 4), (2.0001, 5), (math.inf, 5),
    ],
)  # fmt: skip
def test_a_step_holds_its_upper_end(margin: float, step: int) -> None:
    """So that a margin of nought is in reach, and what is above it by anything is not."""
    assert step_of(margin) is STEPS[step]


def test_no_margin_is_no_step() -> None:
    """Its own grey."""
    assert step_of(math.nan) is NEVER


def test_the_steps_of_a_legend_are_those_that_occur_in_order() -> None:
    """Each once; where no arc meets a flight, last."""
    assert steps_of([3.0, math.nan, -0.5, 2.5, -3.0]) == [STEPS[0], STEPS[2], STEPS[5], NEVER]
    assert steps_of([]) == []


def test_a_legend_has_a_handle_for_each_step() -> None:
    """A line or a patch, in its colour."""
    (line,) = step_legend([STEPS[1]], line=True)
    (patch,) = step_legend([STEPS[1]], line=False)
    assert (line.get_color(), line.get_label()) == (STEPS[1].colour, STEPS[1].words)
    assert patch.get_label() == STEPS[1].words


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#ffffff", INK), ("#000000", "white"), ("#0000ff", "white"), ("#00ff00", INK), ("#737373", INK), ("#727272", "white")],
)  # fmt: skip
def test_letters_are_black_on_light_and_white_on_dark(colour: str, ink: str) -> None:
    """By luminance: green is light, blue is dark, and grey changes at 0.45."""
    assert ink_on(colour) == ink
