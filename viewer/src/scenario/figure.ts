/** Figures: a number with its interval, its source, and who differs (src/reassure/catalog/figure.py and used.py). */

import type { FigureUsed } from "../types";
import type { Status, Written } from "./tables";

/** The number itself. */
export const valueOf = (figure: Written): number => (typeof figure === "number" ? figure : figure.value);

/** How far it can be trusted; inferred where it was not written. */
export function trustOf(figure: Written): Status {
  if (typeof figure === "number") return "assumed";
  return figure.status ?? (figure.source ? "found" : "assumed");
}

/** The greatest value that a draw can take: three standard deviations up where there is no interval. */
export function greatestOf(figure: Written): number {
  if (typeof figure === "number") return figure;
  return figure.high ?? figure.value + 3 * (figure.standard_deviation ?? 0);
}

/** The least value that a draw can take. */
export function leastOf(figure: Written): number {
  if (typeof figure === "number") return figure;
  return figure.low ?? figure.value - 3 * (figure.standard_deviation ?? 0);
}

/** A figure as an answer lists it, under its key. What it does not have is left out. */
export function used(key: string, figure: Written): FigureUsed {
  const row: FigureUsed = { key, value: valueOf(figure), status: trustOf(figure), source: "" };
  if (typeof figure === "number") return row;
  row.source = figure.source ?? "";
  if (figure.low !== undefined) [row.low, row.high] = [figure.low, figure.high];
  if (figure.distribution !== undefined) row.distribution = figure.distribution;
  if (figure.standard_deviation !== undefined) row.standard_deviation = figure.standard_deviation;
  if (figure.dissent?.length) row.dissent = figure.dissent.map((d) => ({ value: d.value, who: d.who, source: d.source ?? "" }));
  return row;
}
