/**
 * Runs of the tape: [mode, words], the values of one list, tuple, set or dict (docs/tape.md), with what they refer to: pool, strings, slots and
 * objects.
 */
import { KIND_FLOAT } from '../shared/kinds.js';
import * as TAPE from '../shared/tape.js';
import { isUnhashable } from './kinds.js';
import { exactFloat } from './model.js';
import { CONSTANTS } from './records.js';
import type { Session } from './session.js';

const NO_WORDS = /*#__PURE__*/ new Int32Array(0);
const NO_DOUBLES = /*#__PURE__*/ new Float64Array(0);
const NO_BIGS = /*#__PURE__*/ new BigInt64Array(0);
const NO_UBIGS = /*#__PURE__*/ new BigUint64Array(0);

/** What a tape refers to, and a cursor that reads its runs. */
export class Runs {
  protected readonly session: Session;
  readonly stack: unknown[] = [];
  /** Kinds of the values in `stack`, which the tape does not know as well: only the host knows what hooks made, and whether it is hashable. */
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
    const t = this.words;
    const mode = t[p++];
    switch (mode) {
      case TAPE.MODE_INT:
        this.p = p + n;
        return putInts(emptyArray(n), 0, t, p, n);
      case TAPE.MODE_FLOAT: {
        const q = this.q;
        this.p = p;
        this.q = q + n;
        return this.session.exact ? exactFloatsOf(this.doubles, q, n) : putFloats(emptyArray(n), 0, this.doubles, q, n);
      }
      case TAPE.MODE_STR:
        this.p = p + n;
        return putStrings(emptyArray(n), 0, t, p, n, this.strings);
      case TAPE.MODE_SLOT:
        this.p = p;
        return putSlots(emptyArray(n), 0, this.stack, base, n, stride);
      default:
        return this.#mixed(p, base, n, stride);
    }
  }

  #mixed(p: number, base: number, n: number, stride: number): unknown[] {
    const { words: t, strings, memo, stack } = this;
    const exact = this.session.exact;
    let q = this.q;
    const values = emptyArray<unknown>(n);
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
      values[i] = value;
    }
    this.p = p;
    this.q = q;
    return values;
  }

  /** Kinds of the `values` of the run at `p`, which has its mode first; undefined when they are numbers or text, or all in slots. */
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
    if (this.words[p] === TAPE.MODE_SLOT) for (let i = 0; i < items.length; i++) if (isUnhashable(this.kinds[base + i])) return true;
    return false;
  }

  /** Puts the values of a run into a list, from index `at` on. */
  append(list: unknown[], at: number, p: number, base: number, n: number): void {
    const mode = this.words[p++];
    switch (mode) {
      case TAPE.MODE_INT:
        putInts(list as number[], at, this.words, p, n);
        this.p = p + n;
        return;
      case TAPE.MODE_STR:
        putStrings(list as string[], at, this.words, p, n, this.strings);
        this.p = p + n;
        return;
      case TAPE.MODE_SLOT:
        putSlots(list, at, this.stack, base, n, 1);
        this.p = p;
        return;
      case TAPE.MODE_FLOAT:
        if (!this.session.exact) {
          putFloats(list as number[], at, this.doubles, this.q, n);
          this.p = p;
          this.q += n;
          return;
        }
    }
    const values = this.values(p - 1, base, n, 1);
    putSlots(list, at, values, 0, n, 1);
  }
}

// Performance: one small loop per kind of element, so that each stays monomorphic, and arrays of known length.

/** An array about to get n items from the first to the last. V8 makes a slow dictionary of one presized beyond 2^25. */
function emptyArray<T>(n: number): T[] {
  return n < 0x2000000 ? new Array<T>(n) : [];
}

function exactFloatsOf(f: Float64Array, q: number, n: number): unknown[] {
  const list = emptyArray<unknown>(n);
  for (let i = 0; i < n; i++) list[i] = exactFloat(f[q + i]);
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

function putStrings(list: string[], at: number, t: Int32Array, p: number, n: number, strings: readonly string[]): string[] {
  for (let i = 0; i < n; i++) list[at + i] = strings[t[p + i]];
  return list;
}

function putSlots(list: unknown[], at: number, stack: readonly unknown[], base: number, n: number, stride: number): unknown[] {
  for (let i = 0; i < n; i++) list[at + i] = stack[base + i * stride];
  return list;
}
