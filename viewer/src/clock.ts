/** The moment: a slider over the flights' time, and play. */

import type { App } from "./app";
import { freshId, h } from "./dom";

const RATE = 90; // s of flight for each second of play

/** The slider of the moment, with its words and a button that plays. */
export function clock(app: App): HTMLElement {
  const id = freshId();
  const slider = h("input", {
    id,
    type: "range",
    min: 0,
    max: Math.ceil(app.longest()),
    step: 1,
    value: app.state.choice.time,
    input: () => {
      stop();
      app.state.set({ time: Number(slider.value) }, "time");
    },
  });
  const words = h("output", { for: id, class: "clock-words" });
  const button = h("button", { type: "button", class: "play", click: () => (playing ? stop() : play()) }, "Play");
  let playing = 0;

  function stop(): void {
    cancelAnimationFrame(playing);
    playing = 0;
    button.textContent = "Play";
  }
  function play(): void {
    let last = performance.now();
    // At the end it begins anew.
    let time = app.state.choice.time >= app.longest() ? 0 : app.state.choice.time;
    button.textContent = "Pause";
    const tick = (now: number): void => {
      time = Math.min(app.longest(), time + ((now - last) / 1000) * RATE);
      last = now;
      app.state.set({ time }, "time");
      if (time >= app.longest()) stop();
      else playing = requestAnimationFrame(tick);
    };
    playing = requestAnimationFrame(tick);
  }
  function show(): void {
    const { time } = app.state.choice;
    // Other numbers may have longer flights.
    slider.max = String(Math.ceil(app.longest()));
    slider.value = String(Math.round(time));
    words.textContent = `${clockTime(time)} after the flights’ launch`;
    slider.setAttribute("aria-valuetext", words.textContent);
  }
  app.state.on((part) => (part === "time" || part === "data") && show());
  show();
  return h("div", { class: "clock" }, button, h("label", { for: id, class: "unseen" }, "Time after launch"), slider, words);
}

/** 1,234 s as 20 min 34 s. */
export function clockTime(seconds: number): string {
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
}
