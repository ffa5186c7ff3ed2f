/** What is not modelled, by the key that somebody would try (src/reassure/catalog/not_modelled.py). */

const SAID: [string, string[]][] = [
  ["space-based interceptors are not modelled", ["orbit", "orbits", "satellite", "satellites", "space", "space_based", "constellation"]],
  ["intercepts during the boost are not modelled", ["boost_phase", "boost_intercept"]],
  ["airborne interceptors are not modelled", ["airborne", "aircraft", "air_launched", "drone"]],
  ["directed-energy weapons are not modelled", ["laser", "lasers", "directed_energy", "beam_weapon"]],
  ["decoys, and how a seeker tells them from warheads, are not modelled", ["decoy", "decoys", "chaff", "countermeasures", "penetration_aids"]],
  ["salvo timing is not modelled: each flight is asked of by itself", ["salvo", "salvos", "salvo_interval_s", "shots", "shots_per_target", "shoot_look_shoot"]],
  ["several warheads of one missile are not modelled: a flight is one point mass", ["mirv", "warheads_per_missile", "reentry_vehicles"]],
  ["the probability of a kill is not modelled: a flight is within reach or it is not", ["kill_probability", "probability_of_kill", "single_shot_kill_probability", "pk"]],
];

/** What to say of a key. */
export const NOT_MODELLED = new Map(SAID.flatMap(([said, keys]) => keys.map((key): [string, string] => [key, said])));
