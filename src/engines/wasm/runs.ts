/**
 * Runs of the tape: [mode, words], the values of one list, tuple, set or dict (docs/tape.md), with what they refer to:
 * pool, strings, slots and objects.
 */

import { exactFloat } from '../../model/index.js';
import { isUnhashable, type Session } from '../../session/index.js';
import { KIND_FLOAT } from '../../shared/kinds.js';
import * as TAPE from '../../shared/tape.js';
import { CONSTANTS } from './record-runs.js';

const NO_WORDS = /*#__PURE__*/ new Int32Array(0);
const NO_DOUBLES = /*#__PURE__*/ new Float64Array(0);
const NO_BIGS = /*#__PURE__*/ new BigInt64Array(0);
const NO_UBIGS = /*#__PURE__*/ new BigUint64Array(0);

/** What a tape refers to, and a cursor that reads its runs. */
export class Runs {
  protected readonly session: Session;
  readonly stack: unknown[] = [];
  /**
   * Kinds of the values in `stack`, which the tape does not know as well: only the host knows what hooks made, and
   * whether it is hashable.
   */
  readonly kinds: number[] = [];
  memo: unknown[] = [];
  /** Kinds of objects, where they are others than on the tape. */
  readonly memoKinds: number[] = [];
  strings: string[] = [];

  words: Int32Array = NO_WORDS;
  doubles: Float64Array = NO_DOUBLES;
  bigs: BigInt64Array = NO_BIGS;
  ubigs: BigUint64Array = NO_UBIGS;
  /** Cursors into `words` and `doubles` behind the run read last. */
  protected p = 0;
  protected q = 0;

  constructor(session: Session) {
    this.session = session;
  }

  /** Lets go of the scanner's memory. */
  forgetTape(): void {
    this.words = NO_WORDS;
    this.doubles = NO_DOUBLES;
    this.bigs = NO_BIGS;
    this.ubigs = NO_UBIGS;
  }

  /** The values of a run as a new array; `stride` slots from one to the next. */
  values(p: number, base: number, n: number, stride: number): unknown[] {
    return this.append(emptyArray(n), 0, p, base, n, stride);
  }

  /** Puts the values of a run into a list, from index `at` on. */
  append(list: unknown[], at: number, p: number, base: number, n: number, stride: number): unknown[] {
    const { words: t, doubles, q } = this;
    const mode = t[p++];
    this.p = mode === TAPE.MODE_INT || mode === TAPE.MODE_STR ? p + n : p;
    switch (mode) {
      case TAPE.MODE_INT:
        return putInts(list as number[], at, t, p, n);
      case TAPE.MODE_STR:
        return putStrings(list as string[], at, t, p, n, this.strings);
      case TAPE.MODE_SLOT:
        return putSlots(list, at, this.stack, base, n, stride);
      case TAPE.MODE_FLOAT:
        this.q = q + n;
        return this.session.exact
          ? putExactFloats(list, at, doubles, q, n)
          : putFloats(list as number[], at, doubles, q, n);
      default:
        return this.#mixed(list, at, p, base, n, stride);
    }
  }

  #mixed(list: unknown[], at: number, p: number, base: number, n: number, stride: number): unknown[] {
    const { words: t, strings, memo, stack } = this;
    const exact = this.session.exact;
    let q = this.q;
    for (let i = 0; i < n; i++) {
      const tag = t[p++];
      let value: unknown;
      switch (tag & 0xff) {
        case TAPE.REP_CONST:
          value = CONSTANTS[tag >> 16];
          break;
        case TAPE.REP_INT:
          value = t[p++];
          break;
        case TAPE.REP_STR:
          value = strings[t[p++]];
          break;
        case TAPE.REP_NUM:
          value = this.doubles[q++];
          if (exact && ((tag >> 8) & 0xff) === KIND_FLOAT) value = exactFloat(value as number);
          break;
        case TAPE.REP_BIG:
          value = this.bigs[q++];
          break;
        case TAPE.REP_UBIG:
          value = this.ubigs[q++];
          break;
        case TAPE.REP_OBJECT:
          value = memo[t[p++]];
          break;
        default:
          value = stack[base + i * stride];
      }
      list[at + i] = value;
    }
    this.p = p;
    this.q = q;
    return list;
  }

  /**
   * Kinds of the `values` of the run at `p`, which has its mode first; undefined when they are numbers or text, or all
   * in slots.
   */
  kindsOf(p: number, base: number, stride: number, values: readonly unknown[]): number[] | undefined {
    const t = this.words;
    if (t[p++] !== TAPE.MODE_MIXED) return undefined;
    const kinds: number[] = [];
    for (let i = 0; i < values.length; i++) {
      const tag = t[p++];
      const rep = tag & 0xff;
      let kind: number | undefined = (tag >> 8) & 0xff;
      if (rep === TAPE.REP_OBJECT) kind = this.memoKinds[t[p]] ?? kind;
      else if (rep === TAPE.REP_SLOT) kind = this.kinds[base + i * stride];
      kinds.push(kind);
      if (rep === TAPE.REP_INT || rep === TAPE.REP_STR || rep === TAPE.REP_OBJECT) p++;
    }
    return kinds;
  }

  /** True when a tuple of these items is not hashable. */
  hasUnhashable(p: number, base: number, items: readonly unknown[]): boolean {
    const kinds = this.kindsOf(p, base, 1, items);
    if (kinds !== undefined) return kinds.some(isUnhashable);
    if (this.words[p] === TAPE.MODE_SLOT)
      for (let i = 0; i < items.length; i++) if (isUnhashable(this.kinds[base + i])) return true;
    return false;
  }
}

// Performance: one small loop per kind of element, so that each stays monomorphic, and arrays of known length.

/** An array about to get n items from the first to the last. V8 makes a slow dictionary of one presized beyond 2^25. */
function emptyArray<T>(n: number): T[] {
  return n < 0x2000000 ? new Array<T>(n) : [];
}

function putExactFloats(list: unknown[], at: number, f: Float64Array, q: number, n: number): unknown[] {
  for (let i = 0; i < n; i++) list[at + i] = exactFloat(f[q + i]);
  return list;
}

function putInts(list: number[], at: number, t: Int32Array, p: number, n: number): number[] {
  for (let i = 0; i < n; i++) list[at + i] = t[p + i];
  return list;
}

function putFloats(list: number[], at: number, f: Float64Array, q: number, n: number): number[] {
  for (let i = 0; i < n; i++) list[at + i] = f[q + i];
  return list;
}

function putStrings(
  list: string[],
  at: number,
  t: Int32Array,
  p: number,
  n: number,
  strings: readonly string[],
): string[] {
  for (let i = 0; i < n; i++) list[at + i] = strings[t[p + i]];
  return list;
}

function putSlots(
  list: unknown[],
  at: number,
  stack: readonly unknown[],
  base: number,
  n: number,
  stride: number,
): unknown[] {
  for (let i = 0; i < n; i++) list[at + i] = stack[base + i * stride];
  return list;
}
