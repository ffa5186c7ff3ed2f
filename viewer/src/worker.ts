/** A worker of the page. Its first message says what it is for: to check proof lines, or to answer a share of the flights. */

import { Server, type Ask as CheckAsk } from "./check/serve";
import { Desk, type Ask as EngineAsk } from "./engine/desk";

// The page's own types know a window here, and no worker.
const port = self as unknown as {
  onmessage: (event: { data: CheckAsk | EngineAsk }) => void;
  postMessage: (reply: unknown, transfer?: ArrayBuffer[]) => void;
};
const server = new Server();
const desk = new Desk();
port.onmessage = ({ data }) => {
  if (data.kind === "claim" || data.kind === "lines") server.handle(data, (reply) => port.postMessage(reply));
  else {
    const answered = desk.answer(data);
    if (answered) port.postMessage(answered.reply, answered.transfer);
  }
};
