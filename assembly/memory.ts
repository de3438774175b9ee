// Linear memory: one bump allocator and the regions laid out with it. A region that grows is copied to the end of the
// heap unless it is there already; its old place is lost until the instance is thrown away, which is at most as much
// again.
//
// Memory that cannot be had ends the call with a trap, so that no caller can go on without it; the host throws the
// instance away.
import { HEAD_NO_MEMORY, HEAD_WORDS } from '../src/shared/tape';

/** The header block: results of a call for the host, in 32-bit words (HEAD_* in src/shared/tape.ts). */
export const HEAD: usize = memory.data(HEAD_WORDS * 4, 16);

/** Pages of a memory that grows in larger steps: 8 MB. */
const LARGE: i32 = 128;

let top: usize = 0;

/**
 * Takes `size` bytes, 64-byte aligned; sizes are 64 bits wide, so that what they are computed from cannot overflow.
 * Traps when the memory cannot grow.
 */
export function allocate(size: u64): usize {
  if (top == 0) top = (__heap_base + 63) & ~63;
  const at = top;
  if (size > 0xffff0000) noMemory();
  const end: u64 = (<u64>at + size + 63) & ~63;
  const pages = memory.size();
  if (end > <u64>pages << 16) {
    if (end > 0xffff0000) noMemory();
    const wanted = <i32>((end + 0xffff) >> 16);
    // Performance: grow by an eighth at least, a large memory by a quarter; every grow makes the host remake its views,
    // and V8 may collect all garbage.
    let step = wanted - pages;
    const least = pages < LARGE ? pages >> 3 : pages >> 2;
    if (step < least) step = least;
    if (memory.grow(step) < 0 && memory.grow(wanted - pages) < 0) noMemory();
  }
  top = <usize>end;
  return at;
}

/** Ends the call; what the instance holds is of no use any more. */
function noMemory(): void {
  setHead(HEAD_NO_MEMORY, 1);
  unreachable();
}

/** True when a region of `capacity` bytes at `from` can grow where it is. */
export function isLast(from: usize, capacity: usize): bool {
  return ((from + capacity + 63) & ~63) == top;
}

/**
 * Makes a region of `capacity` bytes, `used` of them in use, one of `size` bytes: in place when it is the last one,
 * else moved. Traps when the memory cannot grow.
 */
export function reallocate(from: usize, used: usize, capacity: usize, size: u64): usize {
  if (isLast(from, capacity)) {
    top = from;
    return allocate(size);
  }
  const to = allocate(size);
  memory.copy(to, from, used);
  return to;
}

@inline export function setHead(field: i32, value: i32): void {
  store<i32>(HEAD + (<usize>field << 2), value);
}

