// A browser starts no worker for a page that was opened from a disk. The search's worker then runs in a frame of its own.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.room = frame.contentWindow;
      this.room.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = this.room.document.createElement("script");
      this.ready = new Promise((resolve) => script.addEventListener("load", resolve));
      script.src = url;
      this.room.document.body.append(script);
    }
    async postMessage(data) {
      await this.ready;
      this.room.dispatchEvent(new this.room.MessageEvent("message", { data }));
    }
    terminate() {
      this.room.frameElement.remove();
    }
  };
}
