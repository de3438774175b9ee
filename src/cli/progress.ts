/** A progress bar on stderr for what takes longer than a second. */
import { SingleBar } from 'cli-progress';

/** Milliseconds before the bar is shown. */
const PATIENCE = 1000;

/** Receives how far something is; `total` is undefined when nobody knows. Both in bytes. */
export type Report = (done: number, total: number | undefined) => void;

/** One bar for all stages of one command. It is shown on terminals only. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  readonly #start: number;
  #bar: SingleBar | undefined;

  constructor(stream: NodeJS.WriteStream, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
  }

  /** A stage by its name, such as `'reading'`; call the result as often as you like. */
  stage(name: string): Report {
    return (done, total) => this.#show(name, done, total);
  }

  #show(name: string, done: number, total: number | undefined): void {
    if (!this.#stream.isTTY || this.#now() - this.#start < PATIENCE) return;
    if (this.#bar === undefined) {
      this.#bar = new SingleBar({
        stream: this.#stream,
        format: (options, { progress }, { stage, done, total }) => {
          const size = `${stage} ${megabytes(done)}${total === undefined ? ' MB' : ''}`;
          if (total === undefined) return size;
          const full = Math.round(progress * 40);
          const bar = `${options.barCompleteString?.slice(0, full)}${options.barIncompleteString?.slice(0, 40 - full)}`;
          return `${bar} ${Math.floor(progress * 100)}% | ${size} of ${megabytes(total)} MB`;
        },
        barsize: 40,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        clearOnComplete: true,
        gracefulExit: false,
      });
      this.#bar.start(Math.max(1, total ?? 1), total === undefined ? 0 : done, { stage: name, done, total });
    }
    this.#bar.setTotal(Math.max(1, total ?? 1));
    this.#bar.update(total === undefined ? 0 : done, { stage: name, done, total });
  }

  /** Takes the bar away, for output or for good; a later report brings it back. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

function megabytes(count: number): string {
  return (count / 1e6).toFixed(1);
}
