"""What the draws of uncertain figures say: a row for each deployment, and which figures decide it."""

from __future__ import annotations

from rich.console import RenderableType

from reassure.answers.uncertainty import DeploymentUncertainty, FigureDrawn, Share, Uncertainty
from reassure.report.console import Column, Text, TextTable
from reassure.report.wording import percent
from reassure.words.counts import counted
from reassure.words.rounding import nearest, signed

__all__ = ["uncertainty_text"]

_WORTH_SAYING = 0.05  # of the variance
_MOST = 3
"""Figures named for a deployment at most: a table's cell holds no more lines."""


def uncertainty_text(found: Uncertainty | None) -> list[RenderableType]:
    """Heading, table and what it means; an empty list where nothing was drawn."""
    if found is None:
        return []
    flown = any(d.estimate_within_reach for d in found.deployments)
    table = TextTable(
        Column("Deployment"),
        Column("Flights within\nreach, ideal", right=True),
        *([Column("by estimate", right=True)] if flown else []),
        Column("Draws that reach\na closest flight", right=True),
        Column("Closest flights,\nmargin km/s\n5, 50, 95 %", right=True),
        Column("Decided by", least=31),
    )
    for d in found.deployments:
        # The 5th, 50th and 95th percentile.
        margins = ", ".join("none" if m is None else signed(m) for m in d.least_margin_km_s)
        cells = [d.id, _share(d.within_reach)]
        if flown:
            cells.append(
                _share(d.estimate_within_reach) if d.estimate_within_reach else "no vehicle"
            )
        table.add(*cells, _share(d.reaches_some), margins, _influences(d))
    return [
        Text(),
        Text(
            f"While {counted(len(found.figures), 'figure is', 'figures are')} uncertain",
            style="bold",
        ),
        table,
        Text(_words(found), style="dim"),
        Text("Drawn: " + ("; ".join(_drawn(f) for f in found.figures) or "none"), style="dim"),
    ]


def _share(share: Share) -> str:
    return (
        f"{percent(share.value)}\n{nearest(100 * share.low, 1)} to {nearest(100 * share.high, 1)}"
    )


def _influences(d: DeploymentUncertainty) -> str:
    if not d.influences:
        return d.no_influences
    # The first at least, however little it accounts for.
    worth = [i for i in d.influences[:_MOST] if i.total >= _WORTH_SAYING] or d.influences[:1]
    return "\n".join(
        f"{_named(i.key)} {100 * i.total:.0f} ± {100 * i.total_half_width:.0f} %" for i in worth
    )


def _named(key: str) -> str:
    """A figure's name; the booster has some that the interceptor has too."""
    name = key.split(".")[-1]
    return f"booster's {name}" if key.startswith("booster.") else name


def _drawn(figure: FigureDrawn) -> str:
    shape = "" if figure.distribution == "uniform" else f", {figure.distribution}"
    if figure.standard_deviation is not None:
        shape += f" {figure.standard_deviation:g}"
    return f"{figure.key} = {figure.value:g} ({figure.low:g} to {figure.high:g}{shape})"


def _closest(count: int) -> str:
    return "the flight of least margin" if count == 1 else f"the {count} flights of least margin"


def _words(found: Uncertainty) -> str:
    flights = (
        (f"all {found.flights} flights" if found.flights > 1 else "the one flight")
        if found.flights_per_draw == found.flights
        else f"{found.flights_per_draw} of the {found.flights} flights, at random"
    )
    stop = (
        f"stopped at {found.draws} of {counted(found.most_draws, 'draw')}, every share of the flights known to {100 * found.tolerance:g} %"
        if found.stopped_early
        else f"{counted(found.draws, 'draw')}, the widest share known to {100 * found.widest:.1f} %"
    )
    return (
        f"{stop}; seed {found.seed}; in each draw {flights}. Below each share its {100 * found.confidence:.0f} % interval: how well "
        "the draws know their mean, and not how the draws differ. "
        f"Closest: {_closest(found.closest)} by the figures as they stand; whoever reaches one of them "
        "reaches some flight of the force. Where a draw makes other flights the closest, as a long delay may, the margin over all "
        "flights is less than the one here. Decided by: the share of the variance of the least margin that a figure "
        f"accounts for, alone or with others (Sobol's total index, estimated from {counted(found.base_draws, 'base draw')}); the figures' "
        "intervals are below. A figure that stands at an end of its interval is drawn to one side alone: then the draws "
        "say less, or more, than the table above."
    ) + (
        " By estimate: the notional vehicle as it stands; a drawn burnout speed changes the ideal interceptor alone."
        if any(d.estimate_within_reach for d in found.deployments)
        else ""
    )
