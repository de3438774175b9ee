// Text, bytes and Python 2 str: into the arenas, or left where they are for the host.
import { FAULT_FRAME_EXHAUSTED, FAULT_TRUNCATED, FAULT_UTF8 } from '../../src/shared/faults';
import { KIND_BYTEARRAY, KIND_BYTES, KIND_DICT, KIND_STR } from '../../src/shared/kinds';
import { SCAN_PAYLOAD } from '../../src/shared/status';
import {
  HEAD_FAULT_OFFSET, HEAD_NEED, HEAD_NEED_HIGH, HEAD_PAYLOAD, HEAD_PAYLOAD_SLOT, LONG_TEXT, PAYLOAD_BYTES, PAYLOAD_OLD_TEXT, PAYLOAD_TEXT,
  REP_STR, TAPE_BYTES, TAPE_OLD_TEXT, TAPE_QUOTED, TAPE_RAW_TEXT, TAPE_TEXT,
} from '../../src/shared/tape';
import { end, goOn, insideFrame, line, more, read, stop } from '../input/read';
import { find, hostString, isAscii, SPLIT_PAIR, textOf } from '../input/text';
import { remaining, windowBase, windowEnd } from '../input/window';
import { setHead } from '../memory';
import { element, making, piece, word } from '../output/tape';
import { ENTRY, kindOf, push, pushSlot } from './entry';
import { oldAsBytes, oldIsAscii } from './settings';
import { depthOf, stackBase } from './stack';

/** A payload of no more bytes that the window's end cuts waits for the next window: behind larger ones windows are small (bench case datetimes). */
const SMALL_PAYLOAD: u64 = 1024;

/** Bytes of the payload that ended the call with SCAN_PAYLOAD. */
export let payloadLength: u64 = 0;

/** A payload of `length` bytes at `at` that the tape only points to. */
export function counted(sp: usize, what: i32, at: usize, length: u64, offset: i32): usize {
  if (length > 0 && !insideFrame(at, length)) return stop(FAULT_FRAME_EXHAUSTED, offset);
  const here = <i32>(at - windowBase);
  if (<f64>length + <f64>here > remaining) return stop(FAULT_TRUNCATED, offset);
  const isWhole = length <= <u64>(windowEnd - at);
  if (!isWhole && length <= SMALL_PAYLOAD) return more(offset, <u32>(here + <i32>length - offset));
  const isText = what >= PAYLOAD_TEXT;
  const kind = what == PAYLOAD_BYTES ? KIND_BYTES : KIND_BYTEARRAY;
  const slot = isText ? hostString() : depthOf(sp);
  const top = isText ? push(sp, REP_STR, KIND_STR, slot) : pushSlot(sp, kind);
  if (!isWhole) {
    setHead(HEAD_NEED, <i32>length);
    setHead(HEAD_NEED_HIGH, <i32>(length >> 32));
    setHead(HEAD_PAYLOAD, what);
    setHead(HEAD_PAYLOAD_SLOT, slot);
    setHead(HEAD_FAULT_OFFSET, offset);
    payloadLength = length;
    return end(SCAN_PAYLOAD, at);
  }
  if (isText) element(what == PAYLOAD_TEXT ? TAPE_TEXT : TAPE_OLD_TEXT, slot, 0, offset);
  else making(TAPE_BYTES | (kind << 16), slot, 0, offset);
  piece(at, <i32>length);
  goOn(at + <usize>length);
  return top;
}

/** UTF-8 text of `length` bytes at `at`. */
export function text(sp: usize, at: usize, length: u64, offset: i32, isKey: bool): usize {
  if (length > <u64>LONG_TEXT) return counted(sp, PAYLOAD_TEXT, at, length, offset);
  const behind = read(at, <u32>length, offset);
  if (behind == 0) return 0;
  const id = textOf(at, <i32>length, isKey);
  if (id == SPLIT_PAIR) return counted(sp, PAYLOAD_TEXT, at, length, offset);
  if (id < 0) return stop(FAULT_UTF8, offset);
  goOn(behind);
  return push(sp, REP_STR, KIND_STR, id);
}

/** Python 2 str of `length` bytes at `at`. */
export function oldString(sp: usize, at: usize, length: u64, offset: i32, isKey: bool): usize {
  if (oldAsBytes) return counted(sp, PAYLOAD_BYTES, at, length, offset);
  if (length > <u64>LONG_TEXT || !oldIsAscii) return counted(sp, PAYLOAD_OLD_TEXT, at, length, offset);
  if (read(at, <u32>length, offset) == 0) return 0;
  if (!isAscii(at, <i32>length)) return counted(sp, PAYLOAD_OLD_TEXT, at, length, offset);
  return text(sp, at, length, offset, isKey);
}

/** STRING. */
export function quoted(sp: usize, at: usize, offset: i32): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  const id = oldAsBytes ? -1 : hostString();
  if (oldAsBytes) making(TAPE_QUOTED | (KIND_BYTES << 16), depthOf(sp), 0, offset);
  else element(TAPE_QUOTED, depthOf(sp), 0, offset);
  piece(at, <i32>(end - at));
  word(id + 1);
  goOn(end + 1);
  return oldAsBytes ? pushSlot(sp, KIND_BYTES) : push(sp, REP_STR, KIND_STR, id);
}

/** UNICODE. */
export function rawText(sp: usize, at: usize, offset: i32, isKey: bool): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  const length = <i32>(end - at);
  goOn(end + 1);
  if (length <= LONG_TEXT && isAscii(at, length) && find(0x5c, at, end) < 0) {
    return push(sp, REP_STR, KIND_STR, textOf(at, length, isKey));
  }
  const id = hostString();
  element(TAPE_RAW_TEXT, id, 0, offset);
  piece(at, length);
  return push(sp, REP_STR, KIND_STR, id);
}

/** True when a text pushed now is going to be a key: right above a dict, or at an even place above a dict's mark. */
export function isKey(sp: usize, fence: usize): bool {
  const isInDict = fence > stackBase && kindOf(fence - ENTRY) == KIND_DICT;
  if (sp > fence) return kindOf(sp - ENTRY) == KIND_DICT || (((sp - fence) & ENTRY) == 0 && isInDict);
  return isInDict;
}
