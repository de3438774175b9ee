// Lists of objects from the memo, APPENDS included, that were met before. MEMOIZE names no number, so equal lists are
// equal bytes as long as no memo entry is written anew: such a list need not be read again, and the host copies the one
// it has. In a CUDA memory snapshot nearly every list of frames is one of a few.
import { KIND_LIST } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import { MODE_MIXED, REP_OBJECT, REP_PENDING, TAPE_KEEP, TAPE_KNOWN } from '../../src/shared/tape';
import { windowBase } from '../input/window';
import { BATCH_HEAD, beginBatch } from '../machine/batches';
import { nowInSlot, objectOf, repOf } from '../machine/entry';
import { memoChanges, memoEntry, memoWord } from '../machine/memo';
import { depthOf } from '../machine/stack';
import { allocate } from '../memory';
import { element, forgetLast, making, reserve, skipWords, tapeTop, word } from '../output/tape';
import { fixMemo } from '../output/values';

/** Shorter lists are read as fast as they are found. */
const SHORTEST: usize = 8;
/** Bytes that are hashed, of what follows a short list, too. */
const HASHED: usize = 24;
/** Objects of one list; CPython writes 1000 before an APPENDS. */
const LONGEST: i32 = 4096;

// A list: hash and length of its bytes, and once it was met twice where they are, and the host's number. A place is
// looked for among PROBES.
const HASH: usize = 0;
const LENGTH: usize = 4;
const BYTES: usize = 8;
const NUMBER: usize = 12;
const PLACE: usize = 16;
/** Bytes of a TAPE_KEEP in front of its objects. */
const KEEP_HEAD: usize = 24;
const PLACES: u32 = 2048;
const PROBES: u32 = 8;
/** Bytes of all lists. */
const ROOM: usize = 256 << 10;

let places: usize = 0;
let bytes: usize = 0;
/** Where the next list's bytes go. */
let free: usize = 0;
let count: i32 = 0;
/** Something was remembered since all was forgotten. */
let isUsed: bool = false;
/** `memoChanges` when the first list was kept. */
let changes: u32 = 0;
/** Place to give up when all probes are taken. */
let victim: u32 = 0;

/** Forgets all lists. */
export function forgetKnown(): void {
  changes = memoChanges;
  if (!isUsed) return;
  isUsed = false;
  memory.fill(places, 0, <usize>PLACES * PLACE);
  free = bytes;
  count = 0;
}

/**
 * A batch `MARK GET GET … APPENDS` for the list in `list`, all of them objects. `at` is behind the MARK.
 * @returns the address behind APPENDS; 0, and nothing is done, when the batch is something else or not wholly there
 */
export function objectBatch(list: usize, at: usize, limit: usize): usize {
  if (at + HASHED > limit) return 0;
  const first = <i32>load<u8>(at);
  if (first != op.BINGET && first != op.LONG_BINGET) return 0;
  if (places == 0) {
    places = allocate(<usize>PLACES * PLACE + ROOM);
    bytes = places + <usize>PLACES * PLACE;
    isUsed = true;
    forgetKnown();
  }
  if (changes != memoChanges) forgetKnown();
  const hash = hashAt(at);
  const isNew = repOf(list) == REP_PENDING;
  for (let i: u32 = 0; isNew && i < PROBES; i++) {
    const place = placeOf(hash + i);
    const length = <usize>load<u32>(place, LENGTH);
    const known = <usize>load<u32>(place, BYTES);
    if (known == 0 || load<u32>(place, HASH) != hash || at + length > limit || !isSame(at, known, length)) continue;
    fixMemo(list);
    reserve(1);
    making(TAPE_KNOWN | (KIND_LIST << 16), depthOf(list), objectOf(list), <i32>(at + length - 1 - windowBase));
    word(load<i32>(place, NUMBER));
    nowInSlot(list, KIND_LIST);
    return at + length;
  }
  return newBatch(list, at, limit, isNew ? hash : 0);
}

/** The same for a batch that is not known; with a `hash` it may be from now on. */
function newBatch(list: usize, start: usize, limit: usize, hash: u32): usize {
  reserve(LONGEST);
  const run = tapeTop + BATCH_HEAD;
  let to = run;
  let at = start;
  let code = <i32>load<u8>(at);
  for (let n = 0; n < LONGEST; n++) {
    if (code != op.BINGET && code != op.LONG_BINGET) break;
    if (at + 6 > limit) return 0;
    const entry = memoEntry(code == op.BINGET ? load<u8>(at, 1) : load<u32>(at, 1));
    if (entry == 0 || repOf(entry) != REP_OBJECT) return 0;
    store<u32>(to, load<u32>(entry));
    store<i32>(to, memoWord(entry), 4);
    to += 8;
    at += code == op.BINGET ? 2 : 5;
    code = load<u8>(at);
  }
  if (code != op.APPENDS) return 0;
  const n = <i32>((to - run) >> 3);
  const offset = <i32>(at - windowBase);
  if (!beginBatch(list, n, MODE_MIXED, offset)) return 0;
  skipWords(n << 1);
  at++;
  if (hash != 0) remember(hash, start, at - start, run, n, list, offset);
  return at;
}

/** The list whose bytes are at `at` has been met; the second time it is kept. */
function remember(hash: u32, at: usize, length: usize, run: usize, n: i32, list: usize, offset: i32): void {
  if (length < SHORTEST) return;
  isUsed = true;
  let place: usize = 0;
  for (let i: u32 = 0; i < PROBES; i++) {
    const here = placeOf(hash + i);
    const itsLength = <usize>load<u32>(here, LENGTH);
    if (itsLength == 0) place = here;
    else if (itsLength != length || load<u32>(here, HASH) != hash || load<u32>(here, BYTES) != 0) continue;
    else {
      if (free + length > bytes + ROOM) return forgetKnown();
      memory.copy(free, at, length);
      store<u32>(here, <u32>free, BYTES);
      store<i32>(here, count, NUMBER);
      free += length;
      reserve(n);
      element(TAPE_KEEP, depthOf(list), 0, offset);
      forgetLast();
      word(count++);
      word(n);
      // The tape may have been moved.
      const from = tapeTop - KEEP_HEAD - (<usize>n << 3);
      for (let i = 0; i < n; i++) word(load<i32>(from + (<usize>i << 3), 4));
      return;
    }
  }
  if (place == 0) place = placeOf(hash + (victim++ & (PROBES - 1)));
  store<u32>(place, hash, HASH);
  store<u32>(place, <u32>length, LENGTH);
  store<u32>(place, 0, BYTES);
}

@inline function placeOf(hash: u32): usize {
  return places + <usize>(hash & (PLACES - 1)) * PLACE;
}

@inline function hashAt(at: usize): u32 {
  let mix = (load<u64>(at) ^ (load<u64>(at, 8) * 0x9e3779b97f4a7c15)) * 0xbf58476d1ce4e5b9;
  mix = ((mix ^ (mix >> 29)) + load<u64>(at, 16)) * 0x94d049bb133111eb;
  return <u32>(mix >> 32) | 1;
}

@inline function isSame(at: usize, other: usize, length: usize): bool {
  if (length < 16) {
    const last = length - 8;
    return load<u64>(at) == load<u64>(other) && load<u64>(at + last) == load<u64>(other + last);
  }
  const end = at + length - 16;
  for (; at < end; at += 16, other += 16) {
    if (v128.any_true(v128.xor(v128.load(at), v128.load(other)))) return false;
  }
  // The last sixteen bytes, some of them perhaps again.
  return !v128.any_true(v128.xor(v128.load(end), v128.load(other - (at - end))));
}
