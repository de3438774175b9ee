// The dispatch loop: executes opcodes of the window and writes the tape. Opcodes in pickletools order and groups, as in
// src/format/opcodes.ts; what an opcode does is in the files beside this one.
//
// Every value that the machine can keep to itself stays on its stack (stack.ts); an opcode that can fail for the host
// is written at once, so that errors come in the order of the input.
//
// The dispatch stays one switch: the engine makes one jump table of it, and `ip`, `sp` and `limit` stay in registers.
import {
  FAULT_END, FAULT_FRAME_NESTED, FAULT_LIMIT_NODES, FAULT_LOAD_KEY, FAULT_PROTOCOL, FAULT_TRUNCATED,
} from '../../src/shared/faults';
import { KIND_DICT, KIND_LIST } from '../../src/shared/kinds';
import { HIGHEST_PROTOCOL } from '../../src/shared/opcode-traits';
import * as op from '../../src/shared/opcodes';
import { SCAN_DONE, SCAN_DRAIN } from '../../src/shared/status';
import { PAYLOAD_BYTEARRAY, PAYLOAD_BYTES, TAPE_STOP } from '../../src/shared/tape';
import { argumentSize, isScalar, pushes, unsignedAt } from '../input/arguments';
import { cursor, end, frameEnd, insideFrame, limitNow, more, openFrame, read, stop } from '../input/read';
import { isLastWindow, origin, remaining, windowBase, windowEnd } from '../input/window';
import { element, tapeIsFull } from '../output/tape';
import { toSlot } from '../output/values';
import { guide } from '../guided/guide';
import { callWithBytes, numberBatch } from './batches';
import { addItems, append, appends, dict, frozenSet, list, setItem, setItems, shortTuple, tuple } from './containers';
import { drop, pop, popToMark } from './discard';
import { ENTRY, kindOf } from './entry';
import { memoCount } from './memo';
import { floatText, intText, longBytes } from './numbers';
import {
  build, extension, named, newObj, newObjEx, nextBuffer, obj, persistent, persistentLine, readOnly, reduce, stackGlobal,
} from './objects';
import { counted, isKey, oldString, quoted, rawText, text } from './payloads';
import { dup, memoize, memoLine, recall } from './remember';
import { LONGEST, scalars } from './scalars';
import { guided, nodesLimit, setProtocol } from './settings';
import { depthOf, entryAt, fence, growStack, pushMark, stackBase, stackEnd, underflow } from './stack';

/** Values put on the stack so far, when they are counted. */
let nodes: f64 = 0;
/** The opcode being executed is among `nodes`. */
let isCounted: bool = false;

export function beginCounting(): void {
  nodes = 0;
}

/** The opcode that has to wait will be counted again. */
export function uncount(): void {
  if (isCounted) nodes--;
}

/**
 * The loop, from `depth` values on the stack; their number at the end, or in front of the opcode that ended it.
 * `verdict` and `cursor` say how and where that was.
 */
export function run(depth: i32): i32 {
  let ip = windowBase;
  let sp = entryAt(depth);
  let limit = limitNow();
  const counting = nodesLimit != Infinity;
  for (;;) {
    const at = ip;
    const offset = <i32>(at - windowBase);
    // Performance: one comparison for nearly every opcode; LONGEST bytes in front of the limit nothing has to be asked.
    const careful = at + LONGEST > limit || counting;
    if (careful) {
      if (counting) isCounted = false;
      if (at >= limit) {
        // The end of the window, or of the frame.
        insideFrame(at, 1);
        limit = limitNow();
        if (at >= windowEnd) {
          if (isLastWindow) stop(frameEnd >= 0 ? FAULT_TRUNCATED : FAULT_END, offset);
          else more(offset, 1);
          break;
        }
      }
      const next = <i32>load<u8>(at);
      if (counting && pushes(next)) {
        isCounted = true;
        if (++nodes > nodesLimit) {
          stop(FAULT_LIMIT_NODES, offset);
          break;
        }
      }
      const size = argumentSize(next);
      if (at + 1 + size > limit) {
        if (read(at + 1, <u32>size, offset) == 0) break;
        limit = limitNow();
      }
    }
    if (sp >= stackEnd) {
      const depth = depthOf(sp);
      growStack(sp);
      sp = entryAt(depth);
    }
    const code = <i32>load<u8>(at);
    if (isScalar(code)) {
      sp = scalars(at, sp, limit, careful);
      ip = cursor;
      if (ip != at) continue;
    }
    ip = at + 1;
    /** The new top of the stack, or 0 when the call is over. */
    let next = sp;
    switch (code) {
      // --- Ints ---
      case op.INT:
      case op.LONG:
        next = intText(code, sp, ip, offset);
        ip = cursor;
        break;
      case op.LONG1:
        next = longBytes(<i32>load<u8>(ip), sp, ip + 1, offset);
        ip = cursor;
        break;
      case op.LONG4:
        next = longBytes(load<i32>(ip), sp, ip + 4, offset);
        ip = cursor;
        break;

      // --- Strings (Python 2 str) ---
      case op.STRING:
        next = quoted(sp, ip, offset);
        ip = cursor;
        break;
      case op.BINSTRING: // CPython's C unpickler reads its signed count as unsigned.
      case op.SHORT_BINSTRING: {
        const size = argumentSize(code);
        next = oldString(sp, ip + size, unsignedAt(ip, size), offset, isKey(sp));
        ip = cursor;
        break;
      }

      // --- Bytes ---
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
      case op.BYTEARRAY8: {
        if (code == op.SHORT_BINBYTES && origin >= 0 && !counting && sp > fence) {
          const behind = callWithBytes(sp - ENTRY, ip, limit);
          if (behind != 0) {
            ip = behind;
            break;
          }
        }
        const size = argumentSize(code);
        const what = code == op.BYTEARRAY8 ? PAYLOAD_BYTEARRAY : PAYLOAD_BYTES;
        next = counted(sp, what, ip + size, unsignedAt(ip, size), offset);
        ip = cursor;
        break;
      }

      // --- Out-of-band buffers ---
      case op.NEXT_BUFFER:
        next = nextBuffer(sp, offset);
        break;
      case op.READONLY_BUFFER:
        next = readOnly(sp, offset);
        break;

      // --- Text ---
      case op.UNICODE:
        next = rawText(sp, ip, offset, isKey(sp));
        ip = cursor;
        break;
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE:
      case op.BINUNICODE8: {
        const size = argumentSize(code);
        next = text(sp, ip + size, unsignedAt(ip, size), offset, isKey(sp));
        ip = cursor;
        break;
      }

      // --- Floats ---
      case op.FLOAT:
        next = floatText(sp, ip, offset);
        ip = cursor;
        break;

      // --- Lists ---
      case op.APPEND:
        next = append(sp, offset);
        break;
      case op.APPENDS:
        next = appends(sp, offset);
        break;
      case op.LIST:
        next = list(sp, offset);
        break;

      // --- Tuples ---
      case op.TUPLE:
        next = tuple(sp, offset);
        break;
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3:
        next = shortTuple(code - op.TUPLE1 + 1, sp, offset);
        break;

      // --- Dicts ---
      case op.DICT:
        next = dict(sp, offset);
        break;
      case op.SETITEM:
        next = setItem(sp, offset);
        break;
      case op.SETITEMS:
        next = setItems(sp, offset);
        break;

      // --- Sets ---
      case op.ADDITEMS:
        next = addItems(sp, offset);
        break;
      case op.FROZENSET:
        next = frozenSet(sp, offset);
        break;

      // --- Stack manipulation ---
      case op.POP:
        next = pop(sp, offset);
        break;
      case op.DUP:
        next = dup(sp, offset);
        break;
      case op.MARK: {
        const kind = sp > fence && !counting ? kindOf(sp - ENTRY) : 0;
        if (guided && (kind == KIND_LIST || kind == KIND_DICT)) {
          next = guide(sp, ip, limit, kind == KIND_DICT);
          ip = cursor;
          break;
        }
        const behind = kind == KIND_LIST ? numberBatch(sp - ENTRY, ip, limit) : 0;
        if (behind != 0) ip = behind;
        else pushMark(sp);
        break;
      }
      case op.POP_MARK:
        next = popToMark(sp, offset);
        break;

      // --- Memo ---
      case op.GET:
      case op.PUT:
        next = memoLine(code == op.PUT, sp, ip, offset);
        ip = cursor;
        break;
      case op.BINGET:
      case op.LONG_BINGET: {
        const size = argumentSize(code);
        next = recall(sp, unsignedAt(ip, size), offset);
        ip += size;
        break;
      }
      case op.BINPUT:
      case op.LONG_BINPUT: {
        const size = argumentSize(code);
        next = memoize(sp, unsignedAt(ip, size), offset);
        ip += size;
        break;
      }
      case op.MEMOIZE:
        next = memoize(sp, memoCount, offset);
        break;

      // --- Extension codes ---
      case op.EXT1:
      case op.EXT2:
      case op.EXT4: {
        const size = argumentSize(code);
        next = extension(<i32>unsignedAt(ip, size), sp, offset);
        ip += size;
        break;
      }

      // --- Globals and instances ---
      case op.GLOBAL:
      case op.INST:
        next = named(code, sp, ip, offset);
        ip = cursor;
        break;
      case op.STACK_GLOBAL:
        next = stackGlobal(sp, offset);
        break;
      case op.REDUCE:
        next = reduce(sp, offset);
        break;
      case op.BUILD:
        next = build(sp, offset);
        break;
      case op.OBJ:
        next = obj(sp, offset);
        break;
      case op.NEWOBJ:
        next = newObj(sp, offset);
        break;
      case op.NEWOBJ_EX:
        next = newObjEx(sp, offset);
        break;

      // --- Machine control ---
      case op.PROTO: {
        const version = <i32>load<u8>(ip);
        if (version > HIGHEST_PROTOCOL) next = stop(FAULT_PROTOCOL, offset, version);
        setProtocol(version);
        ip += 1;
        break;
      }
      case op.STOP:
        next = result(sp, ip, offset);
        break;
      case op.FRAME:
        next = frame(sp, ip, offset);
        ip += 8;
        limit = limitNow();
        break;

      // --- Persistent ids ---
      case op.PERSID:
        next = persistentLine(sp, ip, offset);
        ip = cursor;
        break;
      case op.BINPERSID:
        next = persistent(sp, offset);
        break;

      default:
        next = stop(FAULT_LOAD_KEY, offset, code);
    }
    if (next == 0) break;
    sp = next;
    // Performance: only opcodes that may have written to the tape come here, the others go on at once.
    if (tapeIsFull()) {
      end(SCAN_DRAIN, ip);
      break;
    }
  }
  return depthOf(sp);
}

/** STOP: ends the call, with a result or without. */
function result(sp: usize, ip: usize, offset: i32): usize {
  if (sp <= fence) return underflow(offset);
  // CPython reads a frame before it executes it: all of it has to be there.
  if (frameEnd > <i64>(windowEnd - windowBase)) return more(offset, <u32>min(frameEnd - offset, <i64>0x40000000));
  const top = sp - ENTRY;
  drop(stackBase, top, offset);
  toSlot(top, offset);
  element(TAPE_STOP | (kindOf(top) << 16), depthOf(top), 0, offset);
  return end(SCAN_DONE, ip);
}

/** FRAME, whose argument is at `at`. */
function frame(sp: usize, at: usize, offset: i32): usize {
  // What no input can have is missing at its end.
  const length = min(load<u64>(at), <u64>0x1fffffffffffff);
  const here = <i64>(at + 8 - windowBase);
  if (frameEnd >= 0 && here < frameEnd) return stop(FAULT_FRAME_NESTED, offset);
  if (<f64>length + <f64>here > remaining) return stop(FAULT_TRUNCATED, offset);
  openFrame(offset, here + <i64>length);
  return sp;
}
