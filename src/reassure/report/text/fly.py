"""A missile flown, as text: a table of its flights, and what its ring is."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.fly import FlownFlight, FlownMissile
from reassure.report.console import Column, Text, TextTable
from reassure.words.counts import counted
from reassure.words.rounding import nearest

__all__ = ["HEADS", "MODEL_LIMITS", "answer_text", "cells", "fly_text", "more_lines"]

HEADS = (
    "Flight", "Range\nkm", "Apogee\nkm", "Time\nmin:s", "Time\ns", "Burnout\ns", "Burnout\nkm/s", "Burnout\nheight km",
    "Burnout\nangle deg", "Azimuth\ndeg", "Kick\ndeg",
)  # fmt: skip
HOW_FAR = "This is how far that flight goes. How far the missile could go is another question: --ring, --greatest or --towards."
"""Beside a flight that was asked for by its height, as a test is: its range is not what the missile can do."""
MODEL_LIMITS = "A point mass: a kick, a gravity turn and a fall. No guidance, no warhead, no aim point. Where the vehicle is notional, its stages are assumed."
_WORDS = {
    "minimum-energy": "the minimum-energy flight",
    "lofted": "the lofted flight",
    "depressed": "the depressed flight",
    "farthest": "the farthest flight",
    "as kicked": "the flight",
}


def minutes(seconds: float) -> str:
    """Minutes and seconds, as 54:26."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def answer_text(found: FlownMissile) -> str:
    """The answer in a sentence for each flight, and one for the ring."""
    said = [_flight_text(f) for f in found.flights]
    if found.ring is not None:
        said.append(_ring_text(found))
    return " ".join(said)


def _flight_text(f: FlownFlight) -> str:
    head = f"{_WORDS[f.shape][:1].upper()}{_WORDS[f.shape][1:]}"
    thrust = (
        f"thrust is ended {nearest(f.thrust_ended_early_s, 1)} s early, after {nearest(f.burnout_s, 1)} s"
        if f.thrust_ended_early_s
        else f"burnout after {nearest(f.burnout_s, 1)} s"
    )
    more = " With all its speed it goes farther: everything in this direction is in range." if f.half_way_round else ""  # fmt: skip
    return (
        f"{head} goes {f.range_km:,.0f} km far and {f.apogee_km:,.0f} km high, and takes {minutes(f.flight_time_s)} min "
        f"({f.flight_time_s:,.0f} s), boost included; {thrust}.{more}"
    )


def _ring_text(found: FlownMissile) -> str:
    assert found.ring is not None  # noqa: S101
    r = found.ring
    near, far = min(r.range_km), max(r.range_km)
    i, k = r.range_km.index(near), r.range_km.index(far)
    if near == far:
        text = f"The ring of its farthest flights is {far:,.0f} km away in every direction."
    else:
        text = (
            f"The ring of its farthest flights is {near:,.0f} km away at an azimuth of {r.azimuth_deg[i]:g} deg "
            f"and {far:,.0f} km at {r.azimuth_deg[k]:g} deg."
        )
    if r.half_way_round:
        text += f" In {counted(r.half_way_round, 'azimuth')} of {len(r.azimuth_deg)} it goes half way round and farther: everything there is in range."
    return text


def cells(f: FlownFlight) -> tuple[str, ...]:
    """A row in the order of HEADS."""
    return (
        f.shape,
        f"{f.range_km:,.0f}",
        f"{f.apogee_km:,.0f}",
        minutes(f.flight_time_s),
        f"{f.flight_time_s:,.0f}",
        nearest(f.burnout_s, 1),
        nearest(f.burnout_speed_km_s, 2),
        nearest(f.burnout_height_km),
        nearest(f.burnout_elevation_deg, 1),
        nearest(f.azimuth_deg, 1),
        "" if f.kick_deg is None else nearest(f.kick_deg, 2),
    )


def more_lines(found: FlownMissile) -> list[str]:
    """What was asked, by which model, what was missed by a little, and what does not exist."""
    lines = [f"From {found.place}. Asked for: {found.wanted}.", f"{found.model_words} ({found.model_id})."]  # fmt: skip
    lines += [f"{f.shape}: {f.note}." for f in found.flights if f.note]
    lines += [f"{m.shape}: {m.reason}." for m in found.missing]
    if "apogee" in found.wanted:
        lines.append(HOW_FAR)
    return lines


def fly_text(found: FlownMissile) -> RenderableType:
    """The answer, and a line for each flight."""
    lines: list[RenderableType] = [Text(found.title, style="bold"), Text(answer_text(found)), Text()]  # fmt: skip
    if found.flights:
        table = TextTable(*(Column(h, right=i > 0) for i, h in enumerate(HEADS)))
        for flight in found.flights:
            table.add(*cells(flight))
        lines += [table, Text()]
    lines += [Text(line) for line in more_lines(found)]
    lines += [Text(MODEL_LIMITS, style="dim"), Text(f"reassure {found.reassure_version}", style="dim")]  # fmt: skip
    return Group(*lines)
