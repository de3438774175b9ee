import { expectNumber } from './check.js';
import { KEY } from './protocol.js';

/**
 * Python's float where a JavaScript number alone would read as an int: `new Float(1)` is `1.0`.
 *
 * The exact value model uses it for integer-valued floats only; any other float is a number. `dumps` writes it as a
 * float.
 */
export class Float {
  readonly value: number;

  /** @throws PickleError when it is no number */
  constructor(value: number) {
    expectNumber(value);
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

/** What Python's `float(text)` makes of ASCII text without blanks and underscores; undefined when it is no float. */
export function floatOfText(text: string): number | undefined {
  const match = /^([+-]?)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|(inf(?:inity)?)|(nan))$/i.exec(text);
  if (match === null) return undefined;
  if (match[3] !== undefined) return NaN;
  return Number(match[2] === undefined ? text : `${match[1]}Infinity`);
}
