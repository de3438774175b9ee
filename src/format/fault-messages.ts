/**
 * The texts of all errors that an engine finds in a pickle, in one table, so that both engines say the same; and the
 * one way in which errors get their place. Wording follows CPython's `Modules/_pickle.c` and `Lib/pickle.py` where
 * these have one.
 */
import {
  escaped,
  InternalError,
  isEngineLimit,
  LimitError,
  PickleError,
  TruncatedError,
  UnpicklingError,
} from '../base/index.js';
import * as FAULTS from '../shared/faults.js';
import * as OP from '../shared/opcodes.js';
import { opcodeName } from './opcode-names.js';

export { opcodeName } from './opcode-names.js';

/** `%` stands for the detail. */
const TEXTS: { readonly [fault: number]: string } = {
  [FAULTS.FAULT_END]: 'Ran out of input: empty, or cut off before STOP',
  [FAULTS.FAULT_TRUNCATED]: 'pickle data was truncated',
  [FAULTS.FAULT_UNDERFLOW]: 'unpickling stack underflow',
  [FAULTS.FAULT_UNEXPECTED_MARK]: 'unexpected MARK found',
  [FAULTS.FAULT_NO_MARK]: 'could not find MARK',
  [FAULTS.FAULT_PROTOCOL]: 'unsupported pickle protocol: %',
  [FAULTS.FAULT_FRAME_EXHAUSTED]: 'pickle exhausted before end of frame',
  [FAULTS.FAULT_FRAME_NESTED]: 'beginning of a new frame before end of current frame',
  [FAULTS.FAULT_MEMO_MISSING]: 'Memo value not found at index %',
  [FAULTS.FAULT_LONG_COUNT]: 'LONG pickle has negative byte count',
  [FAULTS.FAULT_UTF8]: 'invalid UTF-8 in a str',
  [FAULTS.FAULT_ODD_DICT]: 'odd number of items for DICT',
  [FAULTS.FAULT_ODD_SETITEMS]: 'odd number of items for SETITEMS',
  [FAULTS.FAULT_INT_TEXT]: 'invalid literal for int() with base 10: %',
  [FAULTS.FAULT_FLOAT_TEXT]: 'could not convert string to float: %',
  [FAULTS.FAULT_DIGITS]: 'more than % digits; raise limits.digits if the source is trusted',
  [FAULTS.FAULT_STRING_QUOTES]: 'the STRING opcode argument must be quoted',
  [FAULTS.FAULT_STRING_ESCAPE]: 'invalid escape in a STRING',
  [FAULTS.FAULT_UNICODE_ESCAPE]: 'invalid escape in a UNICODE',
  [FAULTS.FAULT_PERSID_ASCII]: 'persistent IDs in protocol 0 must be ASCII strings',
  [FAULTS.FAULT_STACK_GLOBAL]: 'STACK_GLOBAL requires str',
  [FAULTS.FAULT_UNHASHABLE]: "unhashable type: '%'",
  [FAULTS.FAULT_EXTENSION_CODE]: 'EXT specifies code <= 0',
  [FAULTS.FAULT_ARGS_TUPLE]: '% expected an arg tuple',
  [FAULTS.FAULT_LIMIT_MEMO]: 'more than % memo entries; raise limits.memo if the source is trusted',
  [FAULTS.FAULT_LIMIT_ITEMS]: 'a container of more than % items; raise limits.items if the source is trusted',
  [FAULTS.FAULT_LIMIT_NODES]: 'more than % values; raise limits.nodes if the source is trusted',
  [FAULTS.FAULT_LIMIT_BYTES]: 'more than % bytes of copies; raise limits.bytes if the source is trusted',
  [FAULTS.FAULT_LIMIT_KEYS]: "more than % keys for a plain object; use dict: 'map' or exact: true",
  [FAULTS.FAULT_STACK]: 'more than % values on the stack; picklers write items in batches',
  [FAULTS.FAULT_BUFFERS_MISSING]: 'out-of-band data: give it in options.buffers',
  [FAULTS.FAULT_BUFFERS_EXHAUSTED]: 'not enough out-of-band buffers',
  [FAULTS.FAULT_TOO_LONG]: 'a value of % bytes is more than JavaScript can hold',
  [FAULTS.FAULT_GLOBAL_UTF8]: 'invalid text in the name of a global',
  [FAULTS.FAULT_GET_TEXT]: 'invalid memo index',
  [FAULTS.FAULT_NO_MEMORY]: "no more memory for the engine: free some, or use engine 'js'",
};

/**
 * What an engine found itself, until it has its place: it is the input that is wrong there, not what a hook made of it.
 */
let lastFault: PickleError | undefined;

/**
 * The error for a fault found by an engine.
 * @param detail what src/shared/faults.ts says for the fault
 * @param offset bytes from the start of the input to the opcode; undefined when the engine adds it later
 * @param opcode the opcode's byte; undefined at an opcode boundary
 */
export function fault(code: number, detail?: unknown, offset?: number, opcode?: number): UnpicklingError {
  const Class = FAULTS.isTruncation(code) ? TruncatedError : FAULTS.isLimit(code) ? LimitError : UnpicklingError;
  lastFault = new Class(TEXTS[code].replace('%', () => String(detail)));
  return offset === undefined ? lastFault : placed(lastFault, offset, opcode);
}

/** The error for text of the input that is not what it should be: at most 60 of its characters are printed. */
export function textFault(code: number, bytes: Uint8Array, start: number, end: number): UnpicklingError {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 60)));
  return fault(code, JSON.stringify(end - start > 60 ? `${text}...` : text));
}

/** The error for a byte that is no opcode; undefined, shown as 0, when a hook took the memory of the input away. */
export function invalidLoadKey(byte: number, offset: number): UnpicklingError {
  const char = String.fromCharCode(byte);
  const key = /[ -&(-[\]-~]/.test(char) ? char : `\\x${(byte | 0).toString(16).padStart(2, '0')}`;
  lastFault = new UnpicklingError(`invalid load key, '${key}'.`);
  return placed(lastFault, offset);
}

/**
 * Gives an error its place, once; what is not a `PickleError` (thrown by a hook, or by V8 at one of its limits) becomes
 * the cause of one: an `InternalError` where no hook can have been called.
 */
export function placed(error: unknown, offset: number, opcode?: number): PickleError {
  let result: PickleError;
  if (error instanceof PickleError) {
    if (error.offset !== undefined) return error;
    // A caller's error may be frozen, and a class that was given what no Python has says so in general: then another
    // one carries it.
    result =
      error.constructor === PickleError || Object.isFrozen(error)
        ? new UnpicklingError(error.message, { cause: error })
        : error;
    // Two bytes are the least that says which protocol it is: nothing has said so yet that these bytes are a pickle.
    if (error === lastFault && offset < 2 && opcode !== OP.PROTO && error.name === 'UnpicklingError')
      error.message += ' (these bytes do not look like a pickle: gzip? a web page? explain() tells)';
  } else if (error instanceof Error && isEngineLimit(error)) {
    result = new LimitError(
      `more than JavaScript can hold (${error.message}); exact: true has no limit for dicts and sets`,
      {
        cause: error,
      },
    );
  } else if (opcode === undefined || !CALLING.includes(opcode)) {
    result = new InternalError(error);
  } else {
    result = new UnpicklingError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  lastFault = undefined;
  const name = opcode === undefined ? undefined : opcodeName(opcode);
  result.offset = offset;
  result.opcode = name;
  // A hook's own error may have been given any message.
  result.message = escaped(`${result.message} (offset ${offset}${name === undefined ? '' : `, ${name}`})`);
  return result;
}

/**
 * The opcodes that may run code of others: hooks of classes and containers, persistent ids, buffers, and keys that hash
 * themselves.
 */
const CALLING: readonly number[] = [
  OP.PERSID,
  OP.BINPERSID,
  OP.GLOBAL,
  OP.STACK_GLOBAL,
  OP.EXT1,
  OP.EXT2,
  OP.EXT4,
  OP.REDUCE,
  OP.INST,
  OP.OBJ,
  OP.NEWOBJ,
  OP.NEWOBJ_EX,
  OP.BUILD,
  OP.APPEND,
  OP.APPENDS,
  OP.DICT,
  OP.SETITEM,
  OP.SETITEMS,
  OP.ADDITEMS,
  OP.FROZENSET,
  OP.NEXT_BUFFER,
  OP.READONLY_BUFFER,
];
