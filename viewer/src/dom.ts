/** Elements made in one line; text is always text. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | ((event: never) => void)>;

/** An element with its attributes, listeners and children. A function is a listener of the event it is named by;
 *  true is an attribute without a value; what is false, null or undefined is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    // The page's policy refuses a style that is an attribute.
    else if (name === "style") element.style.cssText = String(value);
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return element;
}

let lastId = 0;
/** An id that no other element of the page has, to tie a label to its field. */
export const freshId = (): string => `r${++lastId}`;

/** A labelled drop-down. */
export function choice(
  label: string,
  options: [string, string][],
  value: string,
  chosen: (value: string) => void,
): HTMLElement {
  const id = freshId();
  const select = h(
    "select",
    { id, change: () => chosen(select.value) },
    ...options.map(([v, words]) => h("option", { value: v, selected: v === value }, words)),
  );
  return h("span", { class: "control" }, h("label", { for: id }, label), select);
}

/** A labelled switch. */
export function toggle(label: string, on: boolean, changed: (on: boolean) => void): HTMLElement {
  const box = h("input", { type: "checkbox", checked: on, change: () => changed(box.checked) });
  return h("label", { class: "toggle" }, box, label);
}

/** Whether the page shows its dark theme. */
export const isDark = (): boolean => document.documentElement.dataset.theme === "dark";

/** A colour of the style sheet, by its name. */
export const ink = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Hand a file to the reader. */
export function saved(name: string, content: Blob): void {
  const link = h("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  // The browser reads the object after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A button that copies a text. Where the browser does not let it, it selects the element that shows the text. `words`: what the
 *  button is called, if that is more than is on it. */
export function copying(text: string, shown: HTMLElement, words?: string): HTMLButtonElement {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection()?.selectAllChildren(shown);
      button.textContent = "Selected: copy it";
    }
  };
  const button = h("button", { type: "button", ...(words ? { "aria-label": words } : {}), click: () => void copy() }, "Copy");
  return button;
}

/** Draw now and whenever the element's width changes. */
export function onWidth(element: HTMLElement, draw: () => void): void {
  let last = -1;
  new ResizeObserver(() => {
    // Also called when the height changes, as drawing itself makes it.
    if (Math.abs(element.clientWidth - last) < 1) return;
    last = element.clientWidth;
    requestAnimationFrame(draw);
  }).observe(element);
}

/** A box that scrolls sideways, with words that say so while there is more to see. */
export function sideways(box: HTMLElement): HTMLElement {
  const hint = h("p", { class: "more", "aria-hidden": "true" }, "More to the right: scroll sideways →");
  const outer = h("div", { class: "sideways" }, hint, box);
  const look = (): void => void outer.classList.toggle("wider", box.scrollWidth > box.clientWidth + 2);
  new ResizeObserver(look).observe(box);
  // What is inside may grow without the box.
  new MutationObserver(look).observe(box, { childList: true, subtree: true });
  box.addEventListener("scroll", () => outer.classList.toggle("ended", box.scrollLeft + box.clientWidth > box.scrollWidth - 4), { passive: true });
  look();
  return outer;
}

/** Draw once after a burst of calls is over. */
export function calmly(draw: () => void, ms = 90): () => void {
  let pending = 0;
  return () => {
    clearTimeout(pending);
    pending = window.setTimeout(draw, ms);
  };
}
