"""What is claimed: read as exact rationals, every range checked, told in plain words."""

from __future__ import annotations

import hashlib
import json
import tomllib
from fractions import Fraction
from typing import Any, NamedTuple

EARTH = {
    "mu_m3_s2": Fraction("3.986004418e14"),
    "rotation_rad_s": Fraction("7.292115e-5"),
    "equatorial_radius_m": Fraction(6378137),
    "polar_radius_m": Fraction("6356752.3142"),
}
RANGES = {
    "perturbation_m_s2": ("0", "0.1"), "keep_above_km": ("0", "1000"),
    "earliest_burnout_s": ("0", "7200"), "burnout_speed_km_s": ("1e-6", "20"),
    "divert_km_s": ("0", "10"), "burnout_distance_km": ("0", "1000"),
    "burnout_height_km": ("0", "1000"), "field_radius_km": ("0", "500"), "sideways_km": ("0", "500"),
}  # fmt: skip
SPANS = {
    "burnout_time_s": ("1e-6", "1000"),
    "burnout_height_km": ("20", "2000"),
    "burnout_distance_km": ("1", "3000"),
}
LIMITS = ("earliest_burnout_s", "burnout_speed_km_s", "divert_km_s", "burnout_distance_km", "burnout_height_km")  # fmt: skip


class Malformed(Exception):
    """The file does not follow docs/certificate.md."""


class Claim(NamedTuple):
    """A claim, numbers as Fractions."""

    data: dict[str, Any]
    digest: str


def number(text: str) -> Fraction:
    """An exact decimal of at most 40 characters."""
    if len(text) > 40 or not all(c in "0123456789+-.eE" for c in text):
        raise Malformed(f"{text[:40]!r} is not a decimal of at most 40 characters")
    mantissa, _, power = text.lower().partition("e")
    if power and abs(int(power)) > 60:
        raise Malformed(f"exponent of {text}: allowed: at most 60")
    return Fraction(mantissa) * Fraction(10) ** int(power or 0)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key stands twice in one table")
    return found


def _constant(text: str) -> Any:
    raise Malformed(f"{text} is not a number")


def parse(text: str, toml: bool = False) -> Claim:
    """Read a claim from JSON or TOML."""
    depth = quoted = escaped = 0
    for c in text:  # neither reader may be led into deep nesting
        if c == '"' and not escaped:
            quoted = 1 - quoted
        escaped = int(c == "\\" and quoted == 1 and not escaped)
        depth += 0 if quoted and not toml else (c in "[{") - (c in "]}")
        if depth > 20:
            raise Malformed("nested too deeply")
    try:
        if toml:
            data = _exact(tomllib.loads(text, parse_float=number))
        else:
            data = _exact(json.loads(
                text, parse_float=number, parse_int=number, parse_constant=_constant,
                object_pairs_hook=_once,
            ))  # fmt: skip
    except Malformed:
        raise
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Malformed(f"not {'TOML' if toml else 'JSON'}: {error}") from None
    _validate(data)
    normal = json.dumps(data, sort_keys=True, separators=(",", ":"), default=str)
    return Claim(data, hashlib.sha256(normal.encode()).hexdigest())


def _exact(value: Any) -> Any:
    """Integers of a TOML file too as Fractions; nothing but text, numbers, lists and tables."""
    if isinstance(value, dict):
        return {key: _exact(v) for key, v in value.items()}
    if isinstance(value, list):
        return [_exact(v) for v in value]
    if isinstance(value, str | Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return number(str(value) if abs(value) < 10**40 else "9" * 41)
    raise Malformed(f"{value!r}: allowed: text, numbers, lists and tables")


def _table(value: Any, keys: set[str], where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != keys:
        raise Malformed(f"{where}: allowed: a table of exactly {', '.join(sorted(keys))}")
    return value


def _list(value: Any, where: str, most: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise Malformed(f"{where}: allowed: a list of 1 to {most}")
    return value


def _within(value: Any, low: str, high: str, where: str) -> Fraction:
    if not isinstance(value, Fraction) or not Fraction(low) <= value <= Fraction(high):
        raise Malformed(f"{where}: allowed: a number from {low} to {high}")
    return value


def _name(value: Any, where: str, most: int = 100) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
        raise Malformed(f"{where}: allowed: one printable line of at most {most} characters")
    return value


def _cell(row: Any, where: str, more: int = 0) -> None:
    if not isinstance(row, list) or len(row) != 4 + more:
        raise Malformed(f"{where}: allowed: {4 + more} numbers")
    south, north = (_within(v, "-90", "90", where) for v in row[:2])
    west, east = (_within(v, "-540", "540", where) for v in row[2:4])
    if south > north or west > east or east - west > 90:
        raise Malformed(f"{where}: allowed: south <= north, west <= east, at most 90 degrees wide")


def _validate(data: Any) -> None:
    """Raise Malformed unless the claim follows the specification."""
    _table(data, {"format", "title", "earth", "interceptor", "flights", "clause"}, "claim")
    if data["format"] != "reassure-claim/1":
        raise Malformed("format: allowed: reassure-claim/1")
    _name(data["title"], "title", 300)
    earth = _table(data["earth"], {*EARTH, "perturbation_m_s2", "keep_above_km"}, "earth")
    for key, value in EARTH.items():
        if earth[key] != value:
            raise Malformed(f"earth.{key}: allowed: {float(value)!r}")
    for key in ("perturbation_m_s2", "keep_above_km"):
        _within(earth[key], *RANGES[key], f"earth.{key}")
    ids: dict[str, set[str]] = {"interceptor": set(), "flights": set()}
    for kind, keys in (
        ("interceptor", {"id", "places", *LIMITS}),
        ("flights", {"id", "base", "field_radius_km", "sideways_km", "aims", *SPANS}),
    ):
        for entry in _list(data[kind], kind, 20000):
            name = _name(_table(entry, keys, kind)["id"], f"{kind}.id")
            if name in ids[kind]:
                raise Malformed(f"{kind}: two of the id {name}")
            ids[kind].add(name)
            for key in keys & (set(RANGES) - (set(SPANS) if kind == "flights" else set())):
                _within(entry[key], *RANGES[key], f"{kind}.{name}.{key}")
    for entry in data["interceptor"]:
        for row in _list(entry["places"], "places", 2000):
            _cell(row, f"interceptor.{entry['id']}.places")
    for entry in data["flights"]:
        where = f"flights.{entry['id']}"
        _cell(entry["base"], where + ".base")
        for key, (low, high) in SPANS.items():
            if len(_list(entry[key], f"{where}.{key}", 2)) != 2 or _within(
                entry[key][0], low, high, f"{where}.{key}"
            ) > _within(entry[key][1], low, high, f"{where}.{key}"):
                raise Malformed(f"{where}.{key}: allowed: [least, greatest]")
        for row in _list(entry["aims"], where + ".aims", 20000):
            _cell(row, where + ".aims", 2)
            if (
                not entry["burnout_time_s"][1]
                < _within(row[4], "0", "7200", where)
                <= _within(row[5], "0", "7200", where)
            ):
                raise Malformed(f"{where}.aims: allowed: latest burnout < shortest <= longest time")
    seen = set()
    for clause in _list(data["clause"], "clause", 20000):
        _table(clause, {"interceptor", "flights"}, "clause")
        pair = (_name(clause["interceptor"], "clause"), _name(clause["flights"], "clause"))
        if pair[0] not in ids["interceptor"] or pair[1] not in ids["flights"] or pair in seen:
            raise Malformed(f"clause {pair}: allowed: ids of this claim, each pair once")
        seen.add(pair)


def _n(value: Fraction) -> str:
    return f"{float(value):.10g}"


def _span(pair: list[Fraction]) -> str:
    return f"{_n(pair[0])} to {_n(pair[1])}"


def words(claim: Claim) -> list[str]:
    """The claim in plain words, made from the claim alone."""
    data, earth = claim.data, claim.data["earth"]
    out = [
        f"Claim: {data['title']}",
        "No interceptor that keeps to its limits can be where any of the flights is, at any time from",
        f"the flight's launch to its end, at a height above {_n(earth['keep_above_km'])} km.",
        "",
        "Limits:",
    ]
    for x in data["interceptor"]:
        out.append(
            f"  {x['id']}: launched from {_places(x['places'])}; burnout no earlier than "
            f"{_n(x['earliest_burnout_s'])} s after the flight's launch, at no more than "
            f"{_n(x['burnout_speed_km_s'])} km/s relative to the turning Earth, no farther than "
            f"{_n(x['burnout_distance_km'])} km over ground from the launch point and "
            f"no higher than {_n(x['burnout_height_km'])} km; velocity change after that at most {_n(x['divert_km_s'])} km/s"
        )
    out.append("Flights:")
    for f in data["flights"]:
        times = [row[4] for row in f["aims"]] + [row[5] for row in f["aims"]]
        out.append(
            f"  {f['id']}: from {_places([f['base']])}, and up to {_n(f['field_radius_km'])} km about it; "
            f"burnout {_span(f['burnout_time_s'])} s after launch, {_span(f['burnout_height_km'])} km high, "
            f"{_span(f['burnout_distance_km'])} km out towards the aim, up to {_n(f['sideways_km'])} km aside; to any point of "
            f"{_places([row[:4] for row in f['aims']])}; flight times of {_n(min(times))} to {_n(max(times))} s, as listed cell by cell"
        )
    out += [
        "Assumptions:",
        f"  point-mass gravity, mu {_n(earth['mu_m3_s2'])} m^3/s^2; all else that acts, on flights after their burnout and on",
        f"  interceptors after theirs, accelerates by at most {_n(earth['perturbation_m_s2'])} m/s^2, but for the velocity change named above;",
        f"  the Earth turns at {_n(earth['rotation_rad_s'])} rad/s; nothing flies nearer to its centre than {_n(earth['polar_radius_m'])} m;",
        "  while it boosts, a flight is in the hull of its base and its burnout point.",
    ]
    return out


def _degrees(value: Fraction, letters: str) -> str:
    return f"{_n(abs(value))} {letters[0] if value >= 0 else letters[1]}"


def _places(rows: list[list[Fraction]]) -> str:
    south, north = min(r[0] for r in rows), max(r[1] for r in rows)
    west, east = min(r[2] for r in rows), max(r[3] for r in rows)
    if south == north and west == east:
        return f"{_degrees(south, 'NS')}, {_degrees(west, 'EW')}"
    extent = f"{_degrees(south, 'NS')} to {_degrees(north, 'NS')}, {_degrees(west, 'EW')} to {_degrees(east, 'EW')}"
    return extent if len(rows) == 1 else f"{len(rows)} cells within {extent}"
