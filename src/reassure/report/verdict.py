"""The whole answer of an assessment in one sentence: yes, no, or it depends, and on what.

It says what the answer's own numbers say, for the ideal interceptor and the figures as they stand. Where a figure has
an interval, or somebody holds another value, and the answer flips within, that figure is what it depends on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reassure.answers.assessment import Assessment, Deployment
from reassure.catalog import catalog
from reassure.catalog.used import FigureUsed
from reassure.report.wording import SLANTED, percent, percent_up, slower_than_flown
from reassure.scenario.names import interceptor_name, place_name, ships_in
from reassure.words.rounding import apart, digits_before, up

__all__ = ["verdict"]

_MOST_NAMED = 4  # groups of deployments in one sentence
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def verdict(result: Assessment) -> str:
    """The whole answer in one sentence, which begins "Yes", "No" or "It depends"."""
    out = [d.share_out_of_reach == 1.0 for d in result.deployments]
    if all(out) and (share := _by_flyouts(result)):
        whose = "their" if len(out) > 1 else "its"
        return (
            f"It depends on where the interceptor burns out: {_none(result)} with the ideal interceptor, which burns out "
            f"straight above {whose} site; by the best estimate {percent_up(share)} of them are within reach: {SLANTED}."
        )
    flip = _flip(result)
    if flip is not None:
        return flip
    if all(out) and (drawn := _by_draws(result)):
        return drawn
    if all(out):
        return f"No: {_none(result)}."
    if all(d.share_out_of_reach == 0.0 for d in result.deployments):
        return f"Yes: {_each(result)}."
    return _some(result, out)


def _flights(result: Assessment, *, all_of: bool = False) -> str:
    """How the flights are named: "the 54 flights", "the one flight that it faces"."""
    d = result.deployments
    count = result.facing(0) if len(d) == 1 else result.flights.count
    faced = any(x.faces is not None for x in d)
    of = (" that it faces" if len(d) == 1 else " that they face") if faced else ""
    number = "one flight" if count == 1 else f"{count:,} flights"
    return f"{'' if count == 1 or not all_of else 'each of '}the {number}{of}"


def _one(result: Assessment) -> bool:
    """Is there one flight alone?"""
    count = result.facing(0) if len(result.deployments) == 1 else result.flights.count
    return count == 1


def _none(result: Assessment) -> str:
    names, flights = result.deployment_names, _flights(result)
    if len(names) == 1:
        return f"{names[0]} could {'not reach' if _one(result) else 'reach none of'} {flights}"
    return f"none of the {len(names)} deployments could reach {'' if _one(result) else 'any of '}{flights}"


def _each(result: Assessment) -> str:
    names = result.deployment_names
    who = names[0] if len(names) == 1 else f"each of the {len(names)} deployments"
    return f"{who} could reach {_flights(result, all_of=True)}"


def _by_flyouts(result: Assessment) -> float:
    """Of the flights, those that flyouts of any deployment reach, with a vehicle no faster than its interceptor; 0.0
    where no estimate was asked for.
    """
    if result.estimates is None:
        return 0.0
    fair = [not slower_than_flown(result, i) for i in range(len(result.deployments))]
    return float(result.estimates.within_reach()[fair].any(axis=0).mean())


def _by_draws(result: Assessment) -> str | None:
    """The answer where the figures as given let nothing in, and draws of the uncertain ones together do; None otherwise."""
    if result.uncertainty is None:
        return None
    shares = [d.reaches_some.value for d in result.uncertainty.deployments]
    most = max(range(len(shares)), key=shares.__getitem__)
    if shares[most] == 0.0:
        return None
    who = "" if len(shares) == 1 else f" of {result.deployment_names[most]}"
    return (
        f"It depends on several uncertain figures together: as given, {_none(result)}; with all of them drawn from their "
        f"intervals, one of the closest flights is within reach{who} in {percent(shares[most])} of the draws."
    )


# -- a figure that flips it -----------------------------------------------------------------------------


class _Span(NamedTuple):
    """What is said of a figure: from where to where, in the scenario's own interval and by those who differ."""

    value: float
    low: float
    high: float


def _flip(result: Assessment) -> str | None:
    """The answer where a figure within its span flips it; None where none does."""
    out = all(d.share_out_of_reach == 1.0 for d in result.deployments)
    # Of several some of which reach, no single figure is the answer's.
    if len(result.deployments) > 1 and not out:
        return None
    speeds = [(i, *s) for i in range(len(result.deployments)) if (s := _speed_flip(result, i))]
    who = result.deployment_names
    one = len(who) == 1
    if speeds:
        # The one that is nearest to its own speed.
        i, at, span = min(speeds, key=lambda s: abs(s[1] - s[2].value))
        subject = "" if one else f" of {who[i]}"
        return (
            f"It depends on the burnout speed: from {apart(at, span.value)[0]} km/s up at least one flight is within reach{subject}, "
            "below that none. As given, with "
            f"{span.value:g} km/s, {_as_given(result)}; the scenario's interval for the speed is {span.low:g} to {span.high:g} km/s."
        )
    delays = [(i, *s) for i in range(len(who)) if (s := _delay_flip(result, i))]
    if delays:
        i, at, span = min(delays, key=lambda s: abs(s[1] - s[2].value))
        subject = "" if one else f" of {who[i]}"
        return (
            f"It depends on the launch delay: up to {up(at, digits_before(at, span.value))} s after a flight's launch at least one is "
            f"within reach{subject}, later none. As given, with "
            f"{span.value:g} s, {_as_given(result)}; the scenario's interval for the delay is {span.low:g} to {span.high:g} s."
        )
    return None


def _as_given(result: Assessment) -> str:
    if all(d.share_out_of_reach == 1.0 for d in result.deployments):
        return _none(result)
    (d,) = result.deployments
    if d.share_out_of_reach == 0.0:
        return _each(result)
    share = percent_up(1.0 - d.share_out_of_reach)
    return f"{result.deployment_names[0]} could reach {share} of {_flights(result)}"


def _speed_flip(result: Assessment, index: int) -> tuple[float, _Span] | None:
    """The burnout speed (km/s) from which a deployment reaches a flight, where its span holds it on both sides."""
    d, critical = result.deployments[index], result.critical(index)["burnout_speed_km_s"]
    own = f"interceptor.{d.interceptor}.burnout_speed_km_s"
    span = _span(result.sources, (f"deployment.{d.id}.{own}", own))
    return _within(critical, span)


def _delay_flip(result: Assessment, index: int) -> tuple[float, _Span] | None:
    """The launch delay (s) up to which a deployment reaches a flight, where its span holds it on both sides."""
    d, critical = result.deployments[index], result.critical(index)["launch_delay_s"]
    if d.launch_delay_s is None:
        return None
    span = _span(result.sources, (f"deployment.{d.id}.launch_delay_s",))
    return _within(critical, span)


def _within(critical: float | None, span: _Span | None) -> tuple[float, _Span] | None:
    if critical is None or span is None:
        return None
    return (critical, span) if span.low < critical < span.high else None


def _span(sources: Sequence[FigureUsed], keys: Sequence[str]) -> _Span | None:
    """The ends of a figure's interval and of what others hold; None where the answer has no such figure."""
    found = next((s for key in keys for s in sources if s.key == key), None)
    if found is None:
        return None
    ends = [found.value, *(x for x in (found.low, found.high) if x is not None)]
    ends += [other.value for other in found.dissent]
    return _Span(found.value, min(ends), max(ends))


# -- several, of which some reach some ------------------------------------------------------------------


def _some(result: Assessment, out: Sequence[bool]) -> str:
    names, d = result.deployment_names, result.deployments
    worst = result.decisive
    share = percent_up(1.0 - d[worst].share_out_of_reach)
    if len(d) == 1:
        return f"It depends on the flight: {names[0]} could reach {share} of {_flights(result)}."
    reach = len(d) - sum(out)
    # Where all of them reach some flights and miss others, it is the flight that decides.
    on = _on(result) if any(out) else "the flight"
    could = f"{reach} of {len(d)}" if reach < len(d) else "both" if reach == 2 else f"all {reach}"
    if _one(result):
        others = _others(result, out)
        return f"It depends on {on}: {could} deployments could reach {_flights(result)}{others}."
    those = "those it faces" if any(x.faces is not None for x in d) else "them"
    most = f"{names[worst]} the most ({share} of {those})" if reach > 1 else f"{names[worst]} alone ({share} of {those})"  # fmt: skip
    return f"It depends on {on}: {could} deployments could reach some of {_flights(result)}, {most}{_others(result, out)}."


def _on(result: Assessment) -> str:
    """What it depends on: what alone makes a difference between two deployments, or what they differ in."""
    d = result.deployments
    # Of interceptors that the scenario writes out alike, but for the speed.
    speed = "the burnout speed" if len({x.interceptor for x in d}) == 1 else "the interceptor"
    kinds: dict[str, list[Any]] = {
        speed: [(x.interceptor, x.available_speed_km_s) for x in d],
        "the place": [x.place for x in d],
        "the launch delay": [x.launch_delay_s for x in d],
        "the forces they face": [x.faces for x in d],
    }
    if len({x.share_out_of_reach for x in d}) == 1:
        return "the flight"

    def alone(kind: str) -> bool:
        rest = [values for other, values in kinds.items() if other != kind]
        return any(
            (not kind or kinds[kind][i] != kinds[kind][j])
            and d[i].share_out_of_reach != d[j].share_out_of_reach
            and all(values[i] == values[j] for values in rest)
            for i in range(len(d))
            for j in range(i)
        )

    found = [kind for kind in kinds if alone(kind)]
    # Alike in all of these and yet not in reach: what their sensors see is another.
    if alone("") and all(x.launch_delay_s is None for x in d):
        found.append("the sensors")
    found = found or [kind for kind, values in kinds.items() if len(set(values)) > 1]
    return _listed(found) if found else "the deployment"


def _others(result: Assessment, out: Sequence[bool]) -> str:
    """Those that reach none: by interceptor and place, where that says which; else how many."""
    count = sum(out)
    if not count:
        return ""
    names, d = result.deployment_names, result.deployments
    rest = [i for i, none in enumerate(out) if none]
    if count == 1:
        return f"; {names[rest[0]]} could reach none" if not _one(result) else f"; {names[rest[0]]} could not"  # fmt: skip
    none = "could not" if _one(result) else "could reach none"
    kinds, left = _whole([_kind(x) for x in d], out, rest)
    places, left = _whole([x.place for x in d], out, left)
    if left or len(kinds) + len(places) > _MOST_NAMED:
        return f"; the other {_number(count)} {none}"
    said = [_listed(kinds, "or")] if kinds else []
    said += [_where(places)] if places else []
    return f"; the other {_number(count)}, {' or '.join(said)}, {none}"


def _whole(
    values: Sequence[str], out: Sequence[bool], left: Sequence[int]
) -> tuple[list[str], list[int]]:
    """Values of which all deployments reach none, as far as they say something of one that is left; and what they leave."""
    found, rest = list[str](), list(left)
    for value in dict.fromkeys(values[i] for i in left):
        if all(none for other, none in zip(values, out, strict=True) if other == value):
            found.append(value)
            rest = [i for i in rest if values[i] != value]
    return found, rest


def _kind(d: Deployment) -> str:
    """Which interceptor, in words; of one that the scenario writes out its speed."""
    known = d.interceptor in catalog().entries
    return f"with {interceptor_name(d.interceptor)}" if known else f"at {d.burnout_speed_km_s:g} km/s"  # fmt: skip


def _where(places: Sequence[str]) -> str:
    """Places as they stand in a sentence: "in the Black Sea or Mediterranean Sea", "at Deveselu"."""
    seas = [place_name(p) for p in places if ships_in(p)]
    sites = [place_name(p) for p in places if not ships_in(p)]
    said = [f"in {_listed(seas, 'or')}"] if seas else []
    said += [f"at {_listed(sites, 'or')}"] if sites else []
    return " or ".join(said)


def _listed(words: Sequence[str], last: str = "and") -> str:
    """In a row, "a, b and c"; a first word that all begin with is said once."""
    first = words[0].split()[0]
    if first in ("with", "at", "the") and all(w.startswith(f"{first} ") for w in words):
        words = [words[0], *(w[len(first) + 1 :] for w in words[1:])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _number(count: int) -> str:
    """In letters up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
