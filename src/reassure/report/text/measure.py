"""What a radar can tell of an interceptor's burnout speed, as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.measurement import Measurement
from reassure.report.console import Column, Text, TextTable
from reassure.report.wording import MARKS
from reassure.scenario.hand import place_words
from reassure.scenario.names import interceptor_name, name_of
from reassure.words.rounding import nearest
from reassure.words.shares import percent

__all__ = [
    "FIGURES", "LEFT_OUT", "answer_text", "factor_text", "flight_lines", "influence_rows", "measure_text", "more_lines", "speed_text",
    "title_of",
]  # fmt: skip

FIGURES: dict[str, str] = {
    "range_noise_m": "noise of range",
    "angle_noise_deg": "noise of angles",
    "range_rate_noise_m_s": "noise of range rate",
    "range_bias_m": "bias of range",
    "angle_bias_deg": "bias of angles",
    "burnout_time_uncertainty_s": "moment of burnout",
}
"""What the uncertainty comes from, in words."""
_UNITS = {"_m_s": "m/s", "_m": "m", "_deg": "deg", "_s": "s"}

LEFT_OUT = (
    "Left out: the bending of the radar's beam in the air, what parts at burnout and which part is followed, and whether "
    "the echo is strong enough. Accuracies are assumed (‡) unless a source is named."
)


def measure_text(found: Measurement) -> RenderableType:
    """The answer, the looks, the flight, and which figure counts for how much."""
    parts: list[RenderableType] = [Text(title_of(found), style="bold")]
    parts += map(Text, [answer_text(found), *more_lines(found)])
    parts += map(Text, flight_lines(found))
    if found.influences:
        table = TextTable(
            Column("From"), Column("Value", right=True), Column("Share of\nthe variance", right=True),
            Column("Uncertainty\nif halved", right=True),
        )  # fmt: skip
        for row in influence_rows(found):
            table.add(*row)
        parts += [Text(), table]
    parts.append(Text(LEFT_OUT, style="dim"))
    parts.append(Text(f"reassure {found.reassure_version}", style="dim"))
    return Group(*parts)


def title_of(found: Measurement) -> str:
    """What is measured, from where."""
    flight = found.flight
    return f"The burnout speed of {interceptor_name(flight.interceptor)}, flown from {name_of(flight.site) if not flight.site[:1].isdigit() else flight.site}, as {found.radar.name} tells it"  # fmt: skip


def answer_text(found: Measurement) -> str:
    """The answer in one or two sentences."""
    told = found.standard_uncertainty_km_s
    if told is None:
        head = (
            "It never sees the free flight"
            if found.verdict == "never seen"
            else "It cannot be told"
        )
        return f"{head}: {found.reason}. The offer to measure is worth nothing here."
    seen = "is seen" if found.verdict == "told" else "is not seen"
    return f"It tells the speed to {speed_text(told)} (standard uncertainty). A difference of {found.difference_km_s:g} km/s {seen}."  # fmt: skip


def more_lines(found: Measurement) -> list[str]:
    """What stands behind the answer, a sentence or two each; none where nothing is told."""
    if found.standard_uncertainty_km_s is None or found.seen_km_s is None:
        return []
    out = [
        f"At a risk of {100.0 * found.false_alarm:g} % of a false alarm and {100.0 * found.missed:g} % of a miss a difference of "
        f"{found.difference_km_s:g} km/s takes {speed_text(found.needed_km_s)} or better, and the least difference that is seen is "
        f"{speed_text(found.seen_km_s)}."
    ]
    if found.best_km_s != found.worst_km_s:
        best, worst = (
            "it cannot be told" if u is None else speed_text(u)
            for u in (found.best_km_s, found.worst_km_s)
        )
        out.append(f"With all accuracies at the better ends of their intervals: {best}; at the worse ends: {worst}.")  # fmt: skip
    return out + _enough_lines(found)


def _enough_lines(found: Measurement) -> list[str]:
    """How much worse the radar may be, or how much better it has to be."""
    told, factor, angles = found.verdict == "told", found.enough_all, found.enough_angles
    if factor is None and not told:
        return ["However good the radar, the moment of burnout is not known well enough for that."]
    out = []
    if factor is not None and told:
        out.append(f"All its noises and biases may be {factor_text(factor)} times as large before {found.difference_km_s:g} km/s is no longer seen.")  # fmt: skip
    elif factor is not None:
        out.append(f"All its noises and biases would have to be {factor_text(1.0 / factor)} times smaller for that.")  # fmt: skip
    elif told and found.greatest_factor is not None:
        out.append(f"It is seen even with all noises and biases {factor_text(found.greatest_factor)} times as large, where the angles are 10 deg off.")  # fmt: skip
    if angles is not None:
        words = "may be" if told else "would have to be"
        value = next(i.value for i in found.influences if i.figure == "angle_noise_deg")
        out.append(f"Noise and bias of the angles alone {words} {_times_text(angles)} (noise {angles * value:.2g} deg).")  # fmt: skip
    elif found.greatest_factor is not None:
        out.append("However good or bad the angles alone, that stays so: the ranges decide.")
    return out


def _times_text(factor: float) -> str:
    if factor >= 1.0:
        return f"{factor_text(factor)} times as large"
    return f"{factor_text(1.0 / factor)} times smaller"


def flight_lines(found: Measurement) -> list[str]:
    """The looks and the flight, a sentence each."""
    out, flight, sight = [], found.flight, found.sighting
    if sight is not None:
        looks = "one look" if sight.looks == 1 else f"{sight.looks} looks"
        when = f"{nearest(sight.first_s)} s" if sight.looks == 1 else f"{nearest(sight.first_s)} to {nearest(sight.last_s)} s"  # fmt: skip
        out.append(
            f"{looks.capitalize()}, {when} after launch: {_span(sight.nearest_km, sight.farthest_km)} km away, "
            f"{_span(sight.lowest_deg, sight.highest_deg, 1)} deg above the horizontal."
        )
    marks = {s.key: MARKS[s.status] for s in found.sources}
    key = f"interceptor.{flight.interceptor}"
    aimed = "towards the radar" if flight.aimed == "at the radar" else "by hand"
    down = f", {nearest(flight.burnout_downrange_km)} km on" if flight.burnout_downrange_km else ""
    top = "It stays below 100 km." if flight.apogee_km is None else f"It rises to {nearest(flight.apogee_km)} km, and is back in the air (100 km) after {nearest(flight.end_s or 0.0)} s."  # fmt: skip
    out.append(
        f"The flight: in azimuth {nearest(flight.towards_deg)} deg ({aimed}), burnt out after {nearest(flight.burn_time_s)} s"
        f"{marks.get(f'{key}.burn_time_s', '')}, {nearest(flight.burnout_height_km)} km up{marks.get(f'{key}.burnout_height_km', '')}{down}, at "
        f"{flight.burnout_speed_km_s:g} km/s{marks.get(f'{key}.burnout_speed_km_s', '')}, {flight.flight_path_angle_deg:g} deg above the "
        f"horizontal. {top}"
    )
    out.append(
        f"The radar: {place_words(found.radar.latitude_deg, found.radar.longitude_deg)}, {nearest(found.radar.site_km)} km along the ground from "
        "the launch."
    )
    if found.standard_uncertainty_km_s is not None:
        out.append(_moment_text(found))
    return out


def _moment_text(found: Measurement) -> str:
    """What the moment of burnout means."""
    return (
        "The moment of burnout is taken as known"
        if not found.burnout_time_uncertainty_s
        else f"The moment of burnout is known to {found.burnout_time_uncertainty_s:g} s, which is in the uncertainty"
    ) + f": a second off is {speed_text(found.second_off_km_s)} of speed."


def influence_rows(found: Measurement) -> list[list[str]]:
    """Of each figure of the radar: in words, its value, its share, and the uncertainty if it were half."""
    marks = {s.key.rsplit(".", 1)[-1]: MARKS[s.status] for s in found.sources if s.key.startswith(("radar.", "sensor."))}  # fmt: skip
    return [
        [
            FIGURES[i.figure],
            f"{i.value:g} {next(u for end, u in _UNITS.items() if i.figure.endswith(end))}{marks.get(i.figure, '')}",
            percent(i.share),
            speed_text(i.halved_km_s),
        ]
        for i in found.influences
    ]


def speed_text(km_s: float) -> str:
    """A speed or its uncertainty, with two or three digits that count: in m/s below 1 km/s."""
    metres = 1e3 * km_s
    if metres >= 1000.0:
        return f"{km_s:.3g} km/s"
    if metres >= 10.0:
        return f"{nearest(metres)} m/s"
    if metres >= 0.001:
        return f"{metres:.2g} m/s"
    return "0 m/s" if metres < 1e-6 else "less than 0.001 m/s"


def factor_text(factor: float) -> str:
    """A factor with two or three digits that count."""
    return nearest(factor) if factor >= 100.0 else f"{factor:.2g}"


def _span(low: float, high: float, digits: int = 0) -> str:
    a, b = nearest(low, digits), nearest(high, digits)
    return a if a == b else f"{a} to {b}"
