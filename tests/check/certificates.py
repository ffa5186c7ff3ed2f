"""A claim, certificates about it that need no prover to be made, and claims and files that differ from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reassure_check.claim import parse

CLAIM: dict[str, Any] = {
    "format": "reassure-claim/3",
    "title": "Deveselu against Kozelsk, two cells",
    "earth": {
        "mu_m3_s2": 3.986004418e14,
        "rotation_rad_s": 7.292115e-5,
        "equatorial_radius_m": 6378137,
        "polar_radius_m": 6356752.3142,
        "perturbation_m_s2": 0.033,
        "keep_above_km": 0,
    },
    "interceptor": [
        {
            "id": "deveselu",
            "places": [[44.07, 44.07, 24.42, 24.42]],
            "earliest_burnout_s": 100,
            "burnout_speed_km_s": 4.0,
            "divert_km_s": 0.2,
            "burnout_distance_km": 150,
            "burnout_height_km": 150,
        }
    ],
    "flights": [
        {
            "id": "kozelsk",
            "base": [54.03, 54.03, 35.77, 35.77],
            "field_radius_km": 40,
            "burnout_time_s": [170, 180],
            "burnout_height_km": [180, 220],
            "burnout_distance_km": [500, 600],
            "sideways_km": 5,
            "aims": [
                [40, 41, -76, -74, 1720, 1760, 7.2, 7.4],
                [46, 48, -122, -120, 1800, 1830, 7.5, 7.6],
            ],
        }
    ],
    "clause": [{"interceptor": "deveselu", "flights": "kozelsk"}],
}
STAY = "stay 0 1177"
# of both rows, as the prover found them: the free flight's tree, and the boost's
TREES = (
    (
        "F1847437,-4387857,4114766;001c100L0LLcL0A-1622113,-4381016,7186985;ELGLEE",
        "L",
    ),
    ("F-1416430,-3782607,5224472;001c1ccL0LLELGLEE", "L"),
)
LEAVES = sum(tree.count(letter) for trees in TREES for tree in trees for letter in "LEAGB")
COAST, BOOST = TREES[0]


def changed(change: Callable[[dict[str, Any]], Any], claim: dict[str, Any] = CLAIM) -> str:
    """The claim's text after a change."""
    copy = json.loads(json.dumps(claim))
    change(copy)
    return json.dumps(copy)


def certificate(*body: str, text: str = "", version: int = 3) -> list[str]:
    """The lines of a certificate: this body, or how long an interceptor stays up and a proof for each row of aims."""
    text = text or json.dumps(CLAIM)
    rows = [f"proof 0 {aim} {' '.join(trees)}" for aim, trees in enumerate(TREES)]
    lines = list(body) or [STAY, *rows, "end 3"]
    return [f"reassure-certificate/{version}", text, f"sha256 {parse(text).digest}", *lines]


def write(path: Path, lines: list[str]) -> str:
    """The file's name."""
    path.write_text("".join(f"{line}\n" for line in lines))
    return str(path)
