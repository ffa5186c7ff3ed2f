/** What lies under a picture, kept while neither the eye nor the colours change: a slider moves what lies over it. */

export class Backdrop {
  private key: unknown[] = [];
  private held: HTMLCanvasElement | null = null;

  /** Put it on an empty picture: as `draw` does, or as it was kept. `key`: all that it depends on. It is kept from the second
   *  time on, as an eye that moves never comes back. */
  put(c: CanvasRenderingContext2D, key: unknown[], draw: () => void): void {
    const again = key.every((part, k) => part === this.key[k]);
    if (!again) [this.key, this.held] = [key, null];
    if (this.held) {
      c.save();
      c.resetTransform();
      c.drawImage(this.held, 0, 0);
      c.restore();
      return;
    }
    draw();
    if (!again) return;
    this.held = document.createElement("canvas");
    [this.held.width, this.held.height] = [c.canvas.width, c.canvas.height];
    this.held.getContext("2d", { alpha: false })!.drawImage(c.canvas, 0, 0);
  }
}
