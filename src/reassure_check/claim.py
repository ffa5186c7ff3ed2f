"""What is claimed: read as exact rationals, every range checked, told in plain words."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

FORMAT, LARGEST = "reassure-claim/3", 20_000_000
FORMER = "{} is of a former version: the program reassure-check-old checks it"


class Malformed(Exception):
    """The file does not follow docs/certificate.md."""


class Claim(NamedTuple):
    """A claim, numbers as Fractions, and its hash."""

    data: dict[str, Any]
    digest: str


def need(condition: bool, where: str, allowed: str) -> None:
    if not condition:
        raise Malformed(f"{where}: allowed: {allowed}")


def decimal(text: str) -> Fraction:
    """An exact decimal of at most 40 characters."""
    plain = len(text) <= 40 and all(c in "0123456789+-.eE" for c in text)
    need(plain, repr(text[:40]), "a decimal of at most 40 characters")
    mantissa, _, power = text.lower().partition("e")
    need(not power or abs(int(power)) <= 60, text, "an exponent of at most 60")
    return Fraction(mantissa) * Fraction(10) ** int(power or 0)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise Malformed("a key stands twice in one table")
    return dict(pairs)


def parse(text: str, toml: bool = False) -> Claim:
    """Read a claim from JSON or TOML."""
    if len(text) > LARGEST:
        raise Malformed(f"longer than {LARGEST} characters")
    depth = 0  # neither reader may be led into deep nesting
    for c in re.findall(r"[][{}]", text if toml else re.sub(r'"(?:\\.|[^"\\])*"', "", text)):
        depth += 1 if c in "[{" else -1
        if depth > 20:
            raise Malformed("nested too deeply")
    hooks: Any = dict.fromkeys(("parse_float", "parse_int", "parse_constant"), decimal)
    try:
        data = tomllib.loads(text, parse_float=decimal) if toml else json.loads(text, object_pairs_hook=once, **hooks)  # fmt: skip
        data = exact(data)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Malformed(f"not {'TOML' if toml else 'JSON'}: {error}") from None
    kind = data.get("format") if isinstance(data, dict) else None
    if kind in ("reassure-claim/1", "reassure-claim/2"):
        raise Malformed(FORMER.format(kind))
    need(kind == FORMAT, "claim.format", FORMAT)
    look(data, "claim", CLAIM)
    for kind in ("interceptor", "flights"):
        names = {entry["id"] for entry in data[kind]}
        need(len(names) == len(data[kind]), kind, "each id once; there are two of one id")
        known = all(clause[kind] in names for clause in data["clause"])
        need(known, f"clause.{kind}", "an id of this claim")
    pairs = {(c["interceptor"], c["flights"]) for c in data["clause"]}
    need(len(pairs) == len(data["clause"]), "clause", "each pair once")
    for f in data["flights"]:
        in_order = all(f["burnout_time_s"][1] < row[4] <= row[5] for row in f["aims"])
        need(in_order, f"{f['id']}.aims", "latest burnout < shortest <= longest time")
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
    need(isinstance(value, str | Fraction), repr(value)[:40], "text, numbers, lists and tables")
    return value


def look(v: Any, where: str, rule: Any) -> None:
    """Refuse a value that is not as the rule says: a table by its keys, a list by (what, least, most), else (test, text)."""
    if isinstance(rule, dict):
        right = isinstance(v, dict) and set(v) == set(rule)
        need(right, where, f"a table of exactly {', '.join(sorted(rule))}")
        for key, inner in rule.items():
            look(v[key], f"{where}.{key}", inner)
    elif len(rule) == 3:
        of, least, most = rule
        right = isinstance(v, list) and least <= len(v) <= most
        need(right, where, f"a list of {least} to {most}")
        for k, item in enumerate(v):
            look(item, f"{where}[{k}]", of)
    else:
        need(rule[0](v, where), where, rule[1])


def number(low: str, high: str, above: bool = False) -> Any:
    least, most = Fraction(low), Fraction(high)
    said = low if low == high else f"{'more than' if above else 'a number from'} {low}{', at most' if above else ' to'} {high}"  # fmt: skip
    return lambda v, _: isinstance(v, Fraction) and least <= v <= most and not (above and v == least), said  # fmt: skip


def line(most: int, letters: str = ".*") -> Any:
    said = f"one printable line of at most {most} characters" + f", {letters[1:-2]} only" * (letters != ".*")  # fmt: skip
    return lambda v, _: isinstance(v, str) and 0 < len(v) <= most and v.isprintable() and re.fullmatch(letters, v), said  # fmt: skip


def span(low: str, high: str, above: bool = False) -> Any:
    def right(v: Any, where: str) -> bool:
        look(v, where, (number(low, high, above), 2, 2))
        return bool(v[0] <= v[1])

    return right, "[least, greatest]"


def cell(v: Any, where: str, more: int = 0) -> bool:
    look(v, where, (number("-540", "7200"), 4 + more, 4 + more))
    return bool(-90 <= v[0] <= v[1] <= 90 and v[2] <= v[3] <= min(540, v[2] + 90))


def aim(v: Any, where: str) -> bool:
    """A cell, shortest and longest time, and the leads at these."""
    need(cell(v, where, 4), where, CELL[1])
    look(v[6:], f"{where}, leads", (number("-60", "60"), 2, 2))
    return bool(v[4] < v[5] or v[6] == v[7])


CELL = cell, "south <= north within 90, west <= east within 540, at most 90 degrees wide"
NAME, TO_1000 = line(100, "[A-Za-z0-9._/:@+-]+"), number("0", "1000")
INTERCEPTOR = {
    "id": NAME, "places": (CELL, 1, 2000), "earliest_burnout_s": number("0", "7200"),
    "burnout_speed_km_s": number("0", "20", above=True), "divert_km_s": number("0", "10"),
    "burnout_distance_km": TO_1000, "burnout_height_km": TO_1000,
}  # fmt: skip
FLIGHTS = {
    "id": NAME, "base": CELL, "field_radius_km": number("0", "500"), "burnout_time_s": span("0", "1000", above=True),
    "burnout_height_km": span("20", "2000"), "burnout_distance_km": span("1", "3000"),
    "sideways_km": number("0", "500"), "aims": ((aim, "one lead for one flight time"), 1, 20000),
}  # fmt: skip
EARTH = {"mu_m3_s2": "398600441800000", "rotation_rad_s": "0.00007292115", "equatorial_radius_m": "6378137", "polar_radius_m": "6356752.3142"}  # fmt: skip
CLAIM = {
    "format": line(16), "title": line(300), "interceptor": (INTERCEPTOR, 1, 20000), "flights": (FLIGHTS, 1, 20000),
    "clause": ({"interceptor": NAME, "flights": NAME}, 1, 20000), "earth": {
        **{key: number(value, value) for key, value in EARTH.items()},
        "perturbation_m_s2": number("0", "0.1"), "keep_above_km": TO_1000,
    },
}  # fmt: skip


def words(claim: Claim) -> str:
    """The claim in plain words, made from the claim alone."""
    data, earth = claim.data, {key: n(v) for key, v in claim.data["earth"].items()}
    interceptors = "\n".join(
        f"  {x['id']}: launched from {_places(x['places'])}; burnout no earlier than {n(x['earliest_burnout_s'])} s after the flight's "
        f"launch, at no more than {n(x['burnout_speed_km_s'])} km/s relative to the turning Earth, no farther than "
        f"{n(x['burnout_distance_km'])} km over ground from the launch point and no higher than {n(x['burnout_height_km'])} km; "
        f"velocity change after that at most {n(x['divert_km_s'])} km/s"
        for x in data["interceptor"]
    )
    flights = "\n".join(
        f"  {f['id']}: from {_places([f['base']])}, and up to {n(f['field_radius_km'])} km about it; burnout {_to(f['burnout_time_s'])} s "
        f"after launch, {_to(f['burnout_height_km'])} km high, {_to(f['burnout_distance_km'])} km out towards the aim turned "
        f"{_range(f['aims'], 6, 7)} degrees eastward, as listed cell by cell, up to {n(f['sideways_km'])} km aside; to any point of "
        f"{_places(f['aims'])}; flight times of {_range(f['aims'], 4, 5)} s, as listed cell by cell"
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
  and on interceptors after theirs, accelerates by at most {earth["perturbation_m_s2"]} m/s^2 at the polar radius,
  and farther out less as the fourth power of the distance, but for the velocity change named above; the Earth turns at {earth["rotation_rad_s"]} rad/s; nothing flies nearer
  to its centre than {earth["polar_radius_m"]} m; while it boosts, a flight is in the hull of its base and
  its burnout point; from its burnout to its end a flight goes the short way: it is always less
  than 90 degrees from the direction midway between its burnout and its end.
Claim's hash: {claim.digest}"""


def n(value: Fraction) -> str:
    return f"{float(value):.10g}"


def _to(pair: Any) -> str:
    return f"{n(pair[0])} to {n(pair[1])}"


def _range(rows: list[list[Fraction]], *columns: int) -> str:
    values = [row[k] for row in rows for k in columns]
    return _to((min(values), max(values)))


def _places(cells: list[list[Fraction]]) -> str:
    def side(k: int, choose: Callable[..., Fraction], letters: str) -> str:
        value = choose(c[k] for c in cells)
        return f"{n(abs(value))} {letters[value < 0]}"

    south, north = side(0, min, "NS"), side(1, max, "NS")
    west, east = side(2, min, "EW"), side(3, max, "EW")
    count = "" if len(cells) == 1 else f"{len(cells)} cells within "
    point = count + (south if south == north else f"{south} to {north}")
    return f"{point}, {west if west == east else f'{west} to {east}'}"
