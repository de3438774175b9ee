import type { Writer } from '../writer.js';

/** No value but opcodes to be written among a recipe's values. */
export class Verbatim {
  readonly write: (out: Writer) => void;
  constructor(write: (out: Writer) => void) {
    this.write = write;
  }
}
