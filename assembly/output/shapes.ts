// Shapes of records: a dict whose keys are all strings is written as the id of its shape (the ordered string ids of its keys
// and where each value is found) and the bare values, so that the host makes it with one call of a factory.
import { MAX_FIELDS, REP_BIG, REP_CONST, REP_FLOAT, REP_INT, REP_NUM, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR, REP_UBIG, TAPE_RECORD, TAPE_SHAPE } from '../../src/shared/tape';
import { KIND_DICT, KIND_FLOAT } from '../../src/shared/kinds';
import { allocate } from '../memory';
import { ENTRY, kindOf, PAIR, payloadOf, repOf, wordOf } from '../machine/entry';
import { depthOf } from '../machine/stack';
import { element, making, poolTop, reserve, skipPool, skipWords, tapeTop, word } from './tape';
import { materialize, toSlot } from './values';

const MAX_SHAPES: i32 = 1024;
const BUCKETS: u32 = 4096;
/** Representations of one list of keys before its values are sent through slots instead. */
const MAX_VARIANTS: u8 = 24;
const VARIANT_COUNTERS: u32 = 1024;
/** [hash u32, n u32, bucket u32, variant counter u32, follower u32, id u32, n times (string id i32, representation i32)]. */
const HEADER: usize = 24;
/** The shape that followed this one the last time, an address; what comes next in most data. */
const FOLLOWER: usize = 16;
const ID: usize = 20;
const SHAPE: usize = HEADER + <usize>MAX_FIELDS * 8;

let shapes: usize = 0;
/** Shape id + 1 by hash. */
let buckets: usize = 0;
let variants: usize = 0;
let shapeCount: i32 = 0;
/** Where the follower of the last record's shape is noted. */
let follower: usize = 0;
/** Follower of no shape. */
const FIRST: usize = memory.data(4, 4);

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
    store<u16>(load<u32>(at, 8), 0);
    store<u8>(load<u32>(at, 12), 0);
  }
  store<u32>(FIRST, 0);
  follower = FIRST;
}

/** How a field's value is found: its representation, where floats are told from integers beyond 32 bits. */
@inline function fieldOf(value: usize): i32 {
  const rep = repOf(value);
  return rep == REP_NUM && kindOf(value) == KIND_FLOAT ? REP_FLOAT : rep;
}

/**
 * Writes the dict of `n` pairs from `first` as a record in the slot of `target`; false when it is none: a key that is not a
 * str, too many keys or too many shapes.
 */
export function record(target: usize, first: usize, n: i32, object: i32, offset: i32): bool {
  if (n > MAX_FIELDS) return false;
  reserve(n);
  // Performance: records mostly come in the same order again, so the shape is guessed before it is looked for.
  let shape: usize = load<u32>(follower);
  if (shape == 0 || load<i32>(shape, 4) != n || !writeFields(shape, first)) {
    shape = findShape(first, n, offset);
    if (shape == 0) return false;
    store<u32>(follower, shape);
    reserve(n);
    writeFields(shape, first);
  }
  follower = shape + FOLLOWER;
  making(TAPE_RECORD | (KIND_DICT << 16), depthOf(target), object, offset);
  word(depthOf(first));
  word(load<i32>(shape, ID));
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
const IN_POOL: u32 = (1 << REP_NUM) | (1 << REP_FLOAT) | (1 << REP_BIG) | (1 << REP_UBIG);

/** Writes the fields where they belong when the pairs from `first` have the `shape`, else false: behind the tape's end, as nothing counts until it moves. */
function writeFields(shape: usize, first: usize): bool {
  let to = tapeTop + (RECORD_WORDS << 2);
  let pool = poolTop;
  let field = shape + HEADER;
  const end = field + (<usize>load<i32>(shape, 4) << 3);
  for (let key = first; field < end; field += 8, key += 32) {
    const rep = load<i32>(field, 4);
    if (load<i32>(field) != load<i32>(key, 8) || repOf(key) != REP_STR || fieldOf(key + 16) != rep) return false;
    const bit: u32 = 1 << rep;
    if ((bit & IN_WORDS) != 0) {
      store<u32>(to, load<u32>(key, 24));
      to += 4;
    } else if ((bit & IN_POOL) != 0) {
      store<u64>(pool, load<u64>(key, 24));
      pool += 8;
    }
  }
  fieldsEnd = to;
  fieldsPool = pool;
  return true;
}

/** The shape of the `n` pairs from `first`, an old or a new one; 0 when they are no record. Pending containers among the values are made. */
function findShape(first: usize, n: i32, offset: i32): usize {
  const end = first + (<usize>n << 5);
  let keysHash: u32 = n;
  let hash: u32 = 0;
  for (let key = first; key < end; key += 32) {
    if (repOf(key) != REP_STR) return 0;
    if (repOf(key + 16) == REP_PENDING) {
      reserve(2);
      materialize(key + 16, offset);
    }
    keysHash = (keysHash ^ load<u32>(key, 8)) * 0x9e3779b1;
    hash = (hash ^ <u32>fieldOf(key + 16)) * 0x85ebca6b;
    keysHash ^= keysHash >> 15;
  }
  const counter = variants + <usize>(keysHash & (VARIANT_COUNTERS - 1));
  let shape = shapeOf(keysHash, hash, first, end, n);
  if (shape != 0) return shape;
  if (load<u8>(counter) >= MAX_VARIANTS) {
    // Too many kinds of value under these keys: all values through slots, one shape for all.
    reserve(n * 8);
    hash = 0;
    for (let key = first; key < end; key += 32) {
      toSlot(key + 16, offset);
      hash = (hash ^ <u32>REP_SLOT) * 0x85ebca6b;
    }
    shape = shapeOf(keysHash, hash, first, end, n);
    if (shape != 0) return shape;
  } else {
    store<u8>(counter, load<u8>(counter) + 1);
  }
  return shapeCount == MAX_SHAPES ? 0 : addShape(keysHash ^ hash, counter, first, end, n, offset);
}

/** The shape with these hashes, keys and representations; 0 when it is new. */
function shapeOf(keysHash: u32, repsHash: u32, first: usize, end: usize, n: i32): usize {
  const hash = keysHash ^ repsHash;
  for (let place = hash; ; place++) {
    const id = <i32>load<u16>(buckets + (<usize>(place & (BUCKETS - 1)) << 1)) - 1;
    if (id < 0) return 0;
    const shape = shapes + <usize>id * SHAPE;
    if (load<u32>(shape) != hash || load<i32>(shape, 4) != n) continue;
    let at = shape + HEADER;
    let key = first;
    while (key < end && load<i32>(at) == load<i32>(key, 8) && load<i32>(at, 4) == fieldOf(key + 16)) {
      key += 32;
      at += 8;
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
  store<u32>(shape, hash);
  store<i32>(shape, n, 4);
  store<u32>(shape, <u32>bucket, 8);
  store<u32>(shape, <u32>counter, 12);
  store<u32>(shape, 0, FOLLOWER);
  store<i32>(shape, id, ID);
  let at = shape + HEADER;
  reserve(n * 2);
  element(TAPE_SHAPE, id, 0, offset);
  word(n);
  for (let key = first; key < end; key += 32) {
    const name = load<i32>(key, 8);
    const rep = fieldOf(key + 16);
    store<i32>(at, name);
    store<i32>(at, rep, 4);
    at += 8;
    word(name);
    word(rep);
  }
  return shape;
}
