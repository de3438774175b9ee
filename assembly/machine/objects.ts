// What the host makes: globals, instances, extension codes, persistent ids, out-of-band buffers. Its values go into its slots first, since
// each of these may fail there.
import { FAULT_EXTENSION_CODE, FAULT_GLOBAL_UTF8, FAULT_NO_MARK, FAULT_PERSID_ASCII, FAULT_TRUNCATED } from '../../src/shared/faults';
import { KIND_GLOBAL, KIND_OBJECT, KIND_TUPLE } from '../../src/shared/kinds';
import * as op from '../../src/shared/opcodes';
import {
  REP_OBJECT, REP_PENDING, REP_STR, TAPE_BINPERSID, TAPE_BUILD, TAPE_EXTENSION, TAPE_GLOBAL, TAPE_INST, TAPE_NEWOBJ, TAPE_NEWOBJ_EMPTY,
  TAPE_NEWOBJ_EX, TAPE_NEXT_BUFFER, TAPE_OBJ, TAPE_PERSID, TAPE_READONLY, TAPE_REDUCE,
} from '../../src/shared/tape';
import { goOn, line, stop } from '../input/read';
import { isAscii, textOf, wide } from '../input/text';
import { element, making, reserve, word } from '../output/tape';
import { classify, writeItems, toSlot } from '../output/values';
import { ENTRY, entriesIn, kindOf, newInSlot, objectOf, pushSlot, repOf, wordOf } from './entry';
import { protocol } from './settings';
import { depthOf, hasMark, popMark, underflow } from './stack';

/** GLOBAL, and INST, whose arguments are above the mark `first`. */
export function named(code: i32, sp: usize, first: usize, at: usize, offset: i32): usize {
  const moduleEnd = line(at, offset);
  if (moduleEnd == 0) return 0;
  const nameAt = moduleEnd + 1;
  const nameEnd = line(nameAt, offset);
  if (nameEnd == 0) return 0;
  if (code == op.INST && !hasMark()) return stop(FAULT_NO_MARK, offset);
  if (moduleEnd == at) return stop(FAULT_TRUNCATED, offset);
  const module = nameOf(code, at, <i32>(moduleEnd - at));
  if (module < 0) return stop(FAULT_GLOBAL_UTF8, offset);
  if (nameEnd == nameAt) return stop(FAULT_TRUNCATED, offset);
  const name = nameOf(code, nameAt, <i32>(nameEnd - nameAt));
  if (name < 0) return stop(FAULT_GLOBAL_UTF8, offset);
  goOn(nameEnd + 1);
  if (code == op.GLOBAL) {
    global(depthOf(sp), module, name, offset);
    return pushSlot(sp, KIND_GLOBAL);
  }
  popMark();
  const n = entriesIn(first, sp);
  const mode = classify(first, n, ENTRY, offset);
  reserve(n);
  making(TAPE_INST | (KIND_OBJECT << 16), depthOf(first), 0, offset);
  word(module);
  word(name);
  word(protocol);
  writeItems(first, n, mode);
  newInSlot(first, KIND_OBJECT);
  return first + ENTRY;
}

/** Id of a line of GLOBAL (UTF-8, without the encoded surrogates that str may have) or INST (ASCII), or negative. */
function nameOf(code: i32, at: usize, length: i32): i32 {
  return isAscii(at, length) ? textOf(at, length, false) : code == op.INST ? -1 : wide(at, length, true);
}

function global(slot: i32, module: i32, name: i32, offset: i32): void {
  making(TAPE_GLOBAL | (KIND_GLOBAL << 16), slot, 0, offset);
  word(module);
  word(name);
  word(protocol);
}

/** STACK_GLOBAL. */
export function stackGlobal(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 2 * ENTRY) return underflow(offset);
  const name = sp - ENTRY;
  const module = name - ENTRY;
  // What is no text here may be a str that the host got from its caller.
  const moduleId = stringOf(module, offset);
  global(depthOf(module), moduleId, stringOf(name, offset), offset);
  newInSlot(module, KIND_GLOBAL);
  return name;
}

/** String id of an entry, or -1 when its value is in its slot. */
function stringOf(entry: usize, offset: i32): i32 {
  if (repOf(entry) == REP_STR) return wordOf(entry);
  toSlot(entry, offset);
  return -1;
}

/** EXT1, EXT2 and EXT4. */
export function extension(value: i32, sp: usize, offset: i32): usize {
  if (value <= 0) return stop(FAULT_EXTENSION_CODE, offset, value);
  making(TAPE_EXTENSION | (KIND_GLOBAL << 16), depthOf(sp), 0, offset);
  word(value);
  word(protocol);
  return pushSlot(sp, KIND_GLOBAL);
}

/** Where the host finds what is to be called: object id + 1, or 0 when it is in its slot. */
export function calleeOf(entry: usize, offset: i32): i32 {
  if (repOf(entry) == REP_OBJECT) return wordOf(entry) + 1;
  toSlot(entry, offset);
  return 0;
}

/** REDUCE. */
export function reduce(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 2 * ENTRY) return underflow(offset);
  const args = sp - ENTRY;
  const callee = args - ENTRY;
  const object = calleeOf(callee, offset);
  toSlot(args, offset);
  making(TAPE_REDUCE | (kindOf(callee) << 16), depthOf(callee), 0, offset);
  word(object);
  newInSlot(callee, KIND_OBJECT);
  return args;
}

/** NEWOBJ. */
export function newObj(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 2 * ENTRY) return underflow(offset);
  const args = sp - ENTRY;
  const type = args - ENTRY;
  const object = calleeOf(type, offset);
  const isEmpty = repOf(args) == REP_PENDING && kindOf(args) == KIND_TUPLE && objectOf(args) == 0;
  if (!isEmpty) toSlot(args, offset);
  making((isEmpty ? TAPE_NEWOBJ_EMPTY : TAPE_NEWOBJ) | (kindOf(type) << 16), depthOf(type), 0, offset);
  word(object);
  newInSlot(type, KIND_OBJECT);
  return args;
}

/** NEWOBJ_EX. */
export function newObjEx(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 3 * ENTRY) return underflow(offset);
  const type = sp - 3 * ENTRY;
  toSlot(type, offset);
  toSlot(sp - 2 * ENTRY, offset);
  toSlot(sp - ENTRY, offset);
  making(TAPE_NEWOBJ_EX | (kindOf(type) << 16), depthOf(type), 0, offset);
  newInSlot(type, KIND_OBJECT);
  return type + ENTRY;
}

/** OBJ: class and arguments are above the mark `first`. */
export function obj(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  popMark();
  if (sp <= first) return underflow(offset);
  const args = first + ENTRY;
  const n = entriesIn(args, sp);
  toSlot(first, offset);
  const mode = classify(args, n, ENTRY, offset);
  reserve(n);
  making(TAPE_OBJ | (kindOf(first) << 16), depthOf(first), 0, offset);
  writeItems(args, n, mode);
  newInSlot(first, KIND_OBJECT);
  return args;
}

/** BUILD. */
export function build(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 2 * ENTRY) return underflow(offset);
  const state = sp - ENTRY;
  const target = state - ENTRY;
  toSlot(target, offset);
  toSlot(state, offset);
  element(TAPE_BUILD | (kindOf(target) << 16), depthOf(target), 0, offset);
  word(kindOf(state));
  return state;
}

/** PERSID. */
export function persistentLine(sp: usize, at: usize, offset: i32): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  const length = <i32>(end - at);
  if (!isAscii(at, length)) return stop(FAULT_PERSID_ASCII, offset);
  making(TAPE_PERSID | (KIND_OBJECT << 16), depthOf(sp), 0, offset);
  word(textOf(at, length, false));
  goOn(end + 1);
  return pushSlot(sp, KIND_OBJECT);
}

/** BINPERSID. */
export function persistent(sp: usize, fence: usize, offset: i32): usize {
  if (sp <= fence) return underflow(offset);
  const top = sp - ENTRY;
  toSlot(top, offset);
  making(TAPE_BINPERSID | (kindOf(top) << 16), depthOf(top), 0, offset);
  newInSlot(top, KIND_OBJECT);
  return sp;
}

/** NEXT_BUFFER. */
export function nextBuffer(sp: usize, offset: i32): usize {
  making(TAPE_NEXT_BUFFER | (KIND_OBJECT << 16), depthOf(sp), 0, offset);
  return pushSlot(sp, KIND_OBJECT);
}

/** READONLY_BUFFER. */
export function readOnly(sp: usize, fence: usize, offset: i32): usize {
  if (sp <= fence) return underflow(offset);
  const top = sp - ENTRY;
  toSlot(top, offset);
  making(TAPE_READONLY | (kindOf(top) << 16), depthOf(top), 0, offset);
  newInSlot(top, kindOf(top));
  return sp;
}
