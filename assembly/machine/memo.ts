// The memo: pickle index to value, 8 bytes an entry: [tag u32, payload u32]. Small indexes lie in an array, absurd ones
// (PUT 99999999999) in a hash table, so that an index never costs memory in proportion to itself.
import { REP_PENDING } from '../../src/shared/tape';
import { allocate, isLast, reallocate } from '../memory';

const DENSE_AT_FIRST: u32 = 1024;
const SPARSE_AT_FIRST: u32 = 64;
/** Up to so many entries (4 MB) the memo grows in small steps. */
const IN_STEPS: u32 = 1 << 19;
/** An entry in bytes, and where its payload is. */
const ENTRY: usize = 8;
const PAYLOAD: usize = 4;
/** Tag of an entry nobody wrote. */
export const NO_ENTRY: u32 = 0xffffffff;

let dense: usize = 0;
let denseCapacity: u32 = 0;
/** Behind the highest index written. */
let denseUsed: u32 = 0;
/** [index + 1 u64, tag u32, payload u32], open addressing; 0 marks a free place. */
let sparse: usize = 0;
let sparseCapacity: u32 = 0;
let sparseCount: u32 = 0;
/** Number of entries; MEMOIZE writes at this index. */
export let memoCount: u32 = 0;
/** `limits.memo` */
export let memoLimit: u32 = 0xffffffff;
/** Times that an entry was written anew: what a GET meant before may not be what it means now. */
export let memoChanges: u32 = 0;

/** What the input cannot know: with it, indexes that it chooses do not fall onto one place. */
let memoSeed: u64 = 0;

export function limitMemo(entries: u32, seed: u64): void {
  memoLimit = entries;
  memoSeed = seed;
}

/** Empties the memo. */
export function clearMemo(): void {
  if (dense == 0) {
    dense = allocate(DENSE_AT_FIRST << 3);
    denseCapacity = DENSE_AT_FIRST;
    denseUsed = denseCapacity;
  }
  // Performance: only what was used is cleared (bench case tiny).
  memory.fill(dense, 0xff, <usize>denseUsed << 3);
  denseUsed = 0;
  memoCount = 0;
  sparseCapacity = 0;
  sparseCount = 0;
}

/** Address of the entry of `index`, or 0 when there is none. */
@inline export function memoEntry(index: u64): usize {
  if (index >= <u64>denseCapacity) return sparseEntry(index);
  const at = dense + (<usize>index << 3);
  return load<u32>(at) == NO_ENTRY ? 0 : at;
}

/**
 * What an entry refers to, by the representation in its tag: a value, a string id, an object id, a depth, a place in
 * the input.
 */
@inline export function memoWord(entry: usize): i32 {
  return load<i32>(entry, PAYLOAD);
}

/** True when the value of an entry is still to be made: a container that is being filled, or bytes of a call. */
@inline export function isUnmade(entry: usize): bool {
  return <i32>load<u8>(entry) >= REP_PENDING;
}

@inline export function setMemo(entry: usize, tag: u32, payload: u32): void {
  store<u32>(entry, tag);
  store<u32>(entry, payload, PAYLOAD);
}

/** The entry of `index` if it is in the array, else one without a value: [tag, payload], 64 bits. */
@inline export function denseEntry(index: u32): u64 {
  return index < denseCapacity ? load<u64>(dense + (<usize>index << 3)) : NO_ENTRY;
}

function sparseEntry(index: u64): usize {
  if (sparseCapacity == 0) return 0;
  const place = sparsePlace(index);
  return load<u64>(place) == 0 ? 0 : place + 8;
}

/**
 * Writes the entry of `index` when that is new, in the array and within the limit; false, and nothing is done,
 * otherwise.
 */
@inline export function putNew(index: u32, tag: u32, payload: u32): bool {
  const at = dense + (<usize>index << 3);
  if (index >= denseCapacity || memoCount >= memoLimit || load<u32>(at) != NO_ENTRY) return false;
  setMemo(at, tag, payload);
  memoCount++;
  if (index >= denseUsed) denseUsed = index + 1;
  return true;
}

/** What MEMOIZE does twice, when that writes new entries of the array; false, and nothing is done, otherwise. */
export function putTwoNew(first: u32, second: u32, payload: u32): bool {
  const at = dense + (<usize>memoCount << 3);
  if (memoCount + 1 >= denseCapacity || memoLimit - memoCount < 2) return false;
  if ((load<u32>(at) & load<u32>(at + ENTRY)) != NO_ENTRY) return false;
  setMemo(at, first, payload);
  setMemo(at + ENTRY, second, payload);
  memoCount += 2;
  denseUsed = max(denseUsed, memoCount);
  return true;
}

/** Address of the entry of `index`, made if need be. */
export function memoPlace(index: u64): usize {
  if (index < <u64>denseCapacity) {
    const at = dense + (<usize>index << 3);
    if (load<u32>(at) == NO_ENTRY) {
      memoCount++;
      if (<u32>index >= denseUsed) denseUsed = <u32>index + 1;
    } else {
      memoChanges++;
    }
    return at;
  }
  // Performance: the array covers what a writer that counts up uses, with room for gaps.
  if (index < <u64>memoCount * 2 + DENSE_AT_FIRST && sparseCapacity == 0) {
    // In place, growing costs little and every entry ahead of need costs memory. Performance: a large memory that grows
    // has V8 collect all garbage, so a large memo doubles (500 MB of records: 21 to 11 ns a byte).
    const capacity = <usize>denseCapacity << 3;
    const inSteps = denseCapacity < IN_STEPS && isLast(dense, capacity);
    const wanted = max(denseCapacity + (inSteps ? denseCapacity >> 3 : denseCapacity), <u32>index + 1);
    const moved = reallocate(dense, capacity, capacity, <u64>wanted << 3);
    memory.fill(moved + capacity, 0xff, <usize>(wanted - denseCapacity) << 3);
    dense = moved;
    denseCapacity = wanted;
    denseUsed = <u32>index + 1;
    memoCount++;
    return dense + (<usize>index << 3);
  }
  if ((sparseCount + 1) * 2 > sparseCapacity) growSparse();
  const place = sparsePlace(index);
  if (load<u64>(place) == 0) {
    store<u64>(place, index + 1);
    memoCount++;
    sparseCount++;
  } else {
    memoChanges++;
  }
  return place + 8;
}

function sparsePlace(index: u64): usize {
  let mix = (index ^ memoSeed) * 0x9e3779b97f4a7c15;
  mix = (mix ^ (mix >> 32)) * (memoSeed | 1);
  mix = (mix ^ (mix >> 29)) * 0xbf58476d1ce4e5b9;
  let hash = <u32>(mix >> 32);
  for (;;) {
    const place = sparse + (<usize>(hash & (sparseCapacity - 1)) << 4);
    const key = load<u64>(place);
    if (key == 0 || key == index + 1) return place;
    hash++;
  }
  return 0;
}

function growSparse(): void {
  const oldTable = sparse;
  const oldCapacity = sparseCapacity;
  const capacity = max(SPARSE_AT_FIRST, oldCapacity * 2);
  const table = allocate(<u64>capacity << 4);
  memory.fill(table, 0, <usize>capacity << 4);
  sparse = table;
  sparseCapacity = capacity;
  for (let i: u32 = 0; i < oldCapacity; i++) {
    const from = oldTable + (<usize>i << 4);
    const key = load<u64>(from);
    if (key == 0) continue;
    const to = sparsePlace(key - 1);
    store<u64>(to, key);
    store<u64>(to, load<u64>(from, 8), 8);
  }
}
