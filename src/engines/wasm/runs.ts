/**
 * Runs of the tape: [mode, words], the values of one list, tuple, set or dict (docs/tape.md), put together from what
 * they refer to.
 */

import { exactFloat } from '../../model/index.js';
import { isUnhashable, type Session } from '../../session/index.js';
import { KIND_FLOAT } from '../../shared/kinds.js';
import * as TAPE from '../../shared/tape.js';
import { CONSTANTS } from './record-runs.js';
import type { Slots } from './slots.js';
import type { TapeCursor } from './tape-cursor.js';

/** Reads the runs of one load's tapes. */
export class Runs {
  readonly #session: Session;
  readonly #cursor: TapeCursor;
  readonly #slots: Slots;

  constructor(session: Session, cursor: TapeCursor, slots: Slots) {
    this.#session = session;
    this.#cursor = cursor;
    this.#slots = slots;
  }

  /** The values of a run as a new array; `stride` slots from one to the next. */
  values(p: number, base: number, n: number, stride: number): unknown[] {
    return this.append(emptyArray(n), 0, p, base, n, stride);
  }

  /** Puts the values of a run into a list, from index `at` on. */
  append(list: unknown[], at: number, p: number, base: number, n: number, stride: number): unknown[] {
    const cursor = this.#cursor;
    const { words: t, doubles, q } = cursor;
    const mode = t[p++];
    cursor.p = mode === TAPE.MODE_INT || mode === TAPE.MODE_STR ? p + n : p;
    switch (mode) {
      case TAPE.MODE_INT:
        return putInts(list as number[], at, t, p, n);
      case TAPE.MODE_STR:
        return putStrings(list as string[], at, t, p, n, this.#slots.strings);
      case TAPE.MODE_SLOT:
        return putSlots(list, at, this.#slots.stack, base, n, stride);
      case TAPE.MODE_FLOAT:
        cursor.q = q + n;
        return this.#session.exact
          ? putExactFloats(list, at, doubles, q, n)
          : putFloats(list as number[], at, doubles, q, n);
      default:
        return this.#mixed(list, at, p, base, n, stride);
    }
  }

  #mixed(list: unknown[], at: number, p: number, base: number, n: number, stride: number): unknown[] {
    const cursor = this.#cursor;
    const { words: t } = cursor;
    const { strings, memo, stack } = this.#slots;
    const exact = this.#session.exact;
    let q = cursor.q;
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
          value = cursor.doubles[q++];
          if (exact && ((tag >> 8) & 0xff) === KIND_FLOAT) value = exactFloat(value as number);
          break;
        case TAPE.REP_BIG:
          value = cursor.bigs[q++];
          break;
        case TAPE.REP_UBIG:
          value = cursor.ubigs[q++];
          break;
        case TAPE.REP_OBJECT:
          value = memo[t[p++]];
          break;
        default:
          value = stack[base + i * stride];
      }
      list[at + i] = value;
    }
    cursor.p = p;
    cursor.q = q;
    return list;
  }

  /**
   * Kinds of the `values` of the run at `p`, which has its mode first; undefined when they are numbers or text, or all
   * in slots.
   */
  kindsOf(p: number, base: number, stride: number, values: readonly unknown[]): number[] | undefined {
    const t = this.#cursor.words;
    if (t[p++] !== TAPE.MODE_MIXED) return undefined;
    const kinds: number[] = [];
    for (let i = 0; i < values.length; i++) {
      const tag = t[p++];
      const rep = tag & 0xff;
      let kind: number | undefined = (tag >> 8) & 0xff;
      if (rep === TAPE.REP_OBJECT) kind = this.#slots.memoKinds[t[p]] ?? kind;
      else if (rep === TAPE.REP_SLOT) kind = this.#slots.kinds[base + i * stride];
      kinds.push(kind);
      if (rep === TAPE.REP_INT || rep === TAPE.REP_STR || rep === TAPE.REP_OBJECT) p++;
    }
    return kinds;
  }

  /** True when a tuple of these items is not hashable. */
  hasUnhashable(p: number, base: number, items: readonly unknown[]): boolean {
    const kinds = this.kindsOf(p, base, 1, items);
    if (kinds !== undefined) return kinds.some(isUnhashable);
    if (this.#cursor.words[p] === TAPE.MODE_SLOT)
      for (let i = 0; i < items.length; i++) if (isUnhashable(this.#slots.kinds[base + i])) return true;
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
