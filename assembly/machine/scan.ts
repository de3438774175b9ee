// What the host calls: a pickle begins, a window of it is scanned.
import { SCAN_DONE, SCAN_MORE, SCAN_PAYLOAD } from '../../src/shared/status';
import {
  HEAD_FIRST_STRING, HEAD_FRAME, HEAD_OBJECTS, HEAD_POSITION, HEAD_STRING_COUNT, HEAD_TAPE_END,
} from '../../src/shared/tape';
import { forgetKnown } from '../guided/known';
import { prepareArguments } from '../input/arguments';
import { beginFrames, beginReading, cursor, frameAt, frameEnd, verdict } from '../input/read';
import { beginStrings, beginStringTable, nextString, stringCount } from '../input/text';
import { openWindow, windowBase } from '../input/window';
import { HEAD, setHead } from '../memory';
import { beginShapes } from '../output/shapes';
import { beginTape, endTape, tapeTop } from '../output/tape';
import { beginObjects, nextObject } from '../output/values';
import { clearMemo } from './memo';
import { payloadLength } from './payloads';
import { beginCounting, run, uncount } from './run';
import { setProtocol } from './settings';
import { clearStack } from './stack';

/** Values on the stack between two calls. */
let depth: i32 = 0;
/** How far the window moves before the next call. */
let consumed: i64 = 0;

/** Gets ready for a pickle. With `keepMemo` the memo and all ids stay. */
export function begin(keepMemo: bool): void {
  prepareArguments();
  depth = 0;
  consumed = 0;
  setProtocol(0);
  beginFrames();
  clearStack();
  forgetKnown();
  if (keepMemo) return;
  beginCounting();
  beginObjects();
  clearMemo();
  beginStrings();
  beginShapes();
}

/**
 * Executes the `length` bytes at the window's start. The window follows the one before without a gap: the host moves it
 * by the position it was told, or behind the payload.
 * @param last no byte follows the window
 * @param total bytes from the window's start to the end of the input, infinite when unknown
 * @param position where the window starts in the input when bytes of calls may be left there, else -1
 * @returns SCAN_*; the header block (HEAD_*) has the details
 */
export function scan(length: i32, last: bool, total: f64, position: i32): i32 {
  openWindow(length, last, total, position);
  setHead(HEAD_FIRST_STRING, nextString);
  beginStringTable();
  beginTape();
  beginReading(consumed);
  if (verdict == SCAN_DONE) depth = run(depth);
  const end = <i32>(cursor - windowBase);
  consumed = end;
  if (verdict == SCAN_MORE) uncount();
  if (verdict == SCAN_PAYLOAD) {
    // The window goes on behind the payload, which is a value.
    consumed += <i64>payloadLength;
    depth++;
  }
  endTape();
  setHead(HEAD_POSITION, end);
  setHead(HEAD_TAPE_END, <i32>tapeTop);
  setHead(HEAD_STRING_COUNT, stringCount());
  setHead(HEAD_OBJECTS, nextObject);
  store<f64>(HEAD, <f64>frameAt, HEAD_FRAME * 4);
  store<f64>(HEAD, <f64>frameEnd, HEAD_FRAME * 4 + 8);
  return verdict;
}
