/** A worker of the page: it checks proof lines, or answers a part of the flights. Its first message says which. */

import { checking } from "./proofs/task";

addEventListener("message", (event: MessageEvent<{ task: "check" }>) => {
  if (event.data.task === "check") checking(self as unknown as Worker);
}, { once: true });
