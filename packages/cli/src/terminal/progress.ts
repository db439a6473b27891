import { writeSync } from "node:fs";

/** Columns of the bar itself. */
const barWidth = 24;

/**
 * Progress on stderr: a bar with the time left on a terminal, a line per 10 % elsewhere. Written at once, because the
 * work between two calls is synchronous.
 */
export class Progress {
  readonly #what: string;
  readonly #quiet: boolean;
  readonly #started: number = performance.now();
  #tenths = -1;
  #drawn = false;

  constructor(what: string, quiet = false) {
    this.#what = what;
    this.#quiet = quiet;
  }

  show(done: number, total: number): void {
    if (this.#quiet) return;
    const share = Math.min(1, done / total);
    const spent = (performance.now() - this.#started) / 1000;
    const left = share > 0 ? (spent / share) * (1 - share) : 0;
    if (process.stderr.isTTY) {
      const full = Math.round(share * barWidth);
      const bar = `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
      writeSync(2, `\r ${this.#what} ${bar} ${Math.round(100 * share)} %  ${left.toFixed(0)} s left\u001b[K`);
      this.#drawn = true;
      return;
    }
    const tenths = Math.floor(10 * share);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    writeSync(2, `${this.#what} ${10 * tenths} %, ${left.toFixed(0)} s left\n`);
  }

  /** Removes the bar. */
  end(): void {
    if (this.#drawn) writeSync(2, "\r\u001b[K");
  }
}
