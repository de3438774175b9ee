// Dicts that have the shape which is expected of them, read without the dispatch of the machine: the opcodes of the
// keys are known and compared, the values are collected as the tape will have them. See ARCHITECTURE.md, "Guided
// reading".
//
// Where something else comes than what was expected, the values read so far are put onto the stack, and the machine
// goes on there. Marks, memo, object ids and text are at every moment as the machine would have them.
import { KIND_BOOL, KIND_DICT, KIND_FLOAT, KIND_INT, KIND_LIST, KIND_NONE, KIND_STR } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import {
  LONG_TEXT, MAX_FIELDS, REP_BIG, REP_CONST, REP_FLOAT, REP_INT, REP_NUM, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR,
} from '../../src/shared/tape';
import { isScalar } from '../input/arguments';
import { cursor, goOn } from '../input/read';
import { newText, nextString, textOf } from '../input/text';
import { windowBase } from '../input/window';
import { numberBatch } from '../machine/batches';
import { append, appends, shortTuple } from '../machine/containers';
import { behind, ENTRY, kindOf, nowInSlot, PAIR, push, repOf } from '../machine/entry';
import { denseEntry, memoChanges, memoCount, memoEntry } from '../machine/memo';
import { signedAt } from '../machine/numbers';
import { build, newObj, reduce } from '../machine/objects';
import { memoize } from '../machine/remember';
import { pushEmpty, putText, scalars } from '../machine/scalars';
import { fence, pushMark, stackEnd, takeMark } from '../machine/stack';
import {
  COUNT, expectedShape, FIELD, FIELD_LENGTH, FIELD_MASK, FIELD_NAME, FIELD_NEWS, FIELD_OTHER, FIELD_REP, FIELDS,
  IN_POOL, LEARNED, recordOf, stray,
} from '../output/shapes';
import { reserve, tapeIsFull } from '../output/tape';
import { fixMemo, materialize } from '../output/values';
import { objectBatch } from './known';

/** Longest opcode of a key, a value and the SETITEMS behind them; of a text its head. */
const ROOM: usize = 16;
/** Dicts inside of dicts that are read here; deeper ones are left to the machine. */
const MAX_NESTING: i32 = 8;
/** Shapes that are tried for one dict. */
const MAX_TRIES: i32 = 8;

/** Values of a record as the tape and the pool will have them, for each level of nesting. */
const WORDS: usize = MAX_FIELDS * 4 + 16;
const VALUES: usize = WORDS + MAX_FIELDS * 8 + 16;
const values: usize = memory.data(<i32>VALUES * (MAX_NESTING + 1), 16);

/** A field with more texts that were new than others does without looking for them … */
const MOSTLY_NEW: i32 = 64;
/** … and looks again after so many. */
const LOOK_AGAIN: i32 = 1024;

/** The stack's top where the machine has to go on. */
let top: usize = 0;

/**
 * Behind the MARK above the empty dict or the list on top, and what follows: `cursor` says how far.
 * @returns the new top of the stack, 0 when the call is over
 */
export function guide(sp: usize, at: usize, limit: usize, isDict: bool): usize {
  at = isDict ? dictAt(sp, at, limit, 0) : listAt(sp, at, limit, 0);
  if (at != 0) at = itemsAt(sp, at, limit, 0);
  if (at != 0) goOn(at);
  return top;
}

/**
 * Items of a list from `at` on, as far as they are of kinds that are known here, and `top` above them; the address
 * behind, or 0 where one is left.
 */
function itemsAt(sp: usize, at: usize, limit: usize, nesting: i32): usize {
  while (!tapeIsFull() && at + ROOM <= limit && sp + PAIR < stackEnd) {
    const code = <i32>load<u8>(at);
    const offset = <i32>(at - windowBase);
    let next = at + 1;
    if (code == op.EMPTY_DICT) {
      next = pushEmpty(sp, KIND_DICT, at, limit);
      sp += ENTRY;
      if (next < limit && load<u8>(next) == op.MARK) {
        next = dictAt(sp, next + 1, limit, nesting);
        if (next == 0) return 0;
      }
    } else if (isScalar(code)) {
      sp = scalars(at, sp, limit, false);
      next = cursor;
      if (next == at) break;
    } else if (code == op.MARK && sp > fence && kindOf(sp - ENTRY) == KIND_LIST) {
      next = listAt(sp, next, limit, nesting);
      if (next == 0) return 0;
    } else {
      // An entry that is there already would change what keys mean.
      if (code == op.MEMOIZE && memoEntry(memoCount) == 0) sp = memoize(sp, memoCount, offset);
      else if (code == op.NEWOBJ) sp = newObj(sp, offset);
      else if (code == op.BUILD) sp = build(sp, offset);
      else if (code == op.REDUCE) sp = reduce(sp, offset);
      else if (code >= op.TUPLE1 && code <= op.TUPLE3) sp = shortTuple(code - op.TUPLE1 + 1, sp, offset);
      else if (code == op.APPEND) sp = append(sp, offset);
      else break;
      if (sp == 0) {
        top = 0;
        return 0;
      }
    }
    at = next;
  }
  top = sp;
  return at;
}

/** A dict and APPEND behind the empty list on top; the address behind, or 0 where they are left. */
function itemAt(sp: usize, at: usize, limit: usize, nesting: i32): usize {
  at = pushEmpty(sp, KIND_DICT, at, limit);
  sp += ENTRY;
  if (at >= limit || load<u8>(at) != op.MARK) return leave(sp, at);
  at = dictAt(sp, at + 1, limit, nesting);
  if (at == 0) return 0;
  if (at >= limit || load<u8>(at) != op.APPEND) return leave(sp, at);
  append(sp, <i32>(at - windowBase));
  return at + 1;
}

/** Items behind the MARK above the list on top, and APPENDS; the address behind, or 0 where they are left. */
function listAt(sp: usize, at: usize, limit: usize, nesting: i32): usize {
  const list = sp - ENTRY;
  let done = numberBatch(list, at, limit);
  if (done == 0) done = objectBatch(list, at, limit);
  if (done != 0) {
    top = sp;
    return done;
  }
  pushMark(sp);
  if (nesting == MAX_NESTING) return leave(sp, at);
  at = itemsAt(sp, at, limit, nesting + 1);
  if (at == 0) return 0;
  if (at >= limit || load<u8>(at) != op.APPENDS) return leave(top, at);
  appends(top, <i32>(at - windowBase));
  return at + 1;
}

/** Leaves what is at `at` to the machine: 0. */
function leave(sp: usize, at: usize): usize {
  top = sp;
  goOn(at);
  return 0;
}

/**
 * The dict whose pairs start at `at` and have their places on the stack from `first` on; the address behind, or 0 where
 * it is left.
 */
function dictAt(first: usize, at: usize, limit: usize, nesting: i32): usize {
  let shape = expectedShape();
  pushMark(first);
  if (shape == 0 || load<u32>(shape, LEARNED) != memoChanges + 1 || repOf(first - ENTRY) != REP_PENDING) {
    return leave(first, at);
  }
  if (behind(first, 2 * MAX_FIELDS) >= stackEnd) return leave(first, at);
  const ownWords = values + <usize>nesting * VALUES;
  const ownDoubles = ownWords + WORDS;
  let words = ownWords;
  let doubles = ownDoubles;
  let field = shape + FIELDS;
  let end = field + <usize>load<i32>(shape, COUNT) * FIELD;
  let pair = first;
  let tries = MAX_TRIES;
  let hasPending = false;
  for (;;) {
    if (at + ROOM > limit) break;
    let next = at + <usize>load<u16>(field, FIELD_LENGTH);
    if (field == end) {
      if (load<u8>(at) == op.SETITEMS) {
        const offset = <i32>(at - windowBase);
        const target = first - ENTRY;
        takeMark(offset);
        if (hasPending) makePending(shape, first, offset);
        recordOf(shape, target, ownWords, words, ownDoubles, doubles, offset);
        fixMemo(target);
        nowInSlot(target, KIND_DICT);
        return at + 1;
      }
    } else if (((load<u64>(at) ^ load<u64>(field)) & load<u64>(field, FIELD_MASK)) == 0) {
      const code = <i32>load<u8>(next);
      const rep = load<i32>(field, FIELD_REP);
      let bits: u64 = 0;
      let isThere = true;
      switch (rep) {
        case REP_STR:
          if (code == op.SHORT_BINUNICODE || code == op.BINUNICODE) {
            const isShort = code == op.SHORT_BINUNICODE;
            const length = isShort ? <u32>load<u8>(next, 1) : load<u32>(next, 1);
            next += isShort ? 2 : 5;
            const id = length > <u32>LONG_TEXT || next + length > limit ? -1 : textOfField(field, next, length);
            if (id < 0) return give(first, pair, shape, field, nesting, at);
            bits = id;
            next = putText(next + length, limit, id);
            break;
          }
        case REP_OBJECT: {
          if (code != op.BINGET && code != op.LONG_BINGET) {
            isThere = false;
            break;
          }
          const entry = denseEntry(code == op.BINGET ? <u32>load<u8>(next, 1) : load<u32>(next, 1));
          isThere = (<i32>entry & 0xff) == rep;
          if (!isThere) break;
          bits = entry >> 32;
          next += code == op.BINGET ? 2 : 5;
          if (rep == REP_OBJECT) {
            store<u64>(pair, <u64><u32>entry | ((bits + 1) << 32), ENTRY);
            store<u64>(pair, bits, ENTRY + 8);
          }
          break;
        }
        case REP_INT:
          if (code == op.BININT1) {
            bits = load<u8>(next, 1);
            next += 2;
          } else if (code == op.BININT2) {
            bits = load<u16>(next, 1);
            next += 3;
          } else if (code == op.BININT) {
            bits = load<u32>(next, 1);
            next += 5;
          } else isThere = false;
          break;
        case REP_FLOAT:
          isThere = code == op.BINFLOAT;
          bits = bswap(load<u64>(next, 1));
          next += 9;
          break;
        case REP_CONST:
          isThere = code == op.NONE || code == op.NEWTRUE || code == op.NEWFALSE;
          bits = code == op.NONE ? 0 : code == op.NEWTRUE ? 2 : 1;
          next++;
          break;
        case REP_NUM:
        case REP_BIG: {
          const length = load<u8>(next, 1);
          const value = signedAt(next + 2, length);
          const isSafe = value >= -9007199254740991 && value <= 9007199254740991;
          isThere = code == op.LONG1 && length <= 8 && isSafe == (rep == REP_NUM) && value != <i64><i32>value;
          bits = isSafe ? reinterpret<u64>(<f64>value) : value;
          next += 2 + length;
          break;
        }
        case REP_SLOT: {
          isThere = code == op.EMPTY_LIST || code == op.EMPTY_DICT;
          if (!isThere) break;
          const value = pair + ENTRY;
          next = pushEmpty(value, code == op.EMPTY_LIST ? KIND_LIST : KIND_DICT, next, limit);
          const follows = next < limit ? <i32>load<u8>(next) : 0;
          let done: usize = 0;
          if (follows != op.MARK && (follows != op.EMPTY_DICT || code == op.EMPTY_DICT)) {
            hasPending = true;
            break;
          }
          const above = pair + PAIR;
          if (nesting == MAX_NESTING) leave(above, next);
          else if (follows != op.MARK) done = itemAt(above, next, limit, nesting + 1);
          else if (code == op.EMPTY_DICT) done = dictAt(above, next + 1, limit, nesting + 1);
          else done = listAt(above, next + 1, limit, nesting + 1);
          if (done == 0) {
            restore(first, pair, shape, nesting);
            push(pair, REP_STR, KIND_STR, load<u32>(field, FIELD_NAME));
            return 0;
          }
          next = done;
          // MARK APPENDS leaves it as it is.
          if (repOf(value) == REP_PENDING) hasPending = true;
          break;
        }
        default:
          isThere = false;
      }
      if (isThere) {
        if (((1 << rep) & IN_POOL) != 0) {
          store<u64>(doubles, bits);
          doubles += 8;
        } else if (rep != REP_SLOT) {
          store<i32>(words, <i32>bits);
          words += 4;
        }
        at = next;
        field += FIELD;
        pair += PAIR;
        continue;
      }
    }
    // Something else: another shape has the same fields so far, or nobody knows.
    const other: usize = load<u32>(field, FIELD_OTHER);
    if (other == 0 || --tries == 0 || load<u32>(other, LEARNED) != memoChanges + 1) {
      stray(first, shape, field);
      break;
    }
    field = other + (field - shape);
    shape = other;
    end = shape + FIELDS + <usize>load<i32>(shape, COUNT) * FIELD;
  }
  return give(first, pair, shape, field, nesting, at);
}

/** Leaves the pair at `at` to the machine, and puts those in front of it onto the stack: 0. */
function give(first: usize, pair: usize, shape: usize, field: usize, nesting: i32, at: usize): usize {
  restore(first, pair, shape, nesting);
  return leave(pair, at);
}

/** Puts the pairs that were read onto the stack, but those values that are there already. */
function restore(first: usize, end: usize, shape: usize, nesting: i32): void {
  let words = values + <usize>nesting * VALUES;
  let doubles = words + WORDS;
  let field = shape + FIELDS;
  for (let pair = first; pair < end; pair += PAIR, field += FIELD) {
    push(pair, REP_STR, KIND_STR, load<u32>(field, FIELD_NAME));
    const rep = load<i32>(field, FIELD_REP);
    if (rep == REP_SLOT) continue;
    if (((1 << rep) & IN_POOL) != 0) {
      const kind = rep == REP_FLOAT ? KIND_FLOAT : KIND_INT;
      push(pair + ENTRY, rep == REP_FLOAT ? REP_NUM : rep, kind, load<u64>(doubles));
      doubles += 8;
      continue;
    }
    const word = load<i32>(words);
    words += 4;
    if (rep == REP_OBJECT) continue;
    let kind = rep == REP_STR ? KIND_STR : KIND_INT;
    if (rep == REP_CONST) kind = word == 0 ? KIND_NONE : KIND_BOOL;
    push(pair + ENTRY, rep, kind, word);
  }
}

/** Makes the empty containers among the values of a whole record, whose pairs have their places from `first` on. */
function makePending(shape: usize, first: usize, offset: i32): void {
  const end = shape + FIELDS + <usize>load<i32>(shape, COUNT) * FIELD;
  let entry = first + ENTRY;
  for (let field = shape + FIELDS; field < end; field += FIELD, entry += PAIR) {
    if (load<i32>(field, FIELD_REP) != REP_SLOT || repOf(entry) != REP_PENDING) continue;
    reserve(2);
    materialize(entry, offset);
  }
}

/** The id of a text that is the value of a field. */
@inline function textOfField(field: usize, at: usize, length: i32): i32 {
  const news = <i32>load<i16>(field, FIELD_NEWS);
  if (news >= MOSTLY_NEW) {
    store<i16>(field, <i16>(news < LOOK_AGAIN ? news + 1 : MOSTLY_NEW >> 1), FIELD_NEWS);
    return newText(at, length);
  }
  const before = nextString;
  const id = textOf(at, length, false);
  store<i16>(field, <i16>(id >= before ? news + 1 : max(news - 4, -MOSTLY_NEW)), FIELD_NEWS);
  return id;
}
