"""What `reassure footprint` prints: a map in text, a table of areas, and plain words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rich.console import Console, ConsoleOptions, Group, RenderableType

from reassure.answers.footprint import Footprint, GroundCell
from reassure.catalog import catalog
from reassure.report.console import Column, Text, TextTable
from reassure.report.text.agree import named
from reassure.report.wording import latitude_longitude, percent, percent_down
from reassure.scenario.names import interceptor_name
from reassure.words.bands import bands_in_words

__all__ = ["footprint_text", "verdict_text", "words_text"]

_WIDEST = 72  # characters of the map; a character is twice as high as wide
# Ground that no flight gets to is blank, for whatever reason.
_SIGNS = {
    GroundCell.OUTSIDE: " ",
    GroundCell.OUT_OF_RANGE: " ",
    GroundCell.TOO_NEAR: " ",
    GroundCell.COVERED: "#",
    GroundCell.TOO_LATE: "+",
    GroundCell.NEVER: ".",
    GroundCell.NOT_SENSED: "?",
    GroundCell.NO_FLIGHT: " ",
}


def footprint_text(found: Footprint) -> RenderableType:
    """The whole answer: title, verdict, a map in characters, areas (km2), plain words."""
    return Group(
        Text(found.title, style="bold"),
        Text(verdict_text(found)),
        Text(),
        _Map(found),
        _table(found),
        *(Text(line) for line in bands_in_words([(found.deployment, found.intercept_heights_km)])),
        Text(words_text(found), style="dim"),
        Text(),
        Text(
            f"reassure {found.reassure_version}, scenario sha256 {found.scenario_sha256}",
            style="dim",
        ),
    )


def verdict_text(found: Footprint) -> str:
    """The answer in a sentence or two."""
    missile, whose = _missile(found), _whose(found)
    if found.denied:
        what = f"the land and sea from which {missile} could be launched at {_region(found)}"
        done = "is denied"
    else:
        where = f" of {_region(found)}" if found.region else ""
        what = f"the land and sea{where} that {missile} from {_launch(found)} could reach"
        done = "could be protected"
    share = found.share_covered
    if share is None:
        return f"{whose}: there is no such ground; {_none(found)}."
    words = (
        f"{whose}: of {what}, {percent_down(share)} {done}: {_area(found, GroundCell.COVERED)} km²."
    )
    at = found.most_to_spare
    # A margin of a footprint is the launch delay less the latest launch: below 0 there is time to spare.
    if at is not None and found.margin_s[at] < 0.0:
        place = latitude_longitude([found.latitude_deg[at], found.longitude_deg[at]])
        words += f" Most seconds to spare: {-found.margin_s[at]:.0f}, at {place}."
    return words


def _whose(found: Footprint) -> str:
    """The deployment, by its interceptor and its id."""
    return f"{interceptor_name(found.interceptor)} ({found.deployment})"


def _missile(found: Footprint) -> str:
    """The catalogue's by its name, a scenario's own by its id."""
    far = f"{found.range_km:,.0f} km"
    if found.missile not in catalog().entries:
        return f"{found.missile} ({far})"
    name = named(found.missile)
    said = "" if far in name else f" ({far})"
    return f"the {name[:1].lower()}{name[1:]}{said}"


def _launch(found: Footprint) -> str:
    """A zone of the catalogue by its name; another area in the words that it has."""
    return named(found.launch) if found.launch in catalog().entries else found.launch


def _region(found: Footprint) -> str:
    return "it" if found.region is None else named(found.region)


def _none(found: Footprint) -> str:
    if found.denied:
        return f"no place of launch is within the range of {_missile(found)} from {_region(found)}"
    return f"{_missile(found)} from {_launch(found)} gets to none of {_region(found)}"


def _area(found: Footprint, *kinds: GroundCell) -> str:
    """The area of some kinds of cell, km2, to three figures, thousands apart.
    A grid of some hundred cells is worth no more.
    """
    area = found.area_km2(*kinds)
    return f"{float(f'{area:.3g}'):,.0f}"


class _Map:
    """The map, no wider than the terminal."""

    def __init__(self, found: Footprint) -> None:
        self._found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield from _map(self._found, min(_WIDEST, options.max_width))


def _map(found: Footprint, most: int) -> list[Text]:
    """Lines of the map and its legend, at most `most` characters wide; a character for some cells, with the middle
    one's sign. North is up, as seen from the middle of the grid.
    """
    rows, columns = found.cell.shape
    # Two characters for a cell at most: a character is twice as high as wide.
    wide = min(most, 2 * columns)
    high = max(1, round(wide / 2 * rows / columns))
    # Rows of the grid go from south to north, lines of text from north to south.
    pick_row = ((np.arange(high)[::-1] + 0.5) * rows / high).astype(int)
    pick_column = ((np.arange(wide) + 0.5) * columns / wide).astype(int)
    shown = found.cell[np.ix_(pick_row, pick_column)]
    signs = [[_SIGNS[GroundCell(int(k))] for k in row] for row in shown]
    site = _site(found)
    if site is not None:
        line = int(np.abs(pick_row - site[0]).argmin())
        signs[line][int(np.abs(pick_column - site[1]).argmin())] = "X"
    lines = ["".join(row).rstrip() for row in signs]
    present = {GroundCell(int(k)) for k in np.unique(shown)}
    names = _names(found)
    legend = "   ".join(
        f"{_SIGNS[k]} {names[k]}" for k in GroundCell if k in present and k in names
    )
    legend += "   X the site" if site is not None else ""
    middle = latitude_longitude([found.grid.latitude_deg, found.grid.longitude_deg])
    size = found.grid.cell_km * columns
    about = f"{size:,.0f} km wide, equal-area about {middle}, north up at its middle"
    return [Text("\n".join(lines)), Text(f"{legend}\n{about}", style="dim"), Text()]


def _site(found: Footprint) -> tuple[int, int] | None:
    """The row and column of the site's cell; None where there are several sites, none, or it is off the map."""
    met = np.isfinite(found.site_latitude_deg)
    places = np.unique(
        np.column_stack([found.site_latitude_deg[met], found.site_longitude_deg[met]]), axis=0
    )
    return found.cell_at(float(places[0, 0]), float(places[0, 1])) if len(places) == 1 else None


def _names(found: Footprint) -> dict[GroundCell, str]:
    """The kinds that a legend and a table name, in their order."""
    return {
        GroundCell.COVERED: "denied" if found.denied else "protected",
        GroundCell.TOO_LATE: "only by an earlier launch",
        GroundCell.NEVER: "not even by a launch with the missile",
        GroundCell.NOT_SENSED: "not tracked in time",
    }


def _table(found: Footprint) -> TextTable:
    table = TextTable(
        Column("Launch area" if found.denied else "Ground"),
        Column("km²", right=True),
        Column("Share", right=True),
    )
    total = found.threatened_km2
    for kind, name in _names(found).items():
        area = found.area_km2(kind)
        if area > 0.0 or kind is GroundCell.COVERED:
            share = percent(area / total) if total > 0.0 else "none"
            table.add(name, _area(found, kind), share)
    table.add("all that has a flight", f"{float(f'{total:.3g}'):,.0f}", "")
    return table


def words_text(found: Footprint) -> str:
    """What a cell stands for, in plain words."""
    other = (
        "every point of the region that is in range"
        if found.denied
        else "every launch point that is in range"
    )
    # Ships in an area: cells are met from different places.
    several = np.unique(found.site_latitude_deg[np.isfinite(found.site_latitude_deg)]).size > 1
    ships = (
        " Each cell is met from the best place for it: one ship cannot be at all of them."
        if several
        else ""
    )
    return (
        f"A cell of {found.grid.cell_km:.0f} km counts where flyouts of the notional vehicle {found.vehicle} meet the flights "
        f"between its middle and {other}, leaving after the launch delay.{ships} One interceptor always "
        "works, nothing is spent, and no decision is wrong: a bound on what is possible, not a forecast."
    )
