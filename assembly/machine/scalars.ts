// The loop for what most of a pickle consists of: numbers, short text, empty containers, and what the memo gives back.
import { KIND_BOOL, KIND_DICT, KIND_FLOAT, KIND_INT, KIND_LIST, KIND_NONE, KIND_SET, KIND_STR, KIND_TUPLE } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import { LONG_TEXT, REP_CONST, REP_INT, REP_NUM, REP_PENDING, REP_STR } from '../../src/shared/tape';
import { argumentSize } from '../input/arguments';
import { goOn } from '../input/read';
import { textOf } from '../input/text';
import { push, pushInteger, repOf, tagOf } from './entry';
import { memoCount, memoEntry, putNew } from './memo';
import { signedAt } from './numbers';
import { isKey } from './payloads';
import { pushMemo, pushNamed } from './remember';
import { depthOf, stackEnd } from './stack';

/** Opcode, count and value of the longest scalar: LONG1 with a 64-bit integer. */
export const LONGEST: usize = 10;

/**
 * Pushes the scalars and empty containers from `at` on: what most of a pickle consists of, in a loop that stays in registers.
 * It stops in front of what it does not know or what is not wholly there; `cursor` says where.
 * @param once the opcode at `at` was checked to have its fixed argument in front of the limit; only this one
 * @returns the new `sp`
 */
export function scalars(at: usize, sp: usize, fence: usize, limit: usize, once: bool): usize {
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
        const text = length <= <u32>LONG_TEXT && next + length <= limit ? textOf(next, length, isKey(sp, fence)) : -1;
        if (text < 0) {
          goOn(at);
          return sp;
        }
        sp = push(sp, REP_STR, KIND_STR, text);
        next += length;
        // Performance: nearly every str and container is memoized at once.
        const index = indexBehind(next, limit);
        if (putNew(index, tagOf(REP_STR, KIND_STR), text)) next += 1 + argumentSize(load<u8>(next));
        break;
      }
      case op.EMPTY_LIST:
      case op.EMPTY_TUPLE:
      case op.EMPTY_DICT:
      case op.EMPTY_SET: {
        const kind = code == op.EMPTY_LIST ? KIND_LIST : code == op.EMPTY_DICT ? KIND_DICT : code == op.EMPTY_TUPLE ? KIND_TUPLE : KIND_SET;
        const index = indexBehind(next, limit);
        if (putNew(index, tagOf(REP_PENDING, kind), depthOf(sp))) {
          sp = pushNamed(sp, kind, index);
          next += 1 + argumentSize(load<u8>(next));
        } else {
          sp = push(sp, REP_PENDING, kind, 0);
        }
        break;
      }
      case op.BINGET:
      case op.LONG_BINGET: {
        const entry = memoEntry(code == op.BINGET ? load<u8>(at, 1) : load<u32>(at, 1));
        if (entry == 0 || repOf(entry) >= REP_PENDING) {
          goOn(at);
          return sp;
        }
        sp = pushMemo(sp, entry);
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

/** Memo index of the MEMOIZE, BINPUT or LONG_BINPUT at `at`; 0xffffffff when there is none of them. */
@inline function indexBehind(at: usize, limit: usize): u32 {
  if (at + LONGEST > limit) return 0xffffffff;
  const code = <i32>load<u8>(at);
  if (code == op.MEMOIZE) return memoCount;
  return code == op.BINPUT ? <u32>load<u8>(at, 1) : code == op.LONG_BINPUT ? load<u32>(at, 1) : 0xffffffff;
}
