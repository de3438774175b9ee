/**
 * Batches of a list that contain nothing but floats, or nothing but small ints: `MARK BINFLOAT … BINFLOAT APPENDS`.
 * Recognised whole before anything is done, so that everything else stays with the opcode loop.
 */
import {
  APPENDS,
  BINFLOAT,
  BININT,
  BININT1,
  BININT2,
  BINPUT,
  LONG_BINPUT,
  MARK,
  MEMOIZE,
} from '../../shared/opcodes.js';

/**
 * An empty list for EMPTY_LIST; `next` is where the opcode behind it is. What follows is a hint only.
 * Performance: V8 remembers for each `[]` in the program what went into its arrays. With a `[]` of their own, lists of
 * floats are arrays of unboxed doubles from the start (bench case floats).
 */
export function newList(window: Uint8Array, next: number): unknown[] {
  const opcode = window[next];
  const mark = opcode === MEMOIZE ? next + 1 : opcode === BINPUT ? next + 2 : opcode === LONG_BINPUT ? next + 5 : next;
  if (window[mark] === MARK) {
    const first = window[mark + 1];
    if (first === BINFLOAT) return [];
    if (first === BININT1 || first === BININT2 || first === BININT) return [];
  }
  return [];
}

/**
 * Appends the numbers of a batch to `list` when the opcodes from `start` on are such a batch.
 * @param limit end of the bytes that may be looked at: of the frame or the window
 * @param maxItems limits.items; a longer list is left to the opcode loop
 * @returns where to go on, behind APPENDS; 0 when it is no such batch, and nothing was done
 */
export function appendNumbers(
  list: unknown[],
  window: Uint8Array,
  start: number,
  limit: number,
  maxItems: number,
): number {
  const opcode = window[start];
  if (opcode === BINFLOAT) {
    let end = start;
    while (end < limit && window[end] === BINFLOAT) end += 9;
    if (end >= limit || window[end] !== APPENDS || list.length + (end - start) / 9 > maxItems) return 0;
    appendFloats(list, window, start, end);
    return end + 1;
  }
  if (opcode === BININT1 || opcode === BININT2 || opcode === BININT) {
    let end = start;
    let count = 0;
    while (end < limit) {
      const next = window[end];
      if (next === BININT1) end += 2;
      else if (next === BININT2) end += 3;
      else if (next === BININT) end += 5;
      else break;
      count++;
    }
    if (end >= limit || window[end] !== APPENDS || list.length + count > maxItems) return 0;
    appendInts(list, window, start, end);
    return end + 1;
  }
  return 0;
}

function appendFloats(list: unknown[], window: Uint8Array, start: number, end: number): void {
  const view = new DataView(window.buffer, window.byteOffset + start, end - start);
  for (let at = 1; at < end - start; at += 9) list.push(view.getFloat64(at));
}

function appendInts(list: unknown[], window: Uint8Array, start: number, end: number): void {
  let at = start;
  while (at < end) {
    const opcode = window[at];
    let value = window[at + 1];
    if (opcode === BININT1) {
      at += 2;
    } else if (opcode === BININT2) {
      value |= window[at + 2] << 8;
      at += 3;
    } else {
      value |= (window[at + 2] << 8) | (window[at + 3] << 16) | (window[at + 4] << 24);
      at += 5;
    }
    list.push(value);
  }
}
