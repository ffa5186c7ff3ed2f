"""What is claimed: read as exact rationals, every range checked, told in plain words."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

Rule = Callable[[Any, str], Any]


LARGEST = 20_000_000


class Malformed(Exception):
    """The file does not follow docs/certificate.md."""


class Claim(NamedTuple):
    """A claim, numbers as Fractions, and its hash."""

    data: dict[str, Any]
    digest: str


def fail(where: str, allowed: str) -> None:
    raise Malformed(f"{where}: allowed: {allowed}")


def decimal(text: str) -> Fraction:
    """An exact decimal of at most 40 characters."""
    if len(text) > 40 or not all(c in "0123456789+-.eE" for c in text):
        fail(repr(text[:40]), "a decimal of at most 40 characters")
    mantissa, _, power = text.lower().partition("e")
    if power and abs(int(power)) > 60:
        fail(text, "an exponent of at most 60")
    return Fraction(mantissa) * Fraction(10) ** int(power or 0)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise Malformed("a key stands twice in one table")
    return dict(pairs)


def parse(text: str, toml: bool = False) -> Claim:
    """Read a claim from JSON or TOML."""
    depth = quoted = escaped = 0
    if len(text) > LARGEST:
        raise Malformed(f"longer than {LARGEST} characters")
    for c in text:  # neither reader may be led into deep nesting
        if c == '"' and not escaped:
            quoted = 1 - quoted
        escaped = int(c == "\\" and quoted == 1 and not escaped)
        depth += 0 if quoted and not toml else (c in "[{") - (c in "]}")
        if depth > 20:
            raise Malformed("nested too deeply")
    try:
        if toml:
            data = exact(tomllib.loads(text, parse_float=decimal))
        else:
            hooks: dict[str, Any] = dict.fromkeys(
                ("parse_float", "parse_int", "parse_constant"), decimal
            )
            data = exact(json.loads(text, object_pairs_hook=once, **hooks))
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Malformed(f"not {'TOML' if toml else 'JSON'}: {error}") from None
    kind = data.get("format") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in CLAIMS:
        raise Malformed(f"claim.format: allowed: {' or '.join(CLAIMS)}")
    CLAIMS[kind](data, "claim")
    ids = {kind: {entry["id"] for entry in data[kind]} for kind in ("interceptor", "flights")}
    for kind, names in ids.items():
        if len(names) < len(data[kind]):
            raise Malformed(f"{kind}: two of one id")
        if any(clause[kind] not in names for clause in data["clause"]):
            fail(f"clause.{kind}", "an id of this claim")
    if len({(c["interceptor"], c["flights"]) for c in data["clause"]}) < len(data["clause"]):
        fail("clause", "each pair once")
    for f in data["flights"]:
        if any(not f["burnout_time_s"][1] < row[4] <= row[5] for row in f["aims"]):
            fail(f"{f['id']}.aims", "latest burnout < shortest <= longest time")
    normal = json.dumps(data, sort_keys=True, separators=(",", ":"), default=str)
    return Claim(data, hashlib.sha256(normal.encode()).hexdigest())


def exact(value: Any) -> Any:
    """Integers of a TOML file too as Fractions; nothing but text, numbers, lists and tables."""
    if isinstance(value, dict):
        return {key: exact(v) for key, v in value.items()}
    if isinstance(value, list):
        return [exact(v) for v in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return decimal(str(value) if abs(value) < 10**40 else "9" * 41)
    if not isinstance(value, str | Fraction):
        fail(repr(value)[:40], "text, numbers, lists and tables")
    return value


def number(low: str, high: str, above: bool = False) -> Rule:
    def rule(v: Any, where: str) -> None:
        if not isinstance(v, Fraction) or not Fraction(low) <= v <= Fraction(high):
            fail(where, low if low == high else f"a number from {low} to {high}")
        if above and v == Fraction(low):
            fail(where, f"more than {low}")

    return rule


def line(most: int, only: str = "", letters: str = ".*") -> Rule:
    def rule(v: Any, where: str) -> None:
        if not isinstance(v, str) or not 0 < len(v) <= most or not v.isprintable():
            fail(where, f"one printable line of at most {most} characters")
        if not re.fullmatch(letters, v):
            fail(where, f"{letters[1:-2]} only")
        if only and v != only:
            fail(where, only)

    return rule


def each(of: Rule, most: int, least: int = 1) -> Rule:
    def rule(v: Any, where: str) -> None:
        if not isinstance(v, list) or not least <= len(v) <= most:
            fail(where, f"a list of {least} to {most}")
        for k, item in enumerate(v):
            of(item, f"{where}[{k}]")

    return rule


def span(low: str, high: str, above: bool = False) -> Rule:
    def rule(v: Any, where: str) -> None:
        each(number(low, high, above), 2, 2)(v, where)
        if v[0] > v[1]:
            fail(where, "[least, greatest]")

    return rule


def cell(more: int = 0) -> Rule:
    def rule(v: Any, where: str) -> None:
        each(number("-540", "7200"), 4 + more, 4 + more)(v, where)
        if not -90 <= v[0] <= v[1] <= 90 or not v[2] <= v[3] <= min(540, v[2] + 90):
            fail(
                where, "south <= north within 90, west <= east within 540, at most 90 degrees wide"
            )

    return rule


def table(**keys: Rule) -> Rule:
    def rule(v: Any, where: str) -> None:
        if not isinstance(v, dict) or set(v) != set(keys):
            fail(where, f"a table of exactly {', '.join(sorted(keys))}")
        for key, inner in keys.items():
            inner(v[key], f"{where}.{key}")

    return rule


def aim(leads: int) -> Rule:
    def rule(v: Any, where: str) -> None:
        cell(2 + leads)(v, where)
        each(number("-60", "60"), leads, 0)(v[6:], f"{where}, leads")
        if v[4] == v[5] and len(set(v[6:])) > 1:
            fail(where, "one lead for one flight time")

    return rule


NAME = line(100, letters="[A-Za-z0-9._/:@+-]+")


def claim_table(version: int) -> Rule:
    """The tables of a claim; rows of aims have leads from version 2 on."""
    return table(
        format=line(16, f"reassure-claim/{version}"),
        title=line(300),
        earth=table(
            mu_m3_s2=number("398600441800000", "398600441800000"),
            rotation_rad_s=number("0.00007292115", "0.00007292115"),
            equatorial_radius_m=number("6378137", "6378137"),
            polar_radius_m=number("6356752.3142", "6356752.3142"),
            perturbation_m_s2=number("0", "0.1"),
            keep_above_km=number("0", "1000"),
        ),
        interceptor=each(
            table(
                id=NAME,
                places=each(cell(), 2000),
                earliest_burnout_s=number("0", "7200"),
                burnout_speed_km_s=number("0", "20", above=True),
                divert_km_s=number("0", "10"),
                burnout_distance_km=number("0", "1000"),
                burnout_height_km=number("0", "1000"),
            ),
            20000,
        ),
        flights=each(
            table(
                id=NAME,
                base=cell(),
                field_radius_km=number("0", "500"),
                burnout_time_s=span("0", "1000", above=True),
                burnout_height_km=span("20", "2000"),
                burnout_distance_km=span("1", "3000"),
                sideways_km=number("0", "500"),
                aims=each(aim(2 if version > 1 else 0), 20000),
            ),
            20000,
        ),
        clause=each(table(interceptor=NAME, flights=NAME), 20000),
    )


CLAIMS = {f"reassure-claim/{k}": claim_table(k) for k in (1, 2)}


def words(claim: Claim) -> str:
    """The claim in plain words, made from the claim alone."""
    data, earth = claim.data, {key: n(v) for key, v in claim.data["earth"].items()}
    interceptors = "\n".join(
        f"  {x['id']}: launched from {_places(x['places'])}; burnout no earlier than "
        f"{n(x['earliest_burnout_s'])} s after the flight's launch, at no more than "
        f"{n(x['burnout_speed_km_s'])} km/s relative to the turning Earth, no farther than "
        f"{n(x['burnout_distance_km'])} km over ground from the launch point and no higher than "
        f"{n(x['burnout_height_km'])} km; velocity change after that at most {n(x['divert_km_s'])} km/s"
        for x in data["interceptor"]
    )
    flights = "\n".join(
        f"  {f['id']}: from {_places([f['base']])}, and up to {n(f['field_radius_km'])} km about it; "
        f"burnout {_to(f['burnout_time_s'])} s after launch, {_to(f['burnout_height_km'])} km high, "
        f"{_to(f['burnout_distance_km'])} km out {_led(f['aims'])}, up to {n(f['sideways_km'])} km aside; "
        f"to any point of {_places([row[:4] for row in f['aims']])}; flight times of "
        f"{_to([min(r[4] for r in f['aims']), max(r[5] for r in f['aims'])])} s, as listed cell by cell"
        for f in data["flights"]
    )
    return f"""Claim: {data["title"]}
No interceptor that keeps to its limits can be where any of the flights is, at any time from
the flight's launch to its end, at a height above {earth["keep_above_km"]} km.

Limits:
{interceptors}
Flights:
{flights}
Assumptions:
  point-mass gravity, mu {earth["mu_m3_s2"]} m^3/s^2; all else that acts, on flights after their burnout
  and on interceptors after theirs, accelerates by at most {earth["perturbation_m_s2"]} m/s^2, but for the
  velocity change named above; the Earth turns at {earth["rotation_rad_s"]} rad/s; nothing flies nearer
  to its centre than {earth["polar_radius_m"]} m; while it boosts, a flight is in the hull of its base and
  its burnout point.
Claim's hash: {claim.digest}"""


def n(value: Fraction) -> str:
    return f"{float(value):.10g}"


def _to(pair: list[Fraction]) -> str:
    return f"{n(pair[0])} to {n(pair[1])}"


def _led(rows: list[list[Fraction]]) -> str:
    """Which way the boosts go."""
    leads = [lead for row in rows for lead in row[6:]]
    if not leads:
        return "towards where the aim stands at launch (format 1: boosts do not lead their aims)"
    return f"towards the aim turned {_to([min(leads), max(leads)])} degrees eastward, as listed cell by cell"


def _places(cells: list[list[Fraction]]) -> str:
    def side(k: int, choose: Callable[..., Fraction], letters: str) -> str:
        value = choose(c[k] for c in cells)
        return f"{n(abs(value))} {letters[value < 0]}"

    south, north = side(0, min, "NS"), side(1, max, "NS")
    west, east = side(2, min, "EW"), side(3, max, "EW")
    count = "" if len(cells) == 1 else f"{len(cells)} cells within "
    point = count + (south if south == north else f"{south} to {north}")
    return f"{point}, {west if west == east else f'{west} to {east}'}"
