/** Hands on a scene: drag to turn, wheel or pinch to come nearer, arrow keys, a click to choose a flight. */

import type { App } from "./app";
import { placeWords } from "./data";
import { h } from "./dom";
import { nearest, signed } from "./rounding";
import { GLOBE, type Scene } from "./scene";

/** Something on the scene that can be dragged: takes the place under the pointer. */
export interface Handle {
  at: () => [number, number] | null; // where it stands (latitude, longitude)
  to: (latitude: number, longitude: number) => void;
}

/** A longitude in degrees from -180 to 180. */
const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;
/** As finely as the address bar holds it: a link shows the same picture. */
const held = (value: number): number => Math.round(value * 100) / 100;
const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Let the pointer and the keys move a scene's eye, choose flights, and drag the handle. */
export function followPointer(scene: Scene, app: App, handle: Handle | null): void {
  const { canvas, eye } = scene;
  for (const key of ["latitude", "longitude", "zoom"] as const) eye[key] = held(eye[key]);
  const start = { ...eye };
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0; // px that the pointer has gone since it was pressed
  let holding = false; // the handle is dragged

  const turn = (dx: number, dy: number): void => {
    // A drag over the globe's radius turns it by 90 degrees.
    const degrees = 90 / (canvas.clientWidth * GLOBE * eye.zoom);
    eye.longitude = held(wrapped(eye.longitude - dx * degrees));
    eye.latitude = held(within(eye.latitude + dy * degrees, -90, 90));
    scene.move();
  };
  const zoom = (factor: number): void => {
    eye.zoom = held(within(eye.zoom * factor, 0.7, 12));
    scene.move();
  };
  const inside = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const overHandle = (p: { x: number; y: number }): boolean => {
    const place = handle?.at();
    if (!place) return false;
    const s = scene.projectPlace(place[0], place[1]);
    return !s.hidden && Math.hypot(s.x - p.x, s.y - p.y) < 16; // px: a finger's width
  };

  // Values at the pointer: the place, and the flight whose line passes there.
  const tip = h("div", { class: "tip", hidden: true });
  canvas.parentElement?.append(tip);
  const tell = (p: { x: number; y: number }): void => {
    const place = scene.placeAt(p.x, p.y);
    const i = app.state.choice.layers.flights ? scene.flightAt(p.x, p.y) : -1;
    tip.hidden = !place && i < 0;
    if (tip.hidden) return;
    tip.replaceChildren(...(i < 0 ? [] : flightWords(app, i).map((line, k) => h(k ? "span" : "b", {}, line))), ...(place ? [h("small", {}, placeWords(place[0], place[1], 1))] : []));
    // Beside the pointer, on the side where there is room.
    const right = p.x < canvas.clientWidth / 2;
    tip.style.left = right ? `${p.x + 14}px` : "auto";
    tip.style.right = right ? "auto" : `${canvas.clientWidth - p.x + 14}px`;
    tip.style.top = `${p.y + 12}px`;
  };
  const hide = (): void => void (tip.hidden = true);
  for (const event of ["pointerleave", "pointerdown", "wheel"]) canvas.addEventListener(event, hide, { passive: true });

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const p = inside(event);
    fingers.set(event.pointerId, p);
    moved = 0;
    holding = fingers.size === 1 && overHandle(p);
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    const p = inside(event);
    if (!last) {
      canvas.style.cursor = overHandle(p) ? "move" : "grab";
      if (event.pointerType === "mouse") tell(p);
      return;
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.hypot(p.x - last.x, p.y - last.y);
    if (other) {
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      zoom(Math.hypot(p.x - other.x, p.y - other.y) / Math.max(1, before));
    } else if (holding) {
      const place = scene.placeAt(p.x, p.y);
      if (place && moved > 3) handle!.to(place[0], place[1]); // a press that trembles moves nothing
    } else turn(p.x - last.x, p.y - last.y);
    fingers.set(event.pointerId, p);
  });
  const release = (event: PointerEvent): void => {
    const p = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    // A click, and not the end of a drag.
    if (event.type !== "pointerup" || !p || moved > 4 || holding) return;
    const flight = scene.flightAt(p.x, p.y);
    if (flight >= 0) app.state.set({ flight }, "flight");
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener(
    "wheel",
    (event) => {
      // the page scrolls unless the picture is being worked with
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * 0.0015));
    },
    { passive: false },
  );
  canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
  canvas.addEventListener("keydown", (event) => {
    const px = event.shiftKey ? 60 : 15;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => turn(px, 0),
      ArrowRight: () => turn(-px, 0),
      ArrowUp: () => turn(0, px),
      ArrowDown: () => turn(0, -px),
      "+": () => zoom(1.15),
      "=": () => zoom(1.15),
      "-": () => zoom(1 / 1.15),
      Home: () => {
        Object.assign(eye, start);
        scene.move();
      },
    };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

/** A flight at the pointer: its name, its margin and against whom, and the meeting. */
function flightWords(app: App, i: number): string[] {
  const { view } = app;
  const d = app.against(i);
  const { margin, intercept } = view.pairs[d];
  const out = !(margin[i] <= 0);
  return [
    view.name(i),
    `${view.raw.deployments[d].name}: ${Number.isNaN(margin[i]) ? view.raw.pairs.reasons[view.pairs[d].reason[i]] || "no arc meets it" : `margin ${signed(margin[i])} km/s, ${out ? "out of reach" : "could reach it"}`}`,
    ...(Number.isNaN(intercept[i]) ? [] : [`${out ? "with the speed it needs it would meet it" : "meeting it"} ${nearest(intercept[i])} s after the flight’s launch`]),
  ];
}
