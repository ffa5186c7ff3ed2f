/** The picture of the Earth: a globe with heights, or a map without; on a canvas. */

import {
  geoAzimuthalEquidistant,
  geoGraticule10,
  geoOrthographic,
  geoPath,
  type GeoPath,
  type GeoPermissibleObjects,
  type GeoProjection,
} from "d3-geo";
import type { Vector } from "./arc";
import type { App } from "./app";
import { Backdrop } from "./backdrop";
import { ink, isDark } from "./dom";
import { RADIANS } from "./engine/constants";
import { GROUND_RADIUS_KM, LONGEST_STEP, bends, drawn, flat, flatStep, lookingAt, seen, type Look, type Seen } from "./geometry";
import { labels } from "./labels";
import { SvgPen, type Pen } from "./pen";
import { names, placed, placesOf, symbol, type Box } from "./places";
import { circle, ring } from "./rings";
import { colour } from "./scale";

export type Kind = "globe" | "map";

/** Where the eye is: over which place, and how near (1: all of it fits). */
export interface Eye {
  latitude: number;
  longitude: number;
  zoom: number;
}

/** Radius of the globe in widths of its picture: flights rise above it. */
export const GLOBE = 0.4;

export class Scene {
  private look: Look = lookingAt(0, 0);
  private readonly canvasContext: CanvasRenderingContext2D;
  private context: Pen;
  private size = 0; // css px, square
  private centre = 0;
  private scale = 1; // css px for an Earth radius (globe) or a radian (map)
  private pending = 0;
  private settle = 0;
  private moving = false;
  private readonly backdrops = { moving: new Backdrop(), resting: new Backdrop() };

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly kind: Kind,
    readonly app: App,
    readonly eye: Eye,
    readonly edge: number, // radians of arc that the map goes from its middle
  ) {
    this.context = this.canvasContext = canvas.getContext("2d", { alpha: false })!;
    new ResizeObserver(() => this.resize()).observe(canvas);
    app.state.on((part) => {
      if (part === "theme") this.draw(); // paper does not wait
      else if (part === "data" || part === "time") this.move(); // nor does the hand
      else this.ask();
    });
  }

  private resize(): void {
    const size = Math.round(this.canvas.clientWidth);
    if (!size) return;
    // No more than two pixels to a CSS pixel: finer is not seen, and takes longer to draw.
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.size = size;
    this.canvas.width = this.canvas.height = Math.round(size * ratio);
    this.canvasContext.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.draw();
  }

  /** Draw at the next frame. */
  ask(): void {
    if (!this.pending) this.pending = requestAnimationFrame(() => this.draw());
  }

  /** Draw coarsely while the picture moves, finely once it rests. */
  move(): void {
    this.moving = true;
    clearTimeout(this.settle);
    this.settle = window.setTimeout(() => {
      this.moving = false;
      this.ask();
    }, 160);
    this.ask();
  }

  /** Place under a point of the canvas (css px); null off the Earth. */
  placeAt(x: number, y: number): [number, number] | null {
    const back = this.projection().invert?.([x, y]);
    if (!back || back.some(Number.isNaN)) return null;
    // The projection's inverse takes a point off the disc to its edge: it counts where it comes back to itself.
    const s = this.project(drawn(back[1], back[0]));
    return !s.hidden && Math.hypot(s.x - x, s.y - y) < 2 ? [back[1], back[0]] : null;
  }

  /** Point of the canvas (css px) where a drawn point stands. */
  project(p: Vector): Seen {
    const s = this.kind === "globe" ? seen(this.look, p) : flat(this.look, p, this.edge);
    return { x: this.centre + this.scale * s.x, y: this.centre - this.scale * s.y, hidden: s.hidden };
  }

  projectPlace(latitude: number, longitude: number): Seen {
    return this.project(drawn(latitude, longitude));
  }

  /** The shown flight whose line passes nearest to a point of the canvas, within 9 px; -1: none. */
  flightAt(x: number, y: number): number {
    let [best, nearest] = [-1, 9];
    const { points, first } = this.app.tracks;
    for (const i of this.app.drawn) {
      let last: Seen | null = null;
      let before: Vector | null = null;
      for (let k = first[i]; k < first[i + 1]; k++) {
        const p: Vector = [points[3 * k], points[3 * k + 1], points[3 * k + 2]];
        for (const s of [...(before ? this.between(before, p) : []), this.project(p)]) {
          if (last && !s.hidden && !last.hidden) {
            const d = fromSegment(x, y, last, s);
            if (d < nearest) [best, nearest] = [i, d];
          }
          last = s;
        }
        before = p;
      }
    }
    return best;
  }

  /** Where a line bends between two of its points: none on the globe, and none where they are close on the map. Near the
   *  antipode of the map's middle a short way on the ground is a long one on the map, and no straight one. */
  private between(a: Vector, b: Vector): Seen[] {
    return this.kind === "globe" ? [] : bends(a, b, flatStep(this.look, a, b)).map((p) => this.project(p));
  }

  private projection(): GeoProjection {
    const p = this.kind === "globe" ? geoOrthographic().clipAngle(90) : geoAzimuthalEquidistant().clipAngle(this.edge / RADIANS);
    return p
      .rotate([-this.eye.longitude, -this.eye.latitude])
      .scale(this.scale)
      .translate([this.centre, this.centre])
      // Px that a drawn curve may be off its great circle.
      .precision(this.moving ? 1.5 : 0.5);
  }

  draw(): void {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    if (!this.size) return;
    this.paint();
    this.canvas.dataset.drawn = String(Number(this.canvas.dataset.drawn ?? 0) + 1);
    document.documentElement.dataset.pictured ??= performance.now().toFixed(0);
  }

  /** The picture as it stands, as an SVG file: the same strokes. */
  svg(): string {
    const pen = new SvgPen(this.canvasContext, this.size);
    this.context = pen;
    try {
      this.paint();
    } finally {
      this.context = this.canvasContext;
    }
    return pen.text(this.app.view.raw.title);
  }

  private paint(): void {
    const { eye, context: c, app } = this;
    this.look = lookingAt(eye.latitude, eye.longitude);
    this.centre = this.size / 2;
    // The map's edge is 0.485 widths from its middle, so that its rim is seen.
    const fit = this.kind === "globe" ? GLOBE : 0.485 / this.edge;
    this.scale = this.size * fit * eye.zoom;
    const projection = this.projection();
    const path = geoPath(projection, c as CanvasRenderingContext2D); // of which it uses what a Pen has
    c.lineJoin = c.lineCap = "round";
    this.backdrop(path);
    this.areas(path);
    if (app.state.choice.layers.flights) this.flights();
    if (app.state.choice.layers.intercepts) this.meetings();
    this.dots();
    this.chosen();
    this.overlay(path);
    const places = placesOf(this.app, (p) => this.project(p));
    // Names of places keep their room; countries and seas take what is left, and lie below.
    const taken: Box[] = [];
    const boxes = placed(c, places, taken, this.size);
    const degree = this.scale * RADIANS; // px
    labels(c, app.ground?.labels ?? [], taken, new Set(places.map((p) => p.name)), degree, this.size, this.scale * (this.kind === "globe" ? 1 : this.edge), (p) => this.project(p));
    for (const place of places) symbol(c, place);
    names(c, places, boxes);
  }

  private fill(path: GeoPath, object: GeoPermissibleObjects, name: string): void {
    this.context.beginPath();
    path(object);
    this.context.fillStyle = ink(name);
    this.context.fill();
  }

  private line(path: GeoPath, object: GeoPermissibleObjects, style: string, width = 1, dash: number[] = []): void {
    const c = this.context;
    c.beginPath();
    path(object);
    c.strokeStyle = style;
    c.lineWidth = width;
    c.setLineDash(dash);
    c.stroke();
    c.setLineDash([]);
  }

  /** The ground, as it was drawn before where nothing of it has changed. A file has it in strokes. */
  private backdrop(path: GeoPath): void {
    const { app, canvas, eye, moving } = this;
    if (this.context !== this.canvasContext) return this.ground(path);
    const key = [canvas.width, this.size, eye.latitude, eye.longitude, eye.zoom, isDark(), moving ? app.ground : app.fineGround];
    this.backdrops[moving ? "moving" : "resting"].put(this.canvasContext, key, () => this.ground(path));
  }

  private ground(path: GeoPath): void {
    const c = this.context;
    c.fillStyle = ink("space");
    c.fillRect(0, 0, this.size, this.size);
    this.fill(path, { type: "Sphere" }, "sea");
    const ground = this.moving ? this.app.ground : this.app.fineGround;
    if (ground) {
      this.fill(path, ground.land, "land");
      this.line(path, ground.borders, ink("border"), 0.6);
    }
    this.line(path, geoGraticule10(), ink("graticule"), 0.5);
    this.line(path, { type: "Sphere" }, ink("rim"), 1);
  }

  private areas(path: GeoPath): void {
    const c = this.context;
    const { theatre, deployments, footprints } = this.app.view.raw;
    const { deployment, layers } = this.app.state.choice;
    if (!theatre) return;
    if (layers.footprints && footprints.length) this.footprints();
    if (layers.radars)
      for (const radar of theatre.radars)
        for (const { rim, holes } of radar.coverage ?? []) {
          const area = ring(rim, holes);
          c.globalAlpha = 0.08;
          this.fill(path, area, "radar");
          c.globalAlpha = 1;
          this.line(path, area, ink("radar"), 1);
        }
    for (const area of theatre.areas) {
      if (area.rim.length < 3 || area.kind === "base") continue;
      const mine = area.kind === "aim" || deployment < 0 || deployments[deployment].id === area.id;
      const name = area.kind === "aim" ? "aim" : "site";
      c.globalAlpha = mine ? 0.13 : 0.05;
      this.fill(path, ring(area.rim, area.holes), name);
      c.globalAlpha = mine ? 0.9 : 0.35;
      this.line(path, ring(area.rim, area.holes), ink(name), 1, area.kind === "aim" ? [4, 3] : []);
      c.globalAlpha = 1;
    }
    if (layers.reach && deployment >= 0) {
      const reach = theatre.reach_km[deployment];
      const from = this.app.chosen?.arc?.site ?? this.app.view.raw.pairs.sites[deployment]?.[0];
      if (reach !== null && from) this.line(path, circle(from, reach), ink("site"), 1.4, [6, 4]);
    }
  }

  /** Cells of footprints: covered ones, and those within the missile's range that are not. */
  private footprints(): void {
    const c = this.context;
    c.globalAlpha = 0.34;
    for (const f of this.app.view.raw.footprints) {
      const half = Math.max(1.5, (0.75 * f.cell_km * this.scale) / GROUND_RADIUS_KM); // a little over half: no gaps
      for (const covered of [false, true]) {
        c.beginPath();
        f.kind.forEach((kind, k) => {
          if ((f.kinds[kind] === "covered") !== covered) return;
          const s = this.project(drawn(f.place![2 * k] / 1e3, f.place![2 * k + 1] / 1e3));
          if (!s.hidden) c.rect(s.x - half, s.y - half, 2 * half, 2 * half);
        });
        c.fillStyle = ink(covered ? "covered" : "uncovered");
        c.fill(); // one fill for all: cells that overlap do not darken one another
      }
    }
    c.globalAlpha = 1;
  }

  /** All shown flights as lines, one stroke for each colour and some hundred flights. */
  private flights(): void {
    const { context: c, app, look, centre, scale } = this;
    const { points, first } = app.tracks;
    const [r, u, e] = look;
    const globe = this.kind === "globe";
    const dark = isDark();
    const many = app.drawn.length;
    c.lineWidth = this.moving ? 1 : many > 1000 ? 0.7 : 1.1;
    const stride = this.moving ? 2 : 1;
    c.globalAlpha = Math.max(0.2, Math.min(0.8, 10 / Math.sqrt(many + 1) ** 1.1)); // about as much ink however many there are
    let begun = -1;
    let inPath = 0;
    for (const i of app.drawn) {
      const step = app.steps[i];
      // Long paths are slow to stroke.
      if (step !== begun || inPath > 200) {
        if (begun >= 0) c.stroke();
        c.beginPath();
        c.strokeStyle = colour(step, dark);
        begun = step;
        inPath = 0;
      }
      inPath++;
      let pen = false;
      let [lastX, lastY] = [0, 0]; // radians on the map
      for (let k = first[i]; k < first[i + 1]; k += stride) {
        const o = 3 * k;
        const [px, py, pz] = [points[o], points[o + 1], points[o + 2]];
        let x = r[0] * px + r[1] * py + r[2] * pz;
        let y = u[0] * px + u[1] * py + u[2] * pz;
        const z = e[0] * px + e[1] * py + e[2] * pz;
        if (globe) {
          if (z < 0 && x * x + y * y < 1) {
            pen = false;
            continue;
          }
        } else {
          const s = Math.hypot(x, y);
          const arc = Math.atan2(s, z);
          if (arc > this.edge) {
            pen = false;
            continue;
          }
          x *= arc / s;
          y *= arc / s;
          const far = k > first[i] ? Math.hypot(x - lastX, y - lastY) : 0;
          [lastX, lastY] = [x, y];
          if (pen && far > LONGEST_STEP) {
            const q = o - 3 * stride;
            for (const spot of bends([points[q], points[q + 1], points[q + 2]], [px, py, pz], far)) {
              const at = this.project(spot);
              if (at.hidden) pen = false;
              else if (pen) c.lineTo(at.x, at.y);
              else c.moveTo(at.x, at.y), (pen = true);
            }
          }
        }
        if (pen) c.lineTo(centre + scale * x, centre - scale * y);
        else c.moveTo(centre + scale * x, centre - scale * y);
        pen = true;
      }
    }
    if (begun >= 0) c.stroke();
    c.globalAlpha = 1;
  }

  /** Where the ideal interceptor meets flights within reach. */
  private meetings(): void {
    const { context: c, app } = this;
    const { deployment } = app.state.choice;
    if (deployment < 0) return;
    const dark = isDark();
    for (const i of app.drawn) {
      if (app.steps[i] > 2) continue; // out of reach: steps 0 to 2 are margins up to 0
      const p = app.tracks.meeting(deployment, i);
      if (!p) continue;
      const s = this.project(p);
      if (s.hidden) continue;
      c.strokeStyle = colour(app.steps[i], dark);
      c.lineWidth = 1.2;
      c.beginPath();
      c.moveTo(s.x - 3, s.y - 3);
      c.lineTo(s.x + 3, s.y + 3);
      c.moveTo(s.x - 3, s.y + 3);
      c.lineTo(s.x + 3, s.y - 3);
      c.stroke();
    }
  }

  /** Where the shown flights are at the moment of the slider. */
  private dots(): void {
    const { context: c, app } = this;
    const { time, layers } = app.state.choice;
    if (!layers.flights || !(time > 0)) return;
    const dark = isDark();
    for (const i of app.shown) {
      const p = app.tracks.at(i, time);
      if (!p) continue;
      const s = this.project(p);
      if (s.hidden) continue;
      c.fillStyle = colour(app.steps[i], dark);
      c.fillRect(s.x - 1.25, s.y - 1.25, 2.5, 2.5);
    }
  }

  private polyline(count: number, point: (k: number) => Vector): void {
    const c = this.context;
    c.beginPath();
    let pen = false;
    for (let k = 0; k < count; k++)
      for (const s of [...(k > 0 ? this.between(point(k - 1), point(k)) : []), this.project(point(k))]) {
        if (s.hidden) pen = false;
        else if (pen) c.lineTo(s.x, s.y);
        else {
          c.moveTo(s.x, s.y);
          pen = true;
        }
      }
    c.stroke();
  }

  /** What the page draws over the picture: a leaf's box. */
  private overlay(path: GeoPath): void {
    const { overlay } = this.app;
    if (!overlay) return;
    const c = this.context;
    for (const { rim, ink: name } of overlay.rings) {
      c.globalAlpha = 0.25;
      this.fill(path, ring(rim), name);
      c.globalAlpha = 1;
      this.line(path, ring(rim), ink(name), 2);
    }
    for (const { points, ink: name, width, dash } of overlay.lines)
      for (const [wide, style] of [[width + 2.4, ink("halo")], [width, ink(name)]] as const) {
        c.lineWidth = wide;
        c.strokeStyle = style;
        c.setLineDash(dash);
        this.polyline(points.length, (k) => points[k]);
        c.setLineDash([]);
      }
  }

  /** The chosen flight, the interceptor's arc to it, and both at the moment. */
  private chosen(): void {
    const { context: c, app } = this;
    if (!app.chosen) return;
    const { track, arc } = app.chosen;
    const style = colour(app.steps[app.state.choice.flight], isDark());
    const halo = ink("halo");
    const draw = (width: number, over: string): void => {
      c.lineWidth = width;
      c.strokeStyle = over;
    };
    draw(5, halo);
    this.polyline(track.count, (k) => track.point(k));
    draw(2.6, style);
    this.polyline(track.count, (k) => track.point(k));
    if (arc) {
      draw(4.5, halo);
      this.polyline(arc.count, (k) => arc.point(k));
      draw(2.2, ink("interceptor"));
      c.setLineDash([5, 4]);
      this.polyline(arc.count, (k) => arc.point(k));
      c.setLineDash([]);
      this.mark(arc.point(arc.count - 1), 4.5, "transparent", ink("interceptor"));
    }
    const { time } = app.state.choice;
    if (time > 0) {
      this.mark(track.at(time), 4.5, style, halo);
      this.mark(arc?.at(time) ?? null, 4, ink("interceptor"), halo);
    }
  }

  private mark(p: Vector | null, radius: number, fill: string, stroke: string): void {
    if (!p) return;
    const s = this.project(p);
    if (s.hidden) return;
    const c = this.context;
    c.beginPath();
    c.arc(s.x, s.y, radius, 0, 2 * Math.PI);
    if (fill !== "transparent") {
      c.fillStyle = fill;
      c.fill();
    }
    c.lineWidth = 1.6;
    c.strokeStyle = stroke;
    c.stroke();
  }
}

/** Distance in px of a point from the segment between two drawn points. */
function fromSegment(x: number, y: number, a: Seen, b: Seen): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const u = length ? Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length)) : 0;
  return Math.hypot(x - a.x - u * dx, y - a.y - u * dy);
}
