// Reads the window: lines and counted pieces, inside the open frame (PEP 3154), and the one way a call ends.
//
// What may end the call (readers here, handlers of opcodes in machine/) returns an address, and 0 when the call is
// over: `verdict` then says how, and `cursor` where the next call starts. Readers return what is behind the bytes they
// made sure of, handlers the new top of the stack.
import { FAULT_FRAME_EXHAUSTED, FAULT_TRUNCATED } from '../../src/shared/faults';
import { SCAN_DONE, SCAN_FAULT, SCAN_MORE } from '../../src/shared/status';
import { HEAD_FAULT, HEAD_FAULT_DETAIL, HEAD_FAULT_OFFSET, HEAD_NEED } from '../../src/shared/tape';
import { setHead } from '../memory';
import { find } from './text';
import { isLastWindow, remaining, windowBase, windowEnd } from './window';

/** How the call ends: SCAN_*; SCAN_DONE until something else does. */
export let verdict: i32 = SCAN_DONE;
/** Behind what was read, or where the call ended. */
export let cursor: usize = 0;

/** End of the open frame, relative to the window's start; -1 when no frame is open. */
export let frameEnd: i64 = -1;
/** The open frame's opcode, relative to the window's start. */
export let frameAt: i64 = 0;

/** Gets ready for a pickle: no frame is open. */
export function beginFrames(): void {
  frameEnd = -1;
}

/** Gets ready for a call, whose window lies `moved` bytes behind that of the call before. */
export function beginReading(moved: i64): void {
  verdict = SCAN_DONE;
  if (frameEnd < 0) return;
  frameEnd -= moved;
  frameAt -= moved;
  if (isLastWindow && frameEnd > <i64>(windowEnd - windowBase)) stop(FAULT_TRUNCATED, <i32>frameAt);
}

export function openFrame(offset: i32, end: i64): void {
  frameAt = offset;
  frameEnd = end;
}

/** Reading goes on at `at`. */
@inline export function goOn(at: usize): void {
  cursor = at;
}

/** Ends the call: 0. */
export function end(how: i32, at: usize): usize {
  verdict = how;
  cursor = at;
  return 0;
}

/** Ends the call with a fault: 0. */
export function stop(fault: i32, offset: i32, detail: i32 = 0): usize {
  setHead(HEAD_FAULT, fault);
  setHead(HEAD_FAULT_OFFSET, offset);
  setHead(HEAD_FAULT_DETAIL, detail);
  return end(SCAN_FAULT, windowBase + offset);
}

/**
 * Ends the call, which needs more input to go on at the opcode: 0.
 * @param need bytes from the opcode on; 0: up to the next LF behind the window
 */
export function more(offset: i32, need: u32): usize {
  if (isLastWindow) return stop(FAULT_TRUNCATED, offset);
  setHead(HEAD_NEED, <i32>need);
  return end(SCAN_MORE, windowBase + offset);
}

/** Where reading may go on without asking: the window's end or the frame's. */
export function limitNow(): usize {
  if (frameEnd < 0) return windowEnd;
  const end = windowBase + <usize>min(frameEnd, <i64>0x7fffffff);
  return frameEnd > <i64>(windowEnd - windowBase) ? windowEnd : end;
}

/** Leaves the frame when `at` is its end; true when `[at, at + n)` does not cross the frame's end (PEP 3154). */
export function insideFrame(at: usize, n: u64): bool {
  if (frameEnd < 0) return true;
  const here = <i64>(at - windowBase);
  if (here >= frameEnd) {
    frameEnd = -1;
    return true;
  }
  return n <= <u64>(frameEnd - here);
}

/** Makes sure of `n` bytes at `at`. */
export function read(at: usize, n: u32, offset: i32): usize {
  if (n > 0 && !insideFrame(at, n)) return stop(FAULT_FRAME_EXHAUSTED, offset);
  if (<u64>at + n <= <u64>windowEnd) return at + n;
  const here = <u32>(at - windowBase);
  if (<f64>here + <f64>n > remaining) return stop(FAULT_TRUNCATED, offset);
  return more(offset, here + n - offset);
}

/** Makes sure of a line at `at`: where its LF is. */
export function line(at: usize, offset: i32): usize {
  let end = windowEnd;
  let framed = false;
  if (insideFrame(at, 1) && frameEnd >= 0) {
    const limit = windowBase + <usize>frameEnd;
    if (frameEnd <= <i64>(windowEnd - windowBase)) {
      end = limit;
      framed = true;
    }
  }
  const length = at < end ? find(0x0a, at, end) : -1;
  if (length >= 0) return at + length;
  if (framed) return stop(FAULT_FRAME_EXHAUSTED, offset);
  return more(offset, 0);
}
