// How a load reads: what the host wants, and what the pickle says of itself.
import { limitMemo } from './memo';

/** Dicts with str keys may be written as records. */
export let records: bool = true;
/** What has come before may guide the reading of what comes (assembly/guided/). */
export let guided: bool = true;
/** Python 2 str stays bytes (`encoding: 'bytes'`). */
export let oldAsBytes: bool = false;
/** ASCII bytes of a Python 2 str are the same text in the wanted encoding. */
export let oldIsAscii: bool = true;
/** Values that may be put on the stack; infinite when nobody counts. */
export let nodesLimit: f64 = Infinity;
/** Longer texts of ints are left to the host, which counts their digits. */
export let digitsLimit: i32 = 0;
/** Of the last PROTO. */
export let protocol: i32 = 0;

/** Sets how the next load reads; see the host's `unpickle/wasm-machine.ts`. */
export function configure(
  withRecords: bool, oldStringsAsBytes: bool, oldStringsAscii: bool, maxMemo: u32, maxNodes: f64, maxDigits: i32,
  seed: f64, withGuide: bool,
): void {
  nodesLimit = maxNodes;
  digitsLimit = maxDigits;
  records = withRecords;
  guided = withGuide;
  oldAsBytes = oldStringsAsBytes;
  oldIsAscii = oldStringsAscii;
  limitMemo(maxMemo, reinterpret<u64>(seed));
}

export function setProtocol(version: i32): void {
  protocol = version;
}
