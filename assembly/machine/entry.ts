// An entry of the value stack, 16 bytes: [representation u8, kind u8, - u16, object id + 1 or 0 (u32), payload (u64)].
//
// Scalars have their value in the payload, str a string id, objects an object id, pending containers that were memoized
// the memo index. What is in the host's slot of the same depth has none.
import { KIND_INT, KIND_UNHASHABLE } from '../../src/shared/kinds';
import { REP_BIG, REP_INT, REP_NUM, REP_SLOT } from '../../src/shared/tape';

/** Bytes of an entry: how far two neighbours are apart. */
export const ENTRY: usize = 16;
/** Bytes of a key and its value: how far two keys are apart. */
export const PAIR: usize = 2 * ENTRY;
const ENTRY_SHIFT: usize = 4;
/** Where an entry's parts are. */
const KIND: usize = 1;
const OBJECT: usize = 4;
const PAYLOAD: usize = 8;

/** Entries from `first` up to `end`. */
@inline export function entriesIn(first: usize, end: usize): i32 {
  return <i32>((end - first) >> ENTRY_SHIFT);
}

/** Address behind `n` entries from `first`. */
@inline export function behind(first: usize, n: i32): usize {
  return first + (<usize>n << ENTRY_SHIFT);
}

/** The first four bytes of an entry, here and in the memo. */
@inline export function tagOf(rep: i32, kind: i32): u32 {
  return <u32>(rep | (kind << 8));
}

@inline export function repOf(entry: usize): i32 {
  return <i32>load<u8>(entry);
}

@inline export function kindOf(entry: usize): i32 {
  return <i32>load<u8>(entry, KIND);
}

/** True for what Python cannot hash, as far as its kind says. */
@inline export function isUnhashable(entry: usize): bool {
  return kindOf(entry) >= KIND_UNHASHABLE;
}

/** Object id + 1, or 0 for what nothing refers to yet. */
@inline export function objectOf(entry: usize): i32 {
  return load<i32>(entry, OBJECT);
}

@inline export function setObject(entry: usize, object: i32): void {
  store<i32>(entry, object, OBJECT);
}

@inline export function payloadOf(entry: usize): u64 {
  return load<u64>(entry, PAYLOAD);
}

/** The payload of what has 32 bits: a small int, a constant, a string id, an object id. */
@inline export function wordOf(entry: usize): i32 {
  return load<i32>(entry, PAYLOAD);
}

/** Memo index + 1 of what came from the memo, else 0; of entries whose payload has 32 bits. */
@inline export function originOf(entry: usize): u32 {
  return load<u32>(entry, PAYLOAD + 4);
}

/** `wordOf` and `payloadOf` the entry that follows a key: its value. */
@inline export function valueWordOf(key: usize): i32 {
  return load<i32>(key, ENTRY + PAYLOAD);
}

@inline export function valuePayloadOf(key: usize): u64 {
  return load<u64>(key, ENTRY + PAYLOAD);
}

/** The entry's value is in the host's slot of its depth from now on. */
@inline export function nowInSlot(entry: usize, kind: i32): void {
  store<u32>(entry, tagOf(REP_SLOT, kind));
}

/** The host makes a value, which has no object id yet, in the slot of the entry's depth. */
@inline export function newInSlot(entry: usize, kind: i32): void {
  store<u64>(entry, <u64>tagOf(REP_SLOT, kind));
}

// What pushes returns the new top of the stack.

@inline export function push(sp: usize, rep: i32, kind: i32, payload: u64): usize {
  store<u64>(sp, <u64>tagOf(rep, kind));
  store<u64>(sp, payload, PAYLOAD);
  return sp + ENTRY;
}

@inline export function pushWith(sp: usize, tag: u32, object: i32, payload: u64): usize {
  store<u32>(sp, tag);
  store<i32>(sp, object, OBJECT);
  store<u64>(sp, payload, PAYLOAD);
  return sp + ENTRY;
}

/** Pushes a copy of `entry`. */
@inline export function pushCopy(sp: usize, entry: usize): usize {
  store<u64>(sp, load<u64>(entry));
  store<u64>(sp, load<u64>(entry, PAYLOAD), PAYLOAD);
  return sp + ENTRY;
}

/** Pushes a value that the host has in its slot. */
@inline export function pushSlot(sp: usize, kind: i32): usize {
  newInSlot(sp, kind);
  return sp + ENTRY;
}

/** Pushes an integer of any size up to 64 bits. */
export function pushInteger(sp: usize, value: i64): usize {
  if (value >= -0x80000000 && value <= 0x7fffffff) return push(sp, REP_INT, KIND_INT, value);
  if (value >= -9007199254740991 && value <= 9007199254740991) {
    return push(sp, REP_NUM, KIND_INT, reinterpret<u64>(<f64>value));
  }
  return push(sp, REP_BIG, KIND_INT, value);
}
