// The only writer of tape words (src/shared/tape.ts says what they mean, docs/tape.md shows them).
import { HEAD_POOL, HEAD_TAPE, TAPE_END } from '../../src/shared/tape';
import { windowBase } from '../input/window';
import { allocate, reallocate, setHead } from '../memory';

const TAPE_BYTES_AT_FIRST: usize = 512 << 10;
const POOL_BYTES_AT_FIRST: usize = 256 << 10;
/** Bytes of tape after which the host is asked to drain. */
const TAPE_ENOUGH: usize = 256 << 10;

export let tapeBase: usize = 0;
/** Where the next word goes. */
export let tapeTop: usize = 0;
let tapeEnd: usize = 0;

export let poolBase: usize = 0;
export let poolTop: usize = 0;
let poolEnd: usize = 0;

/** The element whose slot MEMOIZE may still name, and that slot; 0 when the last element makes no value. */
export let lastElement: usize = 0;
export let lastSlot: i32 = -1;

/** Starts an empty tape. */
export function beginTape(): void {
  if (tapeBase == 0) {
    tapeBase = allocate(TAPE_BYTES_AT_FIRST);
    poolBase = allocate(POOL_BYTES_AT_FIRST);
    tapeEnd = tapeBase + TAPE_BYTES_AT_FIRST;
    poolEnd = poolBase + POOL_BYTES_AT_FIRST;
    publish();
  }
  tapeTop = tapeBase;
  poolTop = poolBase;
  lastElement = 0;
  lastSlot = -1;
}

function publish(): void {
  setHead(HEAD_TAPE, <i32>tapeBase);
  setHead(HEAD_POOL, <i32>poolBase);
}

/** True when the tape should be drained before the next opcode. */
@inline export function tapeIsFull(): bool {
  return tapeTop > tapeBase + TAPE_ENOUGH || poolTop > poolBase + TAPE_ENOUGH / 2;
}

/** Makes room for an element with a run of `n` values. */
export function reserve(n: i32): void {
  // Per value at most two words of tape and one double of pool, and some words of headers, TAPE_VALUES and shapes.
  const words: u64 = (<u64>n << 4) + 4096;
  if (tapeTop + words > tapeEnd) {
    const used = tapeTop - tapeBase;
    const size = (used + words) * 2;
    const moved = reallocate(tapeBase, used, tapeEnd - tapeBase, size);
    if (lastElement != 0) lastElement += moved - tapeBase;
    tapeBase = moved;
    tapeTop = moved + used;
    tapeEnd = moved + <usize>size;
    publish();
  }
  const doubles: u64 = (<u64>n << 3) + 512;
  if (poolTop + doubles > poolEnd) {
    const used = poolTop - poolBase;
    const size = (used + doubles) * 2;
    const moved = reallocate(poolBase, used, poolEnd - poolBase, size);
    poolBase = moved;
    poolTop = moved + used;
    poolEnd = moved + <usize>size;
    publish();
  }
}

@inline export function word(value: i32): void {
  store<i32>(tapeTop, value);
  tapeTop += 4;
}

/** Start and length of a piece of the window. */
export function piece(at: usize, length: i32): void {
  word(<i32>(at - windowBase));
  word(length);
}

/** Keeps `n` words that were written behind the tape's end. */
export function skipWords(n: i32): void {
  tapeTop += <usize>n << 2;
}

/** Keeps `n` doubles that were written behind the pool's end. */
export function skipPool(n: i32): void {
  poolTop += <usize>n << 3;
}

@inline export function pooled(bits: u64): void {
  store<u64>(poolTop, bits);
  poolTop += 8;
}

/** The four words that start every element. */
export function element(op: i32, slot: i32, object: i32, offset: i32): void {
  store<i32>(tapeTop, op);
  store<i32>(tapeTop, slot, 4);
  store<i32>(tapeTop, object, 8);
  store<i32>(tapeTop, offset, 12);
  tapeTop += 16;
}

/** An element that makes a value in `slot`, which a MEMOIZE right behind it may name. */
export function making(op: i32, slot: i32, object: i32, offset: i32): void {
  lastElement = tapeTop;
  lastSlot = slot;
  element(op, slot, object, offset);
}

/** Gives the value just made in `slot` its object id without an element of its own; false when it was not the last one. */
export function nameLast(slot: i32, object: i32): bool {
  if (lastSlot != slot || lastElement == 0) return false;
  store<i32>(lastElement, object, 8);
  return true;
}

/** Forgets the last element: its slot holds something else now. */
export function forgetLast(): void {
  lastElement = 0;
  lastSlot = -1;
}

export function endTape(): void {
  store<i32>(tapeTop, TAPE_END);
}
