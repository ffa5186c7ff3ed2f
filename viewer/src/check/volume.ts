/** Where interceptors burn out: the boost volume (guarantee.md, section 10). */
import {
  Ball, Vec, abs, add, add3, div, exact, into, min, mul, norm, root, sqr, sub, times, turn, vscale, vx, vy, dot, cross,
} from './ball';
import { Cell, Earth, GROUND, SLOPE, cellOf } from './earth';

export interface Volume {
  /** Middle, axis (a unit vector along it), and the launch cell's half sides: Earth-fixed. */
  X: Vec; axis: Vec; north: Vec; east: Vec;
  disc: Ball; half: Ball; ball: Ball; reach: Ball; radius: Ball; offAxis: Ball;
  size: Ball;
}

/** The volume for launch points of a cell; distances in metres. */
export function volumeOf(
  w: Earth, south: number, north: number, west: number, east: number, distance: Ball, height: Ball,
): Volume {
  const cell: Cell = cellOf(w, south, north, west, east, null, null);
  const a = div(distance, exact(GROUND));
  const AH = add(w.A, height);
  const disc = mul(AH, a);                                     // (58)
  const drop = times(mul(AH, sqr(a)), 0.5);                    // (58)
  const halfHeight = times(add(height, drop), 0.5);            // (58)
  const R = norm(cell.centre);
  const axis = vscale(cell.centre, div(exact(1), R));
  const along = add(R, times(sub(height, drop), 0.5));
  const X = vscale(axis, along);
  const ball = add3(cell.bend, times(a, SLOPE), mul(add3(height, drop, disc), cell.angle));   // (59)
  const ground = root(add(sqr(cell.northSize), sqr(cell.eastSize)));
  const reach = add3(root(add(sqr(disc), sqr(halfHeight))), ground, ball);                     // (59)
  const radius = min(add(along, reach), AH);                                                   // (60)
  const fromAxis = add(root(add(sqr(vx(X)), sqr(vy(X)))), reach);
  return {
    X, axis, north: cell.north, east: cell.east, disc, half: halfHeight, ball, reach, radius,
    offAxis: min(fromAxis, radius), size: along,
  };
}

/** The same volume turned by an angle about the Earth's axis, in the axes e1, e2, e3. */
export function turned(V: Volume, c: Ball, s: Ball, frame: [Vec, Vec, Vec] | null): Volume {
  const go = (a: Vec): Vec => {
    const b = turn(a, c, s);
    return frame ? into(b, frame[0], frame[1], frame[2]) : b;
  };
  return { ...V, X: go(V.X), axis: go(V.axis), north: go(V.north), east: go(V.east) };
}

/** How far burnouts are from the middle along e (any vector: |e| times that), section 10. */
export function extentAlong(V: Volume, e: Vec): Ball {
  const along = abs(dot(e, V.axis)), across = norm(cross(e, V.axis));
  const cell = add(abs(dot(e, V.north)), abs(dot(e, V.east)));
  return add(add3(mul(across, V.disc), mul(along, V.half), cell), mul(norm(e), V.ball));
}
