// Shapes of records: a dict whose keys are all strings is written as the id of its shape (the ordered string ids of its
// keys and where each value is found) and the bare values, so that the host makes it with one call of a factory.
import {
  MAX_FIELDS, REP_BIG, REP_CONST, REP_FLOAT, REP_INT, REP_NUM, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR, REP_UBIG,
  TAPE_RECORD, TAPE_SHAPE,
} from '../../src/shared/tape';
import * as op from '../../src/shared/opcodes';
import { KIND_DICT, KIND_FLOAT, KIND_STR } from '../../src/shared/kinds';
import { allocate } from '../memory';
import {
  ENTRY, kindOf, objectOf, originOf, PAIR, repOf, tagOf, valuePayloadOf, valueWordOf, wordOf,
} from '../machine/entry';
import { denseEntry, memoChanges } from '../machine/memo';
import { depthOf, markCount } from '../machine/stack';
import { element, making, poolTop, reserve, skipPool, skipWords, tapeTop, word } from './tape';
import { materialize, toSlot } from './values';

const MAX_SHAPES: i32 = 1024;
const BUCKETS: u32 = 4096;
/** Representations of one list of keys before its values are sent through slots instead. */
const MAX_VARIANTS: u8 = 24;
const VARIANT_COUNTERS: u32 = 1024;

// A shape: six words, then two for each field.
const HASH: usize = 0;
export const COUNT: usize = 4;
/** Where its bucket and the counter of its keys' variants are. */
const BUCKET: usize = 8;
const COUNTER: usize = 12;
/** The shape that followed this one the last time, an address; what comes next in most data. */
const FOLLOWER: usize = 16;
const ID: usize = 20;
/** `memoChanges` + 1 when the opcodes of its keys were learned; 0: not yet. */
export const LEARNED: usize = 24;
/** The shape that followed this one at the same level of nesting the last time. */
const NEXT: usize = 28;
export const FIELDS: usize = 32;
/** A field: the opcode of its key and the mask of the bytes that count (u64, u64), … */
export const FIELD: usize = 32;
export const FIELD_MASK: usize = 8;
/** … string id of the key, how the value is found, … */
export const FIELD_NAME: usize = 16;
export const FIELD_REP: usize = 20;
/** … the shape that is tried when this field is not what comes, which has the same fields in front of it, … */
export const FIELD_OTHER: usize = 24;
/** … how many more of its texts were new than met before (i16), and the length of the key's opcode (u16). */
export const FIELD_NEWS: usize = 28;
export const FIELD_LENGTH: usize = 30;
const SHAPE: usize = FIELDS + <usize>(MAX_FIELDS + 1) * FIELD;


let shapes: usize = 0;
/** Shape id + 1 by hash. */
let buckets: usize = 0;
let variants: usize = 0;
let shapeCount: i32 = 0;
/** Where the follower of the last record's shape is noted. */
let follower: usize = 0;
/** Follower of no shape. */
const FIRST: usize = memory.data(4, 4);

/** The shape that came last at a level of nesting, by the number of marks. */
const LEVELS: i32 = 64;
const lasts: usize = memory.data(LEVELS * 4, 4);

/** A dict that was not what was expected: where its first key is, the shape it was held for, and the field. */
let strayFirst: usize = 0;
let strayShape: usize = 0;
let strayField: usize = 0;

/** Forgets all shapes of the load before. */
export function beginShapes(): void {
  if (shapes == 0) {
    shapes = allocate(<usize>MAX_SHAPES * SHAPE);
    buckets = allocate(<usize>BUCKETS * 2);
    variants = allocate(<usize>VARIANT_COUNTERS);
  }
  // Performance: a message has a few shapes, the tables have thousands of places.
  for (; shapeCount > 0; shapeCount--) {
    const at = shapes + <usize>(shapeCount - 1) * SHAPE;
    store<u16>(load<u32>(at, BUCKET), 0);
    store<u8>(load<u32>(at, COUNTER), 0);
  }
  store<u32>(FIRST, 0);
  follower = FIRST;
  memory.fill(lasts, 0, LEVELS * 4);
  strayFirst = 0;
}

/** The shape that the next record at this level is likely to have; 0 when nobody knows. */
@inline export function expectedShape(): usize {
  const last = load<u32>(levelNow());
  return last == 0 ? 0 : load<u32>(last, NEXT);
}

@inline function levelNow(): usize {
  return lasts + (<usize>(markCount() & (LEVELS - 1)) << 2);
}

/** Starts the element of a record in the slot of `target`; what shapes come after one another is noted. */
@inline function begin(shape: usize, target: usize, first: usize, object: i32, offset: i32): void {
  follower = shape + FOLLOWER;
  const level = levelNow();
  const last = load<u32>(level);
  store<u32>(last == 0 ? shape : last, <u32>shape, NEXT);
  store<u32>(level, <u32>shape);
  making(TAPE_RECORD | (KIND_DICT << 16), depthOf(target), object, offset);
  word(depthOf(first));
  word(load<i32>(shape, ID));
}

/** Notes that the dict whose first key is at `first` is not of `shape` from `field` on. */
export function stray(first: usize, shape: usize, field: usize): void {
  strayFirst = first;
  strayShape = shape;
  strayField = field - shape;
}

/**
 * Learns how the keys of a record are written, once for each shape: GETs of the memo, which mean the same until an
 * entry is written anew; and which shape comes instead of another one.
 */
function learn(shape: usize, first: usize): void {
  const known = memoChanges + 1;
  if (strayFirst == first) {
    strayFirst = 0;
    let field = FIELDS;
    for (; field < strayField; field += FIELD) {
      if (load<u64>(shape + field, FIELD_NAME) != load<u64>(strayShape + field, FIELD_NAME)) break;
    }
    if (field == strayField && shape != strayShape) store<u32>(strayShape + field, <u32>shape, FIELD_OTHER);
  }
  if (load<u32>(shape, LEARNED) == known) return;
  const end = shape + FIELDS + <usize>load<i32>(shape, COUNT) * FIELD;
  for (let field = shape + FIELDS; field < end; field += FIELD, first += PAIR) {
    const origin = originOf(first);
    if (origin == 0) return;
    const index = origin - 1;
    // The entry may mean something else since the key was read.
    if (denseEntry(index) != (<u64>tagOf(REP_STR, KIND_STR) | (<u64>wordOf(first) << 32))) return;
    const isShort = index < 256;
    store<u64>(field, isShort ? op.BINGET | (index << 8) : op.LONG_BINGET | (<u64>index << 8));
    store<u64>(field, isShort ? 0xffff : 0xffffffffff, FIELD_MASK);
    store<u16>(field, isShort ? 2 : 5, FIELD_LENGTH);
  }
  store<u32>(shape, known, LEARNED);
}

/**
 * Writes a record of `shape`, whose values in words are in `[words, wordsEnd)` and the others in
 * `[doubles, doublesEnd)`. Sixteen bytes behind both are read and mean nothing.
 */
export function recordOf(
  shape: usize, target: usize, words: usize, wordsEnd: usize, doubles: usize, doublesEnd: usize, offset: i32,
): void {
  reserve(load<i32>(shape, COUNT));
  begin(shape, target, target + ENTRY, objectOf(target), offset);
  for (let i: usize = 0; words + i < wordsEnd; i += 16) v128.store(tapeTop + i, v128.load(words + i));
  skipWords(<i32>((wordsEnd - words) >> 2));
  for (let i: usize = 0; doubles + i < doublesEnd; i += 16) v128.store(poolTop + i, v128.load(doubles + i));
  skipPool(<i32>((doublesEnd - doubles) >> 3));
}

/** How a field's value is found: its representation, where floats are told from integers beyond 32 bits. */
@inline function fieldOf(value: usize): i32 {
  const rep = repOf(value);
  return rep == REP_NUM && kindOf(value) == KIND_FLOAT ? REP_FLOAT : rep;
}

/**
 * Writes the dict of `n` pairs from `first` as a record in the slot of `target`; false when it is none: a key that is
 * not a str, too many keys or too many shapes.
 */
export function record(target: usize, first: usize, n: i32, object: i32, offset: i32): bool {
  if (n > MAX_FIELDS) return false;
  reserve(n);
  // Performance: records mostly come in the same order again, so the shape is guessed before it is looked for.
  let shape: usize = load<u32>(follower);
  if (shape == 0 || load<i32>(shape, COUNT) != n || !writeFields(shape, first)) {
    shape = findShape(first, n, offset);
    if (shape == 0) return false;
    store<u32>(follower, shape);
    reserve(n);
    writeFields(shape, first);
  }
  learn(shape, first);
  begin(shape, target, first, object, offset);
  skipWords(<i32>((fieldsEnd - tapeTop) >> 2));
  skipPool(<i32>((fieldsPool - poolTop) >> 3));
  return true;
}

/** Ends of what `writeFields` has written. */
let fieldsEnd: usize = 0;
let fieldsPool: usize = 0;

/** Words of a TAPE_RECORD in front of its fields. */
const RECORD_WORDS: usize = 6;
/** Representations whose values are words, and those whose values are in the pool. */
const IN_WORDS: u32 = (1 << REP_CONST) | (1 << REP_INT) | (1 << REP_STR) | (1 << REP_OBJECT);
export const IN_POOL: u32 = (1 << REP_NUM) | (1 << REP_FLOAT) | (1 << REP_BIG) | (1 << REP_UBIG);

/**
 * Writes the fields where they belong when the pairs from `first` have the `shape`, else false: behind the tape's end,
 * as nothing counts until it moves.
 */
function writeFields(shape: usize, first: usize): bool {
  let to = tapeTop + (RECORD_WORDS << 2);
  let pool = poolTop;
  let field = shape + FIELDS;
  const end = field + <usize>load<i32>(shape, COUNT) * FIELD;
  for (let key = first; field < end; field += FIELD, key += PAIR) {
    const rep = load<i32>(field, FIELD_REP);
    if (load<i32>(field, FIELD_NAME) != wordOf(key) || repOf(key) != REP_STR) return false;
    if (fieldOf(key + ENTRY) != rep) return false;
    const bit: u32 = 1 << rep;
    if ((bit & IN_WORDS) != 0) {
      store<i32>(to, valueWordOf(key));
      to += 4;
    } else if ((bit & IN_POOL) != 0) {
      store<u64>(pool, valuePayloadOf(key));
      pool += 8;
    }
  }
  fieldsEnd = to;
  fieldsPool = pool;
  return true;
}

/**
 * The shape of the `n` pairs from `first`, an old or a new one; 0 when they are no record. Pending containers among the
 * values are made.
 */
function findShape(first: usize, n: i32, offset: i32): usize {
  const end = first + <usize>n * PAIR;
  let keysHash: u32 = n;
  let hash: u32 = 0;
  for (let key = first; key < end; key += PAIR) {
    if (repOf(key) != REP_STR) return 0;
    if (repOf(key + ENTRY) == REP_PENDING) {
      reserve(2);
      materialize(key + ENTRY, offset);
    }
    keysHash = (keysHash ^ <u32>wordOf(key)) * 0x9e3779b1;
    hash = (hash ^ <u32>fieldOf(key + ENTRY)) * 0x85ebca6b;
    keysHash ^= keysHash >> 15;
  }
  const counter = variants + <usize>(keysHash & (VARIANT_COUNTERS - 1));
  let shape = shapeOf(keysHash, hash, first, end, n);
  if (shape != 0) return shape;
  if (load<u8>(counter) >= MAX_VARIANTS) {
    // Too many kinds of value under these keys: all values through slots, one shape for all.
    reserve(n * 8);
    hash = 0;
    for (let key = first; key < end; key += PAIR) {
      toSlot(key + ENTRY, offset);
      hash = (hash ^ <u32>REP_SLOT) * 0x85ebca6b;
    }
    shape = shapeOf(keysHash, hash, first, end, n);
    if (shape != 0) return shape;
  } else {
    store<u8>(counter, load<u8>(counter) + 1);
  }
  return shapeCount == MAX_SHAPES ? 0 : addShape(keysHash ^ hash, counter, first, end, n, offset);
}

/** True when the pair at `key` has the name and the representation of `field`. */
@inline function isField(field: usize, key: usize): bool {
  return load<i32>(field, FIELD_NAME) == wordOf(key) && load<i32>(field, FIELD_REP) == fieldOf(key + ENTRY);
}

/** The shape with these hashes, keys and representations; 0 when it is new. */
function shapeOf(keysHash: u32, repsHash: u32, first: usize, end: usize, n: i32): usize {
  const hash = keysHash ^ repsHash;
  for (let place = hash; ; place++) {
    const id = <i32>load<u16>(buckets + (<usize>(place & (BUCKETS - 1)) << 1)) - 1;
    if (id < 0) return 0;
    const shape = shapes + <usize>id * SHAPE;
    if (load<u32>(shape, HASH) != hash || load<i32>(shape, COUNT) != n) continue;
    let field = shape + FIELDS;
    let key = first;
    while (key < end && isField(field, key)) {
      key += PAIR;
      field += FIELD;
    }
    if (key == end) return shape;
  }
  return 0;
}

function addShape(hash: u32, counter: usize, first: usize, end: usize, n: i32, offset: i32): usize {
  const id = shapeCount++;
  let place = hash;
  while (load<u16>(buckets + (<usize>(place & (BUCKETS - 1)) << 1)) != 0) place++;
  const bucket = buckets + (<usize>(place & (BUCKETS - 1)) << 1);
  store<u16>(bucket, <u16>(id + 1));
  const shape = shapes + <usize>id * SHAPE;
  store<u32>(shape, hash, HASH);
  store<i32>(shape, n, COUNT);
  store<u32>(shape, <u32>bucket, BUCKET);
  store<u32>(shape, <u32>counter, COUNTER);
  store<u32>(shape, 0, FOLLOWER);
  store<u32>(shape, 0, LEARNED);
  store<u32>(shape, <u32>shape, NEXT);
  store<i32>(shape, id, ID);
  let field = shape + FIELDS;
  reserve(n * 2);
  element(TAPE_SHAPE, id, 0, offset);
  word(n);
  for (let key = first; key < end; key += PAIR) {
    const name = wordOf(key);
    const rep = fieldOf(key + ENTRY);
    store<i32>(field, name, FIELD_NAME);
    store<i32>(field, rep, FIELD_REP);
    store<u64>(field, 0, FIELD_OTHER);
    field += FIELD;
    word(name);
    word(rep);
  }
  store<u64>(field, 0, FIELD_OTHER);
  return shape;
}
