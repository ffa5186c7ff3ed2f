"""The table and the sentences that `reassure assess` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from rich.console import Group, RenderableType

from reassure.answers.assessment import Assessment
from reassure.catalog import Entry, Figure
from reassure.catalog.used import FigureUsed
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.report.text.uncertainty import uncertainty_text
from reassure.report.verdict import verdict
from reassure.report.weighed import OF_FORCE, out_of_reach_text, weights_lines
from reassure.report.wording import (
    MARKS,
    SLANTED,
    flight_name,
    flown,
    heights,
    kind,
    latitude_longitude,
    percent_down,
    percent_up,
    sentence,
    shape,
    unlike_vehicles,
)
from reassure.words.counts import counted
from reassure.words.document import plain
from reassure.words.rounding import down, nearest, signed, up

__all__ = ["assessment_text", "fields_of", "figure_text"]


def assessment_text(result: Assessment) -> RenderableType:
    """The whole answer: title, verdict, table, plain words, estimate, uncertainty, and what the figures are worth."""
    return Group(
        Text(result.title, style="bold"),
        Text("Can these interceptors reach those flights?", style="dim"),
        Text(verdict(result)),
        Text(),
        _table(result),
        _legend(),
        Text(flown(result), style="dim"),
        Text(),
        Text("In plain words", style="bold"),
        *(_line(result, i) for i in range(len(result.deployments))),
        *(Indented(Text(line), 2, 2) for line in heights(result)),
        *_weights(result),
        *_estimate(result),
        *uncertainty_text(result.uncertainty),
        *_missing(result),
        *_unverified(result.sources),
        Text(),
        Text(
            f"reassure {result.reassure_version}, scenario sha256 {result.scenario_sha256}",
            style="dim",
        ),
    )


def _table(result: Assessment) -> TextTable:
    # With shares of the accountable force these take the place of those of flights, which the sentences below give.
    share = "Accoun-\ntable\nwarheads\nout of\nreach" if result.weighing else "Out of\nreach"
    table = TextTable(
        Column("Deployment"),
        Column("Speed\nkm/s", right=True),
        Column("Delay\ns", right=True),
        Column("Least\nmargin\nkm/s", right=True),
        Column("Closest flight", least=24),
        Column("Met at", least=18),
        Column(share, right=True),
        Column("Flips\nat km/s", right=True),
        Column("Flips at\ndelay s", right=True),
    )
    for i, d in enumerate(result.deployments):
        speed = f"{down(d.available_speed_km_s)}{MARKS[d.burnout_speed_status]}"
        out = percent_down(d.share_out_of_reach)
        if d.weighed is not None:
            said = out_of_reach_text(d.weighed)
            out = said.replace(" to ", " to\n") if d.weighed.share_out_of_reach else said.replace(" ", "\n")  # fmt: skip
        delay = _delay(result, i)
        # No arc meets any flight at this delay: no margin, and every flight out of reach.
        if d.worst_flight is None or d.least_margin_km_s is None:
            last = result.critical(i)["launch_delay_s"]
            table.add(
                # A launch at an earlier delay may still have met one.
                d.id, speed, delay, "none", "", "", out, "none", "none" if last is None else up(last)
            )  # fmt: skip
            continue
        pair = result.pair(i, d.worst_flight)
        at, critical = pair["at"], result.critical(i)
        flips, flips_delay = critical["burnout_speed_km_s"], critical["launch_delay_s"]
        table.add(
            d.id,
            speed,
            delay,
            # 0 too is within reach.
            Text(signed(d.least_margin_km_s), style="bold red" if d.least_margin_km_s <= 0 else ""),
            f"{result.place_names[pair['base']]}\nto {latitude_longitude(pair['aim_point'])}, {kind(pair['flight_time_ratio'])}",
            f"{nearest(at['intercept_s'])} s, {nearest(at['height_km'])} km up,\n"
            + latitude_longitude([at["latitude_deg"], at["longitude_deg"]]),
            out,
            "none" if flips is None else down(flips),
            "none" if flips_delay is None else up(flips_delay),
        )
    return table


def _delay(result: Assessment, index: int) -> str:
    """Of a deployment's launches, with the mark of its status; with sensors the soonest launch of all."""
    d = result.deployments[index]
    if d.launch_delay_s is None:
        return _sensed(result, index)
    key = f"deployment.{d.id}.launch_delay_s"
    status = next((s.status for s in result.sources if s.key == key), "found")
    return nearest(d.launch_delay_s) + MARKS[status]


def _sensed(result: Assessment, index: int) -> str:
    """The soonest launch that sensors allow against any flight, from the flight's launch (s).
    "sensed" alone where the result has no timeline; "never" where none is tracked.
    """
    if result.timeline is None:
        return "sensed"
    launch = result.timeline.launch_s[index]
    known = launch[np.isfinite(launch)]
    # Down, though it is a delay: "no sooner than" stays true of the number shown.
    return f"sensed\n>= {down(known.min(), 0)}" if known.size else "sensed\nnever"


def _weights(result: Assessment) -> list[RenderableType]:
    """What the shares of the accountable force are weighed by."""
    if result.weighing is None:
        return []
    return [
        Text(),
        Text("Accountable warheads", style="bold"),
        *(
            Indented(Text(line), 2, 2)
            for line in weights_lines(result.weighing, result.place_names)
        ),
        Text(OF_FORCE, style="dim"),
    ]


def _estimate(result: Assessment) -> list[RenderableType]:
    """What flyouts of notional vehicles could reach, a row for each deployment."""
    found = result.estimates
    if found is None:
        return []
    table = TextTable(
        Column("Deployment"),
        Column("Vehicle"),
        Column("Within\nreach", right=True),
        Column("Latest\nlaunch s", right=True),
        Column("Most\nshots", right=True),
        Column("A flight within reach, and its witness", least=40),
    )
    for i, d in enumerate(result.deployments):
        row = plain(found.summary(i))
        if row["vehicle"] is None:
            table.add(d.id, "none named", "", "", "", "")
            continue
        latest = row["latest_launch_s"]
        table.add(
            d.id,
            row["vehicle"],
            percent_up(row["share_within_reach"]),
            "none" if latest is None else nearest(latest),
            # Shots: 0 where no flight is within reach.
            str(row["most_shots"] or "none"),
            _witness(result, i),
        )
    words = Text(
        "Within reach: one flyout of the notional vehicle was found that leaves after the launch delay and "
        "passes within 10 m of the flight. Latest launch: of all flights, the last that still gets to one. "
        "Shots: launches one after the other, each after a look at what the one before did. No guidance, "
        f"no divert; the vehicle's stage figures are assumed. A flyout may leave later than the ideal interceptor, or reach more: {SLANTED}.",
        style="dim",
    )
    unlike = (Indented(Text(line), 2, 2) for line in unlike_vehicles(result))
    return [Text(), Text("Best estimate, by flyouts", style="bold"), table, *unlike, words]


def _witness(result: Assessment, index: int) -> str:
    """The flight with the most time to spare, where any is within reach."""
    found = result.estimates
    assert found is not None  # noqa: S101
    within = np.flatnonzero(found.within_reach()[index])
    last = found.summary(index).latest_flight
    if not within.size:
        return "" if last is None else f"none; the latest launch is for {flight_name(result, last)}"
    # The most time to spare: the latest launch that still gets there.
    flight = int(within[np.argmax(found.latest_launch_s[index][within])])
    pair = result.pair(index, flight)
    w = pair["estimate"]["witness"]
    other = (
        # A deployment's greatest latest launch may be of another flight, one out of reach at its delay.
        "" if last in (None, flight) else f"; the latest launch is for {flight_name(result, last)}"
    )
    return (
        f"{flight_name(result, flight)}: leaves at {nearest(w['launch_s'])} s "
        f"towards {nearest(w['azimuth_deg'])} deg, there at {nearest(w['intercept_s'])} s, {nearest(w['height_km'])} km up{other}"
    )


def _legend() -> Text:
    return Text(
        "Speed: burnout speed and divert together. Margin: required speed less that; positive is out of reach. The ideal "
        "interceptor has all its speed at once, in whatever direction it likes: an estimate made to "
        "favour it, and not a guarantee: one that burns out beside its site can do more. Met at: where one that had the required speed would meet the closest flight. "
        "Delay: interceptor launch after the flight's launch. Flips at: the burnout speed below which, and the delay "
        "after which, no flight is in reach; none: no delay changes it. The speed turns on the closest flight, the delay "
        "on the one that leaves most time: where that is another, the words below name it. Margins and speeds are rounded down, "
        "delays at which it flips up. † recalled, ‡ assumed: no source has been read for this figure.",
        style="dim",
    )


def _line(result: Assessment, index: int) -> Indented:
    d, name = result.deployments[index], result.deployment_names[index]
    # By its id as well: the table above and other commands know it by that.
    words = Text.assemble((name, "bold"), f" ({d.id}): ", sentence(result, index))
    return Indented(words, 2, 2)


def _missing(result: Assessment) -> list[RenderableType]:
    if not result.missing:
        return []
    total = sum(m.count for m in result.missing)
    rows: list[RenderableType] = [
        Text(),
        Text(f"Flights that do not exist: {total:,}", style="bold"),
    ]
    shown = result.missing[:10]
    rows += [
        Text(
            f"  {m.count:,} of {result.place_names[m.base]} to {result.place_names[m.aim]}, "
            f"{shape(m.flight_time_ratio, result.ratios)}: {m.reason}"
        )
        for m in shown
    ]
    if len(result.missing) > len(shown):
        rows.append(
            Text(
                f"  and {counted(len(result.missing) - len(shown), 'more line')}; all are in the JSON file"
            )
        )
    return rows


def _plain(value: float) -> str:
    """A value in a list: thousands apart from 100,000 on, where %g would give powers of ten."""
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:g}"


def _interval(low: float | None, high: float | None) -> str:
    """An interval in brackets after a blank, with nothing in place of an end that is not known; empty where neither
    is.
    """
    if low is None and high is None:
        return ""
    return f" ({'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'})"


def _unverified(sources: tuple[FigureUsed, ...]) -> list[RenderableType]:
    """The figures that no source backs, those of one value together; zeros, which are many, in short."""
    rows: list[RenderableType] = []
    for status in ("recalled", "assumed"):
        figures = _together(s for s in sources if s.status == status and s.value != 0.0)
        if figures:
            rows.append(Indented(Text(f"{MARKS[status]} {status}: {'; '.join(figures)}"), 2, 4))
    zeros: dict[str, list[str]] = {}
    for s in sources:
        if s.status != "found" and s.value == 0.0:
            owner, _, figure = s.key.rpartition(".")
            zeros.setdefault(figure, []).append(owner.partition(".")[2] or owner)
    if zeros:
        said = "; ".join(f"{figure} of {', '.join(owners)}" for figure, owners in zeros.items())
        rows.append(Indented(Text(f"{MARKS['assumed']} taken as 0: {said}"), 2, 4))
    if rows:
        rows = [Text(), Text("Figures without a source that was read", style="bold"), *rows]
    return rows


def _together(figures: Iterable[FigureUsed]) -> list[str]:
    """Each as "KEY = VALUE (LOW to HIGH)"; those of one kind and value as one, "FIGURE of OWNER, OWNER = VALUE"."""
    owners: dict[tuple[str, str, str], list[str]] = {}
    for s in figures:
        owner, _, figure = s.key.rpartition(".")
        value = f"{_plain(s.value)}{_interval(s.low, s.high)}"
        owners.setdefault((owner.partition(".")[0], figure, value), []).append(owner)
    return [
        f"{some[0]}.{figure} = {value}"
        if len(some) == 1
        else f"{figure} of {', '.join(o.partition('.')[2] or o for o in some)} = {value}"
        for (_, figure, value), some in owners.items()
    ]


# -- catalogue ------------------------------------------------------------------------------------


def entry_kind(entry: Entry) -> str:
    """What kind of entry, in a word or two: a NotionalVehicle is a "notional vehicle"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(entry).__name__).lower()


def fields_of(row: Any) -> str:
    """The fields of a table inside an entry, on one line; zeros that nobody claims left out."""
    parts = []
    for name, value in row:
        if isinstance(value, Figure):
            if value.value != 0.0:
                parts.append(f"{name} {figure_text(value)}")
        elif isinstance(value, list):
            parts.append(f"{name}: {', '.join(map(str, value))}")
        else:
            parts.append(f"{name} {value:g}" if isinstance(value, float) else f"{name}: {value}")
    return "; ".join(parts)


def figure_text(figure: Figure) -> str:
    """A figure as it is printed: its value, interval, trust and source, and a line for each that differs."""
    text = f"{figure.value:g}{_interval(figure.low, figure.high)}, {figure.trust}"
    if figure.source:
        text += f": {figure.source}"
    for dissent in figure.dissent:
        text += f"\nbut {dissent.value:g} by {dissent.who}"
        if dissent.source:
            text += f" ({dissent.source})"
    return text
