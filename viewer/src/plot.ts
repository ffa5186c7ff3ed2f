/** Observable Plot under the page's policy: charts without a style element of their own, which the page's policy would refuse.
 *  Their style is in style.css. */

import * as Plot from "@observablehq/plot";

export * from "@observablehq/plot";

/** A chart, as Plot's `plot` makes it. */
export function plot(options: Plot.PlotOptions): (SVGSVGElement | HTMLElement) & Plot.Plot {
  const made = Plot.plot(options);
  made.querySelectorAll("style").forEach((element) => element.remove());
  return made;
}
