/** What the pictures are drawn with: a canvas, or the same strokes as SVG. */

/** What of a canvas's context the pictures use. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "arc" | "beginPath" | "bezierCurveTo" | "closePath" | "fill" | "fillRect" | "fillStyle" | "fillText" | "font" | "globalAlpha" | "lineCap" | "lineJoin" | "lineTo" | "lineWidth"
  | "measureText" | "moveTo" | "rect" | "setLineDash" | "stroke" | "strokeStyle" | "strokeText" | "textBaseline"
>;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Strokes, fills and words as the elements of an SVG: the picture's own drawing code writes a file. */
export class SvgPen implements Pen {
  fillStyle: CanvasFillStrokeStyles["fillStyle"] = "#000";
  strokeStyle: CanvasFillStrokeStyles["strokeStyle"] = "#000";
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "round";
  lineCap: CanvasLineCap = "round";
  font = "11px sans-serif";
  textBaseline: CanvasTextBaseline = "alphabetic";
  private path: string[] = [];
  private dash: number[] = [];
  private readonly parts: string[] = [];

  /** `rule`: a context that knows how wide words are. */
  constructor(private readonly rule: CanvasRenderingContext2D, private readonly size: number) {}

  /** The whole file. */
  text(title: string): string {
    const s = this.size;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${s}" height="${s}" viewBox="0 0 ${s} ${s}" stroke-linejoin="round" stroke-linecap="round"><title>${escaped(title)}</title>${this.parts.join("")}</svg>`;
  }

  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.path.push(`M${px(x)} ${px(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.path.push(`L${px(x)} ${px(y)}`);
  }
  bezierCurveTo(a: number, b: number, c: number, d: number, x: number, y: number): void {
    this.path.push(`C${px(a)} ${px(b)} ${px(c)} ${px(d)} ${px(x)} ${px(y)}`);
  }
  closePath(): void {
    this.path.push("Z");
  }
  rect(x: number, y: number, w: number, h: number): void {
    this.path.push(`M${px(x)} ${px(y)}h${px(w)}v${px(h)}h${px(-w)}Z`);
  }
  arc(x: number, y: number, r: number, from: number, to: number): void {
    const end = (angle: number): string => `${px(x + r * Math.cos(angle))} ${px(y + r * Math.sin(angle))}`;
    const whole = Math.abs(to - from) > 6.28;
    const middle = whole ? from + Math.PI : to;
    this.path.push(`M${end(from)}A${px(r)} ${px(r)} 0 0 1 ${end(middle)}${whole ? `A${px(r)} ${px(r)} 0 0 1 ${end(to)}` : ""}`);
  }
  setLineDash(dash: number[]): void {
    this.dash = dash;
  }
  measureText(text: string): TextMetrics {
    this.rule.font = this.font;
    return this.rule.measureText(text);
  }
  fill(): void {
    this.part(`<path d="${this.path.join("")}" fill="${escaped(String(this.fillStyle))}"${this.clear("fill")}/>`);
  }
  stroke(): void {
    this.part(`<path d="${this.path.join("")}" fill="none" ${this.line()}/>`);
  }
  fillRect(x: number, y: number, w: number, h: number): void {
    this.parts.push(`<rect x="${px(x)}" y="${px(y)}" width="${px(w)}" height="${px(h)}" fill="${escaped(String(this.fillStyle))}"${this.clear("fill")}/>`);
  }
  fillText(text: string, x: number, y: number): void {
    this.words(text, x, y, `fill="${escaped(String(this.fillStyle))}"${this.clear("fill")}`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.words(text, x, y, `fill="none" ${this.line()}`);
  }

  private part(element: string): void {
    if (this.path.length) this.parts.push(element);
  }
  private clear(kind: "fill" | "stroke"): string {
    return this.globalAlpha < 1 ? ` ${kind}-opacity="${Math.round(this.globalAlpha * 1e3) / 1e3}"` : "";
  }
  private line(): string {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    return `stroke="${escaped(String(this.strokeStyle))}" stroke-width="${px(this.lineWidth)}"${dash}${this.clear("stroke")}`;
  }
  private words(text: string, x: number, y: number, how: string): void {
    const [, italic, weight, size] = /^(italic )?(?:(\d+) )?([\d.]+)px/.exec(this.font) ?? [];
    const style = `${italic ? ' font-style="italic"' : ""}${weight ? ` font-weight="${weight}"` : ""}`;
    const base = this.textBaseline === "middle" ? ' dominant-baseline="central"' : "";
    this.parts.push(`<text x="${px(x)}" y="${px(y)}" font-family="system-ui, sans-serif" font-size="${size ?? 11}"${style}${base} ${how}>${escaped(text)}</text>`);
  }
}
