// Sequences of opcodes that are common enough to be done at once. What is here only tries: it returns the address
// behind the sequence, or 0 when it is another one or not wholly there, and then nothing is done.
import { KIND_BYTES, KIND_LIST, KIND_OBJECT, KIND_TUPLE } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import {
  MODE_FLOAT, MODE_INT, REP_LATE, REP_PENDING, REP_SLOT, TAPE_CALL_BYTES, TAPE_EXTEND, TAPE_LIST,
} from '../../src/shared/tape';
import { origin, windowBase } from '../input/window';
import { element, making, poolTop, reserve, skipPool, skipWords, tapeTop, word } from '../output/tape';
import { fixMemo } from '../output/values';
import { kindOf, newInSlot, nowInSlot, objectOf, repOf, tagOf } from './entry';
import { putTwoNew } from './memo';
import { calleeOf } from './objects';
import { depthOf } from './stack';

/** MEMOIZE, TUPLE1, MEMOIZE, REDUCE. */
const CALL: u32 = op.MEMOIZE | (op.TUPLE1 << 8) | (op.MEMOIZE << 16) | (op.REDUCE << 24);

/**
 * A call of `callee` with bytes alone, as protocol 4 writes it, becomes one element (bench case datetimes): the host
 * reads the bytes where they are. `at` is where their length is. The address behind REDUCE, or 0 when it is something
 * else or not wholly there.
 */
export function callWithBytes(callee: usize, at: usize, limit: usize): usize {
  const behind = at + 1 + <usize>load<u8>(at);
  const start = <i32>(at - windowBase);
  if (behind + 4 > limit || load<u32>(behind) != CALL) return 0;
  if (!putTwoNew(tagOf(REP_LATE, KIND_BYTES), tagOf(REP_LATE, KIND_TUPLE), origin + start)) return 0;
  const offset = <i32>(behind + 3 - windowBase);
  const object = calleeOf(callee, offset);
  making(TAPE_CALL_BYTES | (kindOf(callee) << 16), depthOf(callee), 0, offset);
  word(object);
  word(start);
  newInSlot(callee, KIND_OBJECT);
  return behind + 4;
}

/** Bytes of a batch's element in front of its values: header, base, number and mode. */
export const BATCH_HEAD: usize = 28;

/** Numbers of one batch that go straight to the tape; CPython writes 1000. */
const BATCH: i32 = 4096;

/**
 * A batch `MARK n1 n2 … APPENDS` that is all small ints or all floats goes to the tape without the stack (bench cases
 * smallints and floats). `ip` is behind the MARK. The address behind APPENDS, or 0 when the batch is something else or
 * not wholly there.
 */
export function numberBatch(list: usize, ip: usize, limit: usize): usize {
  if (ip >= limit) return 0;
  const first = load<u8>(ip);
  const isFloat = first == op.BINFLOAT;
  if (!isFloat && first != op.BININT1 && first != op.BININT2 && first != op.BININT) return 0;
  reserve(BATCH);
  const start = tapeTop;
  let n = 0;
  let code: i32 = first;
  if (isFloat) {
    let to = poolTop;
    while (code == op.BINFLOAT && n < BATCH) {
      if (ip + 10 > limit) return 0;
      store<u64>(to, bswap(load<u64>(ip, 1)));
      to += 8;
      ip += 9;
      n++;
      code = load<u8>(ip);
    }
  } else {
    let to = start + BATCH_HEAD;
    for (; n < BATCH; n++) {
      if (ip + 6 > limit) return 0;
      if (code == op.BININT1) {
        store<i32>(to, load<u8>(ip, 1));
        ip += 2;
      } else if (code == op.BININT2) {
        store<i32>(to, load<u16>(ip, 1));
        ip += 3;
      } else if (code == op.BININT) {
        store<i32>(to, load<i32>(ip, 1));
        ip += 5;
      } else break;
      to += 4;
      code = load<u8>(ip);
    }
  }
  if (code != op.APPENDS) return 0;
  const offset = <i32>(ip - windowBase);
  if (!beginBatch(list, n, isFloat ? MODE_FLOAT : MODE_INT, offset)) return 0;
  if (isFloat) skipPool(n);
  else skipWords(n);
  return ip + 1;
}

/**
 * Writes all but the values of an element for `list`, whose items they are; false, and nothing is done, when an element
 * in front would lie where the values are.
 */
export function beginBatch(list: usize, n: i32, mode: i32, offset: i32): bool {
  const slot = depthOf(list);
  if (repOf(list) == REP_PENDING) {
    fixMemo(list);
    making(TAPE_LIST | (KIND_LIST << 16), slot, objectOf(list), offset);
    nowInSlot(list, KIND_LIST);
  } else {
    if (repOf(list) != REP_SLOT) return false;
    element(TAPE_EXTEND | (KIND_LIST << 16), slot, 0, offset);
  }
  word(slot + 1);
  word(n);
  word(mode);
  return true;
}
