// The window of input and what is sized by it: the text arenas and the string table. A window of n bytes holds at most n bytes
// of text, n UTF-16 units and n / 2 strings, so none of the three is ever checked for room.
import { HEAD_ARENA, HEAD_STRINGS, HEAD_WIDE, HEAD_WINDOW } from '../../src/shared/tape';
import { allocate, setHead } from '../memory';

/** Bytes behind the window that vector loads may read. */
const SLACK: usize = 64;

export let windowBase: usize = 0;
/** Text of one byte a character, ASCII. */
export let arenaBase: usize = 0;
/** Text of two bytes a character, UTF-16. */
export let wideBase: usize = 0;
/** One word a string: end in its arena << 1 | wide. */
export let stringsBase: usize = 0;
let capacity: usize = 0;

// --- The window of a call ---
export let windowEnd: usize = 0;
/** No byte follows the window. */
export let isLastWindow: bool = false;
/** Bytes from the window's start to the end of the input; infinite when unknown. */
export let remaining: f64 = 0;
/** Where the window starts in the input when bytes of calls may be left there, else -1. */
export let origin: i32 = -1;

export function openWindow(length: i32, last: bool, total: f64, position: i32): void {
  windowEnd = windowBase + <usize>length;
  isLastWindow = last;
  remaining = total;
  origin = position;
}

/** Makes room for a window of `size` bytes. */
export function windowOf(size: usize): void {
  if (size > capacity) {
    const wanted: u64 = (<u64>size + 255) & ~255;
    // input n · arena n · wide 2n · strings 2n
    const base = allocate(wanted * 6 + SLACK * 4);
    const cap = <usize>wanted;
    capacity = cap;
    windowBase = base;
    arenaBase = base + cap + SLACK;
    wideBase = arenaBase + cap + SLACK;
    stringsBase = wideBase + cap * 2 + SLACK;
    setHead(HEAD_WINDOW, <i32>base);
    setHead(HEAD_ARENA, <i32>arenaBase);
    setHead(HEAD_WIDE, <i32>wideBase);
    setHead(HEAD_STRINGS, <i32>stringsBase);
  }
}
