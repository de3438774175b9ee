import { KEY } from './protocol.js';

/**
 * Python's float where a JavaScript number alone would read as an int: `new Float(1)` is `1.0`.
 *
 * The exact value model uses it for integer-valued floats only; any other float is a number. `dumps` writes it as a float.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** The number, so that arithmetic works. */
  valueOf(): number {
    return this.value;
  }

  toJSON(): number {
    return this.value;
  }

  toString(): string {
    return String(this.value);
  }

  [KEY](): number {
    return this.value;
  }
}

/** A float of the exact model: a number where it cannot be taken for an int, otherwise a `Float`. */
export function exactFloat(value: number): number | Float {
  return Number.isInteger(value) && !Object.is(value, -0) ? new Float(value) : value;
}
