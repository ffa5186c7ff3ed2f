/** The little of Node that node.ts uses. */
declare module 'node:fs' {
  export function openSync(path: string, flags: string): number;
  export function readSync(fd: number, into: Uint8Array, offset: number, length: number, position: null): number;
  export function fstatSync(fd: number): { size: number };
}
declare module 'node:worker_threads' {
  export const isMainThread: boolean;
  export const parentPort: { postMessage(a: unknown): void; on(e: 'message', f: (a: unknown) => void): void } | null;
  export class Worker {
    constructor(url: URL);
    postMessage(a: unknown): void;
    on(e: 'message' | 'error', f: (a: never) => void): void;
    terminate(): Promise<number>;
  }
}
declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode: number | undefined };
