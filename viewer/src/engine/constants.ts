/** Constants of the Earth, in SI units; stands beside reassure/earth/constants.py, which names the document of each. */

export const GRAVITATIONAL_PARAMETER = 3.986004418e14; // mu, m^3/s^2
export const ROTATION_RATE = 7.292115e-5; // omega, rad/s
export const EQUATORIAL_RADIUS = 6378137.0; // a, m
export const FLATTENING = 1 / 298.257223563;
export const POLAR_RADIUS = EQUATORIAL_RADIUS * (1 - FLATTENING); // m

export const RADIANS = Math.PI / 180; // in a degree
