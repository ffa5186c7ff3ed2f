"""What is not modelled, by the key that somebody would try: so that the refusal says why, and not only that."""

from __future__ import annotations

__all__ = ["NOT_MODELLED"]

_SPACE = "space-based interceptors are not modelled"
_BOOST = "intercepts during the boost are not modelled"
_AIR = "airborne interceptors are not modelled"
_BEAM = "directed-energy weapons are not modelled"
_DECOYS = "decoys, and how a seeker tells them from warheads, are not modelled"
_SALVO = "salvo timing is not modelled: each flight is asked of by itself"
_MANY = "several warheads of one missile are not modelled: a flight is one point mass"
_KILL = "the probability of a kill is not modelled: a flight is within reach or it is not"

NOT_MODELLED = {
    **dict.fromkeys(("orbit", "orbits", "satellite", "satellites", "space", "space_based", "constellation"), _SPACE),
    **dict.fromkeys(("boost_phase", "boost_intercept"), _BOOST),
    **dict.fromkeys(("airborne", "aircraft", "air_launched", "drone"), _AIR),
    **dict.fromkeys(("laser", "lasers", "directed_energy", "beam_weapon"), _BEAM),
    **dict.fromkeys(("decoy", "decoys", "chaff", "countermeasures", "penetration_aids"), _DECOYS),
    **dict.fromkeys(("salvo", "salvos", "salvo_interval_s", "shots", "shots_per_target", "shoot_look_shoot"), _SALVO),
    **dict.fromkeys(("mirv", "warheads_per_missile", "reentry_vehicles"), _MANY),
    **dict.fromkeys(("kill_probability", "probability_of_kill", "single_shot_kill_probability", "pk"), _KILL),
}  # fmt: skip
"""What to say of a key. viewer/src/scenario/not_modelled.ts says the same."""
