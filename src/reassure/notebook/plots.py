"""`result.plot`: plots of a result for a paper. The ways of flights are sampled here, and `report/plots` draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reassure.answers.assessment import Assessment
from reassure.errors import ResultError
from reassure.scenario.complaint import printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Plots"]


class Plots:
    """Makes figures of a result, as matplotlib's `Figure`: `savefig("x.pdf")` gives lines and letters, no pixels.

    `columns`: 1 for a figure as wide as a column of a journal (89 mm), 2 for the width of a page (183 mm). Every method
    raises ResultError for other widths, for a deployment that the result has not, and where what is to be drawn is
    missing.
    """

    def __init__(self, result: Assessment) -> None:
        from reassure.report.plots.engine import load

        # At once: who has no matplotlib hears of it here and not at the first figure.
        load()  # raises ResultError without matplotlib
        self._result = result

    def map(
        self, deployment: str | None = None, *, flights: Sequence[int] = (), columns: int = 2
    ) -> Figure:
        """A map of where everything stands and flies, azimuthal equidistant about the middle of it all.

        Flights that stand for all (or `flights` by number) in the colour of their margin against `deployment`, or of
        the least against any; the closest meetings.
        """
        # Imported here: the ways of flights bring the kernels, and a figure of margins has no need of them.
        from reassure.engagement.ephemeris import ephemerides
        from reassure.report.plots.map import map_figure

        width = _width(columns)
        chosen = None if deployment is None else self._index(deployment)
        ways = ephemerides(self._result, flights=flights)
        return map_figure(self._result, ways, chosen, width)

    def margins(self, *, columns: int = 2) -> Figure:
        """A figure of the least margin (km/s) of each deployment against the flights of each base, and of the share of
        its flights that is out of reach.
        """
        from reassure.report.plots.margins import margins_figure

        return margins_figure(self._result, _width(columns))

    def delay(self, deployments: Sequence[str] = (), *, columns: int = 2) -> Figure:
        """A figure of required speed (km/s) against launch delay (s), with a panel for each place.

        Needs a result of `assess(..., curves=True)`. `deployments`: by id; all unless named.
        """
        from reassure.report.plots.delay import delay_figure

        if self._result.curves is None:
            raise ResultError(
                "a figure of delays needs curves; allowed: a result of assess(..., curves=True)"
            )
        chosen = [self._index(name) for name in deployments]
        return delay_figure(
            self._result, chosen or range(len(self._result.deployments)), _width(columns)
        )

    def side(self, deployment: str | None = None, *, columns: int = 2) -> Figure:
        """A figure of height against ground distance, to scale: a deployment's closest flight in each shape, and the meeting.

        Unless named, the deployment that a report opens with: the one that reaches most, or comes nearest to it.
        """
        from reassure.engagement.ephemeris import ephemerides
        from reassure.report.plots.side import shapes_beside, side_figure

        width = _width(columns)
        d = self._result.decisive if deployment is None else self._index(deployment)
        worst = self._result.deployments[d].worst_flight
        # The decisive deployment is one that reaches most: if it meets nothing, none does.
        if worst is None and deployment is None:
            raise ResultError("no arc meets any flight; allowed: a result with a meeting")
        if worst is None:
            raise ResultError(
                f"deployment {self._result.deployments[d].id}: no arc meets a flight; allowed: one that has a meeting"
            )
        ways = ephemerides(self._result, flights=shapes_beside(self._result, d, worst))
        return side_figure(self._result, ways, d, width)

    def _index(self, name: str) -> int:
        """The row of a deployment by its id; ResultError where there is none."""
        known = [d.id for d in self._result.deployments]
        if name not in known:
            raise ResultError(f"no deployment {printable(name)}; allowed: {', '.join(known)}")
        return known.index(name)


def _width(columns: int) -> float:
    """The width in inches, as matplotlib wants it; ResultError where `columns` is neither 1 nor 2."""
    if columns not in (1, 2):
        raise ResultError(f"columns {columns}; allowed: 1, 2")
    # Widths of one column and of a page in Nature's guide to authors; 25.4 mm are an inch.
    return (89.0 if columns == 1 else 183.0) / 25.4
