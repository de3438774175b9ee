// Text: ASCII and UTF-8 into the arenas, and the cache that gives equal short strings one id.
import { arenaBase, stringsBase, wideBase } from './window';
import { allocate } from '../memory';

/** Strings of at most this many bytes are looked up by content. */
const SHORT: i32 = 32;
const ENTRIES: i32 = 4096;
/** [generation u32, string id u32, length u32, -, 32 bytes of content padded with zeros]. */
const ENTRY: usize = 48;
/** Keys of dicts have a table of their own, so that a flood of values does not push them out. */
const KEY_ENTRIES: i32 = 1024;

let cache: usize = 0;
let keyCache: usize = 0;
let generation: u32 = 0;

/** Where the next character goes in each arena, and the next entry in the string table. */
let arenaTop: usize = 0;
let wideTop: usize = 0;
let stringsTop: usize = 0;

/** Id of the next string; ids count up over a whole load and are never used again. */
export let nextString: i32 = 0;

// 32 bytes of ones, then 32 of zeros: a load at MASK + 32 - n keeps the first n bytes.
const MASK: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Forgets all strings of the load before. */
export function beginStrings(): void {
  if (cache == 0) {
    cache = allocate(<usize>ENTRIES * ENTRY);
    keyCache = allocate(<usize>KEY_ENTRIES * ENTRY);
  }
  // Performance: a new generation empties the cache without touching it.
  generation++;
  if (generation == 0) {
    memory.fill(cache, 0, <usize>ENTRIES * ENTRY);
    memory.fill(keyCache, 0, <usize>KEY_ENTRIES * ENTRY);
    generation = 1;
  }
  nextString = 0;
}

/** Starts the string table of one drain. */
export function beginStringTable(): void {
  arenaTop = arenaBase;
  wideTop = wideBase;
  stringsTop = stringsBase;
}

@inline export function stringCount(): i32 {
  return <i32>((stringsTop - stringsBase) >> 2);
}

/** A string id whose text the host makes itself when it meets the id on the tape. */
export function hostString(): i32 {
  store<u32>(stringsTop, 0xffffffff);
  stringsTop += 4;
  return nextString++;
}

@inline function endAscii(): i32 {
  store<u32>(stringsTop, <u32>((arenaTop - arenaBase) << 1));
  stringsTop += 4;
  return nextString++;
}

/**
 * Text of UTF-8 bytes (surrogates allowed, as Python's surrogatepass); its id, -1 when it is not UTF-8, SPLIT_PAIR when
 * UTF-16 cannot hold it.
 */
export function textOf(at: usize, length: i32, isKey: bool): i32 {
  if (length > SHORT) return newText(at, length);
  const low = v128.and(v128.load(at), v128.load(MASK + 32 - <usize>min(length, 16)));
  let high = i64x2.splat(0);
  if (length > 16) high = v128.and(v128.load(at + 16), v128.load(MASK + 48 - <usize>length));
  const entry = entryOf(low, high, length, isKey);
  if (
    load<u32>(entry) == generation &&
    load<i32>(entry, 8) == length &&
    !v128.any_true(v128.or(v128.xor(v128.load(entry, 16), low), v128.xor(v128.load(entry, 32), high)))
  ) {
    return load<i32>(entry, 4);
  }
  let id: i32;
  if (i8x16.bitmask(v128.or(low, high)) == 0) {
    v128.store(arenaTop, low);
    if (length > 16) v128.store(arenaTop, high, 16);
    arenaTop += length;
    id = endAscii();
  } else {
    id = wide(at, length, false);
    if (id < 0) return id;
  }
  store<u32>(entry, generation);
  store<i32>(entry, id, 4);
  store<i32>(entry, length, 8);
  v128.store(entry, low, 16);
  v128.store(entry, high, 32);
  return id;
}

@inline function entryOf(low: v128, high: v128, length: i32, isKey: bool): usize {
  // Mixing only has to spread ordinary text; a collision costs a cache miss, never a wrong string.
  let mix = i64x2.extract_lane(low, 0) * 0x9e3779b97f4a7c15;
  mix = (mix ^ (mix >>> 29) ^ i64x2.extract_lane(low, 1)) * 0xbf58476d1ce4e5b9;
  if (length > 16) {
    mix = (mix ^ (mix >>> 31) ^ i64x2.extract_lane(high, 0)) * 0x94d049bb133111eb;
    mix = (mix ^ (mix >>> 30) ^ i64x2.extract_lane(high, 1)) * 0x9e3779b97f4a7c15;
  }
  const hash = <u32>(mix >>> 40) ^ <u32>length;
  return isKey ? keyCache + <usize>(hash & (KEY_ENTRIES - 1)) * ENTRY : cache + <usize>(hash & (ENTRIES - 1)) * ENTRY;
}

/** Text too long for the cache, or text that is hardly met again. */
export function newText(at: usize, length: i32): i32 {
  let bits = i64x2.splat(0);
  let i = 0;
  const to = arenaTop;
  for (; i + 16 <= length; i += 16) {
    const part = v128.load(at + i);
    bits = v128.or(bits, part);
    v128.store(to + i, part);
  }
  const rest = v128.and(v128.load(at + i), v128.load(MASK + 32 - <usize>(length - i)));
  v128.store(to + i, rest);
  if (i8x16.bitmask(v128.or(bits, rest)) != 0) return wide(at, length, false);
  arenaTop = to + length;
  return endAscii();
}

/**
 * Instead of an id: text with a high surrogate and a low one, each encoded on its own: two characters, which UTF-16
 * cannot tell from one.
 */
export const SPLIT_PAIR: i32 = -2;

/**
 * UTF-8 with something beyond ASCII into UTF-16; see `textOf`. Surrogates pass, as in CPython.
 * @param strict they do not: -1
 */
export function wide(at: usize, length: i32, strict: bool): i32 {
  const end = at + length;
  let to = wideTop;
  while (at < end) {
    const lead = <u32>load<u8>(at);
    if (lead < 0x80) {
      store<u16>(to, <u16>lead);
      to += 2;
      at += 1;
    } else if (lead < 0xe0) {
      if (lead < 0xc2 || at + 2 > end) return -1;
      const second = <u32>load<u8>(at, 1);
      if ((second & 0xc0) != 0x80) return -1;
      store<u16>(to, <u16>(((lead & 0x1f) << 6) | (second & 0x3f)));
      to += 2;
      at += 2;
    } else if (lead < 0xf0) {
      if (at + 3 > end) return -1;
      const second = <u32>load<u8>(at, 1);
      const third = <u32>load<u8>(at, 2);
      if ((second & 0xc0) != 0x80 || (third & 0xc0) != 0x80) return -1;
      const code = ((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
      if (code < 0x800) return -1;
      if ((code & 0xf800) == 0xd800) {
        if (strict) return -1;
        if (code >= 0xdc00 && to > wideTop && (load<u16>(to - 2) & 0xfc00) == 0xd800) return SPLIT_PAIR;
      }
      store<u16>(to, <u16>code);
      to += 2;
      at += 3;
    } else {
      if (lead > 0xf4 || at + 4 > end) return -1;
      const second = <u32>load<u8>(at, 1);
      const third = <u32>load<u8>(at, 2);
      const fourth = <u32>load<u8>(at, 3);
      if ((second & 0xc0) != 0x80 || (third & 0xc0) != 0x80 || (fourth & 0xc0) != 0x80) return -1;
      const code = ((lead & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
      if (code < 0x10000 || code > 0x10ffff) return -1;
      store<u16>(to, <u16>(0xd800 + ((code - 0x10000) >> 10)));
      store<u16>(to, <u16>(0xdc00 + (code & 0x3ff)), 2);
      to += 4;
      at += 4;
    }
  }
  wideTop = to;
  store<u32>(stringsTop, <u32>((((to - wideBase) >> 1) << 1) | 1));
  stringsTop += 4;
  return nextString++;
}

/** True when all `length` bytes are ASCII. */
export function isAscii(at: usize, length: i32): bool {
  let i = 0;
  let bits = i64x2.splat(0);
  for (; i + 16 <= length; i += 16) bits = v128.or(bits, v128.load(at + i));
  bits = v128.or(bits, v128.and(v128.load(at + i), v128.load(MASK + 32 - <usize>(length - i))));
  return i8x16.bitmask(bits) == 0;
}

/** Index of the first `byte` in `[at, end)`, or -1. */
export function find(byte: u8, at: usize, end: usize): i32 {
  const wanted = i8x16.splat(byte);
  for (let p = at; p < end; p += 16) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(p), wanted));
    if (hits != 0) {
      const found = p + <usize>ctz(hits);
      return found < end ? <i32>(found - at) : -1;
    }
  }
  return -1;
}
