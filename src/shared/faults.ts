// What can be wrong with a pickle, as numbers. Read by both compilers (tsc and asc): plain constants, and
// predicates that tsc alone uses.
// The texts are in src/format/fault-messages.ts, so that both engines say the same. "detail" is what the text wants to
// know.

/** The input ends at an opcode boundary, before STOP. */
export const FAULT_END = 1;
/** The input ends inside an argument. */
export const FAULT_TRUNCATED = 2;
export const FAULT_UNDERFLOW = 3;
/** An opcode would pop below the topmost mark. */
export const FAULT_UNEXPECTED_MARK = 4;
export const FAULT_NO_MARK = 5;
/** detail: the byte. */
export const FAULT_LOAD_KEY = 6;
/** detail: the protocol number. */
export const FAULT_PROTOCOL = 7;
export const FAULT_FRAME_EXHAUSTED = 8;
export const FAULT_FRAME_NESTED = 9;
/** detail: the index. */
export const FAULT_MEMO_MISSING = 10;
export const FAULT_LONG_COUNT = 12;
export const FAULT_UTF8 = 14;
export const FAULT_ODD_DICT = 15;
export const FAULT_ODD_SETITEMS = 16;
/** detail: the text. */
export const FAULT_INT_TEXT = 17;
/** detail: the text. */
export const FAULT_FLOAT_TEXT = 18;
/** detail: the limit. */
export const FAULT_DIGITS = 19;
export const FAULT_STRING_QUOTES = 20;
export const FAULT_STRING_ESCAPE = 21;
export const FAULT_UNICODE_ESCAPE = 22;
export const FAULT_PERSID_ASCII = 23;
export const FAULT_STACK_GLOBAL = 24;
/** detail: Python's name of the type. */
export const FAULT_UNHASHABLE = 25;
export const FAULT_EXTENSION_CODE = 26;
/** detail: the opcode's name. */
export const FAULT_ARGS_TUPLE = 27;
/** detail: the limit. */
export const FAULT_LIMIT_MEMO = 28;
/** detail: the limit. */
export const FAULT_LIMIT_ITEMS = 29;
/** detail: the limit. */
export const FAULT_LIMIT_NODES = 30;
export const FAULT_BUFFERS_MISSING = 31;
export const FAULT_BUFFERS_EXHAUSTED = 32;
/** A declared length that no JavaScript value can hold. detail: the length. */
export const FAULT_TOO_LONG = 33;
export const FAULT_GLOBAL_UTF8 = 34;
export const FAULT_GET_TEXT = 35;
/** From here on: limits. Linear memory cannot grow: 4 GB, or what the system gives. */
export const FAULT_NO_MEMORY = 36;
/** detail: the limit. */
export const FAULT_LIMIT_BYTES = 37;
/** More keys than a plain object can hold in good time. detail: how many it can. */
export const FAULT_LIMIT_KEYS = 38;
/** detail: how many values the stack can hold. */
export const FAULT_STACK = 39;

// The order of these numbers is used here only.

/** True when the input ends too early. */
export function isTruncation(code: number): boolean {
  return code <= FAULT_TRUNCATED;
}

/** True when the input may be right, but is more than a limit allows, or than there is room for. */
export function isLimit(code: number): boolean {
  if (code === FAULT_DIGITS || code === FAULT_TOO_LONG || code >= FAULT_NO_MEMORY) return true;
  return code >= FAULT_LIMIT_MEMO && code <= FAULT_LIMIT_NODES;
}
