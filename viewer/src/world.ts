/** A map of the whole Earth in a page: what it says at the place under the pointer, or at a place that is typed. */

import { packedJson } from "./packed";

/** As src/reassure/report/html/frontier.py writes it. */
interface World {
  /** Where the rows' edges are, down the map from the southernmost; half the map's width in each row; the map's middle. */
  edges: number[];
  halves: number[];
  middle: number;
  columns: number;
  parties: string[];
  unit: string;
  digits: number;
  none: string;
  /** Of all forces, then of each party: a row after the other from the south, in steps of the last digit; -1: none. */
  values: number[][];
}

const degrees = (value: number, ways: string): string => `${Math.abs(value).toFixed(1)}° ${value < 0 ? ways[1] : ways[0]}`;

async function start(): Promise<void> {
  const world = (await packedJson("world-data")) as World;
  const rows = world.halves.length;
  const out = document.getElementById("reading")!;
  const north = document.getElementById("read-latitude") as HTMLInputElement;
  const east = document.getElementById("read-longitude") as HTMLInputElement;
  document.getElementById("reader")!.hidden = false;

  const number = (value: number | undefined): string => (value === undefined || value < 0 ? world.none : `${(value / 10 ** world.digits).toFixed(world.digits)} ${world.unit}`);
  const tell = (row: number, column: number): void => {
    const cell = row * world.columns + column;
    const [all, ...each] = world.values.map((layer) => layer[cell]);
    const first = each.findIndex((value) => value === all);
    const whose = first >= 0 && all !== undefined && all >= 0 ? `, ${world.parties[first]} first` : "";
    const rest = each.map((value, k) => `${world.parties[k]} ${number(value)}`).join("; ");
    const latitude = ((row + 0.5) * 180) / rows - 90;
    const longitude = ((column + 0.5) * 360) / world.columns - 180;
    out.textContent = `${degrees(latitude, "NS")} ${degrees(longitude, "EW")}: ${number(all)}${whose}${rest ? ` (${rest})` : ""}`;
  };
  const typed = (): void => {
    const [latitude, longitude] = [north.valueAsNumber, east.valueAsNumber];
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      out.textContent = "Allowed: latitudes -90 to 90, longitudes -180 to 180.";
      return;
    }
    const row = Math.min(rows - 1, Math.floor(((latitude + 90) * rows) / 180));
    tell(row, Math.floor(((longitude + 180) * world.columns) / 360) % world.columns);
  };
  for (const input of [north, east]) input.addEventListener("input", typed);

  for (const map of document.querySelectorAll<SVGSVGElement>("svg.world")) {
    const read = (event: PointerEvent): void => {
      const matrix = map.getScreenCTM();
      if (!matrix) return;
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const row = world.edges.findIndex((edge) => y > edge) - 1;
      if (row < 0) return;
      const part = (x - world.middle) / world.halves[row]!;
      if (Math.abs(part) < 1) tell(row, Math.floor(((part + 1) * world.columns) / 2));
    };
    map.addEventListener("pointermove", read);
    map.addEventListener("pointerdown", read);
  }
}

void start();
