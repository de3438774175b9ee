// Ints and floats that the loop of scalars leaves: texts of protocol 0, and integers of more than 64 bits.
import { KIND_BOOL, KIND_FLOAT, KIND_INT } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import { FAULT_LONG_COUNT, FAULT_TRUNCATED } from '../../src/shared/faults';
import { REP_CONST, REP_UBIG, TAPE_BIGINT, TAPE_FLOAT_TEXT, TAPE_INT_TEXT } from '../../src/shared/tape';
import { parsed, parseDecimal } from '../input/decimal';
import { goOn, line, read, stop } from '../input/read';
import { making, piece } from '../output/tape';
import { push, pushInteger, pushSlot } from './entry';
import { digitsLimit } from './settings';
import { depthOf } from './stack';

/** INT and LONG. */
export function intText(code: i32, sp: usize, at: usize, offset: i32): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  let length = <i32>(end - at);
  if (length == 0) return stop(FAULT_TRUNCATED, offset);
  goOn(end + 1);
  if (code == op.INT && length == 2 && load<u8>(at) == 0x30 && (load<u8>(at, 1) | 1) == 0x31) {
    return push(sp, REP_CONST, KIND_BOOL, <u64>(load<u8>(at, 1) - 0x2f));
  }
  if (code == op.LONG && load<u8>(end - 1) == 0x4c) length--;
  if (length <= digitsLimit && parseDecimal(at, length)) return pushInteger(sp, parsed);
  making(TAPE_INT_TEXT | (KIND_INT << 16), depthOf(sp), 0, offset);
  piece(at, length);
  return pushSlot(sp, KIND_INT);
}

/** LONG1 and LONG4: two's complement of `length` bytes at `at`. */
export function longBytes(length: i32, sp: usize, at: usize, offset: i32): usize {
  if (length < 0) return stop(FAULT_LONG_COUNT, offset);
  const end = read(at, length, offset);
  if (end == 0) return 0;
  goOn(end);
  if (length <= 8) return pushInteger(sp, signedAt(at, length));
  if (length == 9 && load<u8>(at, 8) == 0 && load<i64>(at) < 0) return push(sp, REP_UBIG, KIND_INT, load<u64>(at));
  making(TAPE_BIGINT | (KIND_INT << 16), depthOf(sp), 0, offset);
  piece(at, length);
  return pushSlot(sp, KIND_INT);
}

/** A signed integer of up to eight bytes. The window has slack behind it, so eight can always be read. */
@inline export function signedAt(at: usize, length: i32): i64 {
  const unused = <i64>(64 - (length << 3));
  return length == 0 ? 0 : (load<i64>(at) << unused) >> unused;
}

/** FLOAT. */
export function floatText(sp: usize, at: usize, offset: i32): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  if (end == at) return stop(FAULT_TRUNCATED, offset);
  making(TAPE_FLOAT_TEXT | (KIND_FLOAT << 16), depthOf(sp), 0, offset);
  piece(at, <i32>(end - at));
  goOn(end + 1);
  return pushSlot(sp, KIND_FLOAT);
}
