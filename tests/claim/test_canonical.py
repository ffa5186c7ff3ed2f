"""One line of text for a claim, and a hash of what it says, not of how it is written."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.claim import canonical, claim_hash, parse_claim
from reassure.claim.canonical import decimal_text, normal_form
from tests.claim.files import CANONICAL, WHOLE, data, swapped


def of(text: str, name: str = "my.toml") -> str:
    """The hash of a claim's text."""
    return claim_hash(parse_claim(text.encode(), name))


def test_canonical_line() -> None:
    """Keys in the page's order, no spaces, the shortest numbers."""
    assert canonical(parse_claim(WHOLE.encode(), "my.toml")) == CANONICAL


def test_canonical_line_is_the_same_claim() -> None:
    """Read again it is the same, and its line is the same."""
    claim = parse_claim(swapped("Deveselu", 'Девеселу \\"').encode(), "my.toml")
    again = parse_claim(canonical(claim).encode(), "my.json")
    assert again == claim
    assert canonical(again) == canonical(claim)
    assert "\n" not in canonical(claim)


def reversed_keys(value: object) -> object:
    """The same tables with their keys in the opposite order."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("burnout_s = 100", "burnout_s = 1e2"),
        ("burnout_s = 100", "burnout_s = 100.0"),
        ("burnout_s = 100", "burnout_s = 1_00.000"),
        ("3.986004418e14", "398600441800000"),
        ("7.292115e-5", "0.00007292115"),
        ("keep_above_km = 0", "keep_above_km = -0.0"),
        ("44.07, 44.07,", "44.070, 4407e-2,"),
        ("burnout_time_s", "'burnout_time_s'"),
    ],
)
def test_hash_does_not_see_how_numbers_are_written(old: str, new: str) -> None:
    """Equal numbers, equal hash."""
    assert of(swapped(old, new)) == of(WHOLE)


def test_hash_does_not_see_order_of_keys_or_kind_of_file() -> None:
    """TOML, JSON, and JSON back to front."""
    backwards = json.dumps(reversed_keys(data()), indent=3)
    assert of(CANONICAL, "my.json") == of(backwards, "my.json") == of(WHOLE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("burnout_s = 100", "burnout_s = 100.00000000000001"),
        ("Deveselu", "deveselu"),
        ("1650", "1651"),
        ("-82.0", "-82.5"),
        ("divert_km_s = 0.2", "divert_km_s = 0.20000000000000004"),
    ],
)
def test_hash_sees_every_change(old: str, new: str) -> None:
    """However small."""
    assert of(swapped(old, new)) != of(WHOLE)


def test_hash_by_its_written_rule() -> None:
    """Computed again from exact decimals, without the package."""

    def exact(value: object) -> object:
        if isinstance(value, dict):
            return {key: exact(item) for key, item in value.items()}
        if isinstance(value, list):
            return [exact(item) for item in value]
        return str(value) if isinstance(value, Fraction) else value

    read = json.loads(CANONICAL, parse_float=Fraction, parse_int=Fraction)
    text = json.dumps(exact(read), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert '"burnout_speed_km_s":"9/2"' in text
    assert text == normal_form(parse_claim(WHOLE.encode(), "my.toml"))
    assert of(WHOLE) == hashlib.sha256(text.encode()).hexdigest()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_read_back(number: float) -> None:
    """The same float64, a JSON number, no longer than repr's."""
    text = decimal_text(number)
    assert float(text) == number
    assert float(json.loads(text)) == number
    assert len(text) <= len(repr(number))
    assert not text.endswith(".0")
