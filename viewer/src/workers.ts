/** Workers of the page, made from the text that the page holds: nothing is fetched. */

let address: string | null | undefined;
let made: Worker[] = [];

/** The address of the workers' script; null where the page has none, or its surroundings allow no worker. */
function script(): string | null {
  if (address === undefined) {
    const text = document.getElementById("reassure-worker")?.textContent;
    address = text ? URL.createObjectURL(new Blob([text], { type: "text/javascript" })) : null;
  }
  return address;
}

/** At most so many workers, one for each core but not more than four; none where none can be made. */
export function workers(most = 4): Worker[] {
  const url = script();
  if (!url) return [];
  const count = Math.max(1, Math.min(most, navigator.hardwareConcurrency || 2));
  try {
    const now = Array.from({ length: count }, () => new Worker(url));
    made.push(...now);
    return now;
  } catch {
    return [];
  }
}

/** End some of them. */
export function endThese(some: Worker[]): void {
  some.forEach((worker) => worker.terminate());
  made = made.filter((worker) => !some.includes(worker));
}

/** End all that are at work for a page that goes. */
export const endWorkers = (): void => endThese(made);
