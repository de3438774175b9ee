import { KEY } from './protocol.js';
import { Tuple } from './tuple.js';

/** Two code units that UTF-16 joins. */
const PAIR = /^[\ud800-\udbff][\udc00-\udfff]$/;

/**
 * A Python str that no JavaScript string can hold: it has a high surrogate and directly behind it a low one, two code
 * points, which
 * UTF-16 cannot tell from the one character that they encode. The exact value model uses it for such text only; any
 * other is a string.
 */
export class Str {
  /** The text, cut between such surrogates: at least two strings. */
  readonly parts: readonly string[];

  /** @throws TypeError when a string could hold it: every cut must be between a high surrogate and a low one */
  constructor(parts: readonly string[]) {
    if (parts.length < 2 || parts.some((part, i) => i > 0 && !PAIR.test(parts[i - 1].slice(-1) + part.charAt(0)))) {
      throw new TypeError('a Str is cut inside surrogate pairs');
    }
    this.parts = parts;
  }

  /** The text of code units, with a surrogate on its own at each index of `cuts`. @internal */
  static ofUnits(text: string, cuts: readonly number[]): Str {
    return new Str([...cuts, text.length].map((end, i) => text.slice(i === 0 ? 0 : cuts[i - 1], end)));
  }

  /** Python's characters, as numbers. */
  get codePoints(): number[] {
    return this.parts.flatMap((part) => Array.from(part, (char) => char.codePointAt(0) as number));
  }

  /** The text in UTF-16, in which each two of these surrogates are one character. */
  toString(): string {
    return this.parts.join('');
  }

  toJSON(): string {
    return this.parts.join('');
  }

  [KEY](): Tuple {
    return new Tuple([Str, ...this.parts]);
  }
}
