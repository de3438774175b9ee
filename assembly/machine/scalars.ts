// The loop for what most of a pickle consists of: numbers, short text, empty containers, and what the memo gives back.
import {
  KIND_BOOL, KIND_DICT, KIND_FLOAT, KIND_INT, KIND_LIST, KIND_NONE, KIND_SET, KIND_STR, KIND_TUPLE,
} from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import { LONG_TEXT, REP_CONST, REP_INT, REP_NUM, REP_PENDING, REP_STR } from '../../src/shared/tape';
import { argumentSize } from '../input/arguments';
import { goOn } from '../input/read';
import { textOf } from '../input/text';
import { ENTRY, push, pushInteger, tagOf } from './entry';
import { isUnmade, memoCount, memoEntry, putNew } from './memo';
import { signedAt } from './numbers';
import { isKey } from './payloads';
import { pushMemo, pushNamed } from './remember';
import { depthOf, stackEnd } from './stack';

/** Opcode, count and value of the longest scalar: LONG1 with a 64-bit integer. */
export const LONGEST: usize = 10;

/**
 * Pushes the scalars and empty containers from `at` on: what most of a pickle consists of, in a loop that stays in
 * registers. It stops in front of what it does not know or what is not wholly there; `cursor` says where.
 * @param once the opcode at `at` was checked to have its fixed argument in front of the limit; only this one
 * @returns the new `sp`
 */
export function scalars(at: usize, sp: usize, limit: usize, once: bool): usize {
  const end = stackEnd;
  while (sp < end && (at + LONGEST <= limit || once)) {
    const code = <i32>load<u8>(at);
    let next = at + 1 + argumentSize(code);
    switch (code) {
      case op.BININT:
        sp = push(sp, REP_INT, KIND_INT, load<i32>(at, 1));
        break;
      case op.BININT1:
        sp = push(sp, REP_INT, KIND_INT, load<u8>(at, 1));
        break;
      case op.BININT2:
        sp = push(sp, REP_INT, KIND_INT, load<u16>(at, 1));
        break;
      case op.LONG1: {
        const length = load<u8>(at, 1);
        next += length;
        if (length > 8 || next > limit) {
          goOn(at);
          return sp;
        }
        sp = pushInteger(sp, signedAt(at + 2, length));
        break;
      }
      case op.NONE:
        sp = push(sp, REP_CONST, KIND_NONE, 0);
        break;
      case op.NEWTRUE:
        sp = push(sp, REP_CONST, KIND_BOOL, 2);
        break;
      case op.NEWFALSE:
        sp = push(sp, REP_CONST, KIND_BOOL, 1);
        break;
      case op.BINFLOAT:
        sp = push(sp, REP_NUM, KIND_FLOAT, bswap(load<u64>(at, 1)));
        break;
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE: {
        const length = code == op.BINUNICODE ? load<u32>(at, 1) : <u32>load<u8>(at, 1);
        const text = length <= <u32>LONG_TEXT && next + length <= limit ? textOf(next, length, isKey(sp)) : -1;
        if (text < 0) {
          goOn(at);
          return sp;
        }
        sp = push(sp, REP_STR, KIND_STR, text);
        // Performance: nearly every str and container is memoized at once.
        next = putText(next + length, limit, text);
        break;
      }
      case op.EMPTY_LIST:
      case op.EMPTY_TUPLE:
      case op.EMPTY_DICT:
      case op.EMPTY_SET: {
        next = pushEmpty(sp, emptyKind(code), at, limit);
        sp += ENTRY;
        break;
      }
      case op.BINGET:
      case op.LONG_BINGET: {
        const index = code == op.BINGET ? <u32>load<u8>(at, 1) : load<u32>(at, 1);
        const entry = memoEntry(index);
        if (entry == 0 || isUnmade(entry)) {
          goOn(at);
          return sp;
        }
        sp = pushMemo(sp, entry, index);
        break;
      }
      default:
        goOn(at);
        return sp;
    }
    at = next;
    if (once) break;
  }
  goOn(at);
  return sp;
}

@inline function emptyKind(code: i32): i32 {
  if (code == op.EMPTY_LIST) return KIND_LIST;
  return code == op.EMPTY_DICT ? KIND_DICT : code == op.EMPTY_TUPLE ? KIND_TUPLE : KIND_SET;
}

/** Pushes the empty container at `at`, memoized if it is at once; the address behind. */
export function pushEmpty(sp: usize, kind: i32, at: usize, limit: usize): usize {
  const index = indexBehind(at + 1, limit);
  if (!putNew(index, tagOf(REP_PENDING, kind), depthOf(sp))) {
    push(sp, REP_PENDING, kind, 0);
    return at + 1;
  }
  pushNamed(sp, kind, index);
  return at + 2 + argumentSize(load<u8>(at, 1));
}

/** Memoizes the text `id` as the opcode at `at` says, if that is one that does; the address behind. */
@inline export function putText(at: usize, limit: usize, id: i32): usize {
  const isPut = putNew(indexBehind(at, limit), tagOf(REP_STR, KIND_STR), id);
  return isPut ? at + 1 + argumentSize(load<u8>(at)) : at;
}

/** Memo index of the MEMOIZE, BINPUT or LONG_BINPUT at `at`; 0xffffffff when there is none of them. */
@inline export function indexBehind(at: usize, limit: usize): u32 {
  if (at + LONGEST > limit) return 0xffffffff;
  const code = <i32>load<u8>(at);
  if (code == op.MEMOIZE) return memoCount;
  return code == op.BINPUT ? <u32>load<u8>(at, 1) : code == op.LONG_BINPUT ? load<u32>(at, 1) : 0xffffffff;
}
