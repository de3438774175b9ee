/** Text and bytes for stdout: in pieces of some size, no faster than they are taken. */
import { writeSync } from 'node:fs';
import { escaped } from '../base/index.js';
import { CommandError, EXIT_USAGE, systemMessage } from './problems.js';
import { STYLES } from './style.js';

const PIECE = 1 << 16;

/** Milliseconds between attempts to write to a pipe that is full. */
const PAUSE = 2;

/** The name in messages. */
export const STDOUT = '<stdout>';

/** Thrown by `Output` once nobody reads any more. */
export class ReaderGone extends Error {}

/** What is written cannot be written: no file that is read is to blame. */
export class OutputError extends CommandError {
  /** @param target the file, or `STDOUT` */
  constructor(error: unknown, target: string) {
    super(systemMessage(error) ?? String(error), EXIT_USAGE, target);
  }
}

/**
 * Gathers text and writes it to a file descriptor. It waits for slow readers: `dis` and its like make text without
 * giving way to the event loop, and a stream would keep all of it in memory.
 */
export class Output {
  readonly #fd: number;
  readonly #colors: boolean;
  #piece = '';
  /** Bytes written so far. */
  written = 0;

  /** @param colors colours may be in the text */
  constructor(fd: number, colors = false) {
    this.#fd = fd;
    this.#colors = colors;
  }

  /**
   * Writes one line, and ends it. Whatever a name or a text of the pickle holds, it stays one line that can be seen:
   * what cannot is escaped.
   * @throws OutputError, or ReaderGone
   */
  line(text: string): void {
    this.#add(this.#colors ? text.split(STYLES).map(escapedAround).join('') : escaped(text));
    this.#add('\n');
  }

  /**
   * Writes a piece of text of several lines or of a part of one, escaped as by `line` but for its line breaks.
   * @throws OutputError, or ReaderGone
   */
  write(text: string): void {
    this.#add(text.includes('\n') ? text.split('\n').map(escaped).join('\n') : escaped(text));
  }

  #add(text: string): void {
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
    this.bytes(data);
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
        if (code !== 'EAGAIN') throw new OutputError(error, STDOUT);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      }
    }
  }
}

/** For what `split` gives: text, and every other time a style. */
function escapedAround(part: string, index: number): string {
  return index % 2 === 1 ? part : escaped(part);
}
