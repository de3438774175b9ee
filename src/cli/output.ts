/** Text and bytes for stdout: in pieces of some size, no faster than they are taken. */
import { writeSync } from 'node:fs';

const PIECE = 1 << 16;

/** Milliseconds between attempts to write to a pipe that is full. */
const PAUSE = 2;

/** Thrown by `Output` once nobody reads any more. */
export class ReaderGone extends Error {}

/**
 * Gathers text and writes it to a file descriptor. It waits for slow readers: `dis` and its like make text without giving way to the
 * event loop, and a stream would keep all of it in memory.
 */
export class Output {
  readonly #fd: number;
  #piece = '';
  /** Bytes written so far. */
  written = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** @throws ReaderGone, or an Error of the system's */
  write(text: string): void {
    this.#piece += text;
    if (this.#piece.length >= PIECE) this.flush();
  }

  /** Writes bytes, after the text that was gathered. */
  bytes(data: Uint8Array): void {
    this.flush();
    this.#writeFully(data);
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.#piece === '') return;
    const data = Buffer.from(this.#piece);
    this.#piece = '';
    this.#writeFully(data);
  }

  #writeFully(data: Uint8Array): void {
    let at = 0;
    while (at < data.length) {
      try {
        const count = writeSync(this.#fd, data, at, data.length - at);
        at += count;
        this.written += count;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Windows reports a closed pipe as EOF.
        if (code === 'EPIPE' || code === 'EOF') throw new ReaderGone();
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      }
    }
  }
}
