/** The entry of a worker: a desk behind its message port (desk.ts; the other side is pool.ts). */

import { Desk, type Ask, type Reply } from "./desk";

// The page's own types know a window here, and no worker.
const port = self as unknown as {
  onmessage: (event: { data: Ask }) => void;
  postMessage: (reply: Reply, transfer: ArrayBuffer[]) => void;
};
const desk = new Desk();
port.onmessage = ({ data }) => {
  const answered = desk.answer(data);
  if (answered) port.postMessage(answered.reply, answered.transfer);
};
