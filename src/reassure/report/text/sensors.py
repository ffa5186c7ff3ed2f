"""Who sees what, and when, as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.sensors import SensorRow, SensorsSeen
from reassure.report.console import Column, Text, TextTable
from reassure.scenario.hand import place_words
from reassure.scenario.names import name_of
from reassure.words.counts import counted
from reassure.words.rounding import nearest

__all__ = [
    "BOOST_ONLY", "ITSELF", "POINT_HEADS", "VIEW_HEADS", "answer_text", "azimuth_text", "place_text", "sensors_text", "view_cells",
]  # fmt: skip

BOOST_ONLY = (
    "Infrared satellites see the boost alone: after burnout there is nothing hot enough for them."
)
ITSELF = (
    "Each sensor looks by itself, from the launch on and without a cue. No refraction, no size of target, no search time, and nobody "
    "says that what is seen is passed on."
)


def answer_text(found: SensorsSeen) -> str:
    """The answer in a sentence or two."""
    radars = [r for r in found.sensors if r.kind == "radar"]
    if found.at is not None:
        seeing = [r.name for r in radars if r.point is not None and r.point.sees]
        where = f"{place_words(found.at.latitude_deg, found.at.longitude_deg)}, {found.at.height_km:g} km up"
        return f"{_of(len(seeing), len(radars))} would see what is at {where}{_listed(seeing)}."
    if found.of is not None:
        return _flight_text(found, radars)
    party = sum(r.party is not None for r in radars)
    more = (
        f", of {counted(len({r.party for r in radars if r.party}), 'party', 'parties')}"
        if party
        else ""
    )
    return f"{counted(len(radars), 'radar')}{more}, and {counted(len(found.sensors) - len(radars), 'kind')} of infrared satellites."


def _flight_text(found: SensorsSeen, radars: list[SensorRow]) -> str:
    assert found.of is not None  # noqa: S101
    flight = f"the flight from {name_of(found.of.base)} to {_aim(found.of.aim)}"
    tracked = sorted(
        (s.flight.tracked_s, s.name)
        for s in found.sensors
        if s.flight is not None and s.flight.tracked_s is not None
    )
    seeing = [r for r in radars if r.flight is not None and r.flight.first_seen_s is not None]
    head = f"{_of(len(seeing), len(radars))} would see {flight}."
    if not tracked:
        return f"{head} None of the sensors has it in view long enough for a track."
    when, name = tracked[0]
    # A kind of satellites is no proper name.
    of = next(
        f"the {s.name[:1].lower()}{s.name[1:]}" if s.kind == "infrared" else s.name
        for s in found.sensors
        if s.name == name
    )
    return f"{head} The first track is that of {of}, {nearest(when)} s after the launch."


def _aim(aim: str) -> str:
    return aim if aim[:1].isdigit() else name_of(aim)


def _of(some: int, of: int) -> str:
    return f"{some or 'None'} of {counted(of, 'radar')}"


def _listed(names: list[str]) -> str:
    return f": {'; '.join(names)}" if names else ""


def place_text(name: str) -> str:
    """What a radar is called on a map: where it stands. "Voronezh-DM at Armavir" is Armavir's."""
    return name.split(" at ", 1)[-1].split("(")[0].split(",")[0].strip()


def azimuth_text(row: SensorRow) -> str:
    """From which to which azimuth it looks."""
    if row.kind != "radar":
        return ""
    sector = row.azimuths
    faces = "" if not row.faces or row.faces == 1 else f", {row.faces} faces"
    if sector is None:
        return f"all round{faces}"
    north = " through north" if sector[0] > sector[1] else ""
    return f"{sector[0]:g} to {sector[1]:g}{north}{faces}"


POINT_HEADS = ("Away\nkm", "Azimuth\ndeg", "Elevation\ndeg", "Sees it")
VIEW_HEADS = ("First\nseen s", "Tracked\ns", "Last\nseen s", "In view\ns", "Why not")


def view_cells(row: SensorRow) -> tuple[str, ...]:
    """What it sees of the flight, in the order of VIEW_HEADS; of a point: distance, azimuth, elevation, and why not."""
    if row.flight is not None:
        seen = row.flight
        times = (seen.first_seen_s, seen.tracked_s, seen.last_seen_s, seen.in_view_s)
        return (*("" if t is None else nearest(t) for t in times), seen.reason or "")
    if row.point is not None:
        p = row.point
        return (
            f"{p.away_km:,.0f}",
            nearest(p.azimuth_deg),
            nearest(p.elevation_deg, 1),
            p.reason or "sees it",
        )
    return ()


def sensors_text(found: SensorsSeen) -> RenderableType:
    """The answer, and a line for each sensor."""
    lines: list[RenderableType] = [
        Text(found.title, style="bold"),
        Text(answer_text(found)),
        Text(),
    ]
    heads: tuple[str, ...] = ()
    if found.of is not None:
        heads = VIEW_HEADS
        flight = found.of
        lines.insert(2, Text(
            f"{name_of(flight.booster)}, flight time ratio {flight.flight_time_ratio:g}: burnout after {nearest(flight.burnout_s)} s, "
            f"{flight.apogee_km:,.0f} km high, down after {flight.end_s:,.0f} s."
        ))  # fmt: skip
    elif found.at is not None:
        heads = POINT_HEADS
    lines.append(_table(found, heads))
    if any(r.kind == "infrared" for r in found.sensors):
        lines.append(Text(BOOST_ONLY, style="dim"))
    lines += [Text(ITSELF, style="dim"), Text(f"reassure {found.reassure_version}", style="dim")]
    return Group(*lines)


def _table(found: SensorsSeen, heads: tuple[str, ...]) -> TextTable:
    """A line for each sensor: of a point or a flight what it sees of it, else where it looks."""
    what = (
        [
            Column(
                h,
                right=h not in ("Why not", "Sees it"),
                least=18 if h in ("Why not", "Sees it") else 0,
            )
            for h in heads
        ]
        if heads
        else [
            Column("Azimuths, deg", least=12),
            Column("Elevations\ndeg", right=True),
            Column("Range\nkm", right=True),
        ]
    )
    table = TextTable(Column("Id"), Column("Sensor", least=22), *what)
    for r in found.sensors:
        if heads:
            cells = view_cells(r) or ("",) * len(heads)
        else:
            up = (
                ""
                if r.least_elevation_deg is None
                else f"{r.least_elevation_deg:g} to {r.greatest_elevation_deg:g}"
            )
            far = "" if r.range_km is None else f"{r.range_km:,.0f}"
            cells = (
                azimuth_text(r) or f"the boost alone, anywhere, from {r.detection_delay_s:g} s on",
                up,
                far,
            )
        table.add(r.id, r.name, *cells)
    return table
