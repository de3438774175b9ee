/**
 * The texts of all errors that an engine finds in a pickle, in one table, so that both engines say the same; and the one way
 * in which errors get their place. Wording follows CPython's `Modules/_pickle.c` and `Lib/pickle.py` where these have one.
 */
import { LimitError, PickleError, TruncatedError, UnpicklingError } from '../errors.js';
import * as FAULTS from '../shared/faults.js';
import * as OPCODES from '../shared/opcodes.js';

const TEXTS: { readonly [fault: number]: string | ((detail: unknown) => string) } = {
  [FAULTS.FAULT_END]: 'Ran out of input: no STOP opcode; the data is empty or was cut off',
  [FAULTS.FAULT_TRUNCATED]: 'pickle data was truncated',
  [FAULTS.FAULT_UNDERFLOW]: 'unpickling stack underflow',
  [FAULTS.FAULT_UNEXPECTED_MARK]: 'unexpected MARK found',
  [FAULTS.FAULT_NO_MARK]: 'could not find MARK',
  [FAULTS.FAULT_LOAD_KEY]: (byte) => `invalid load key, '${byteText(byte as number)}'.`,
  [FAULTS.FAULT_PROTOCOL]: (protocol) => `unsupported pickle protocol: ${protocol}; 0 to 5 are known`,
  [FAULTS.FAULT_FRAME_EXHAUSTED]: 'pickle exhausted before end of frame',
  [FAULTS.FAULT_FRAME_NESTED]: 'beginning of a new frame before end of current frame',
  [FAULTS.FAULT_MEMO_MISSING]: (index) => `Memo value not found at index ${index}`,
  [FAULTS.FAULT_NEGATIVE_PUT]: 'negative PUT argument',
  [FAULTS.FAULT_LONG_COUNT]: 'LONG pickle has negative byte count',
  [FAULTS.FAULT_UTF8]: 'invalid UTF-8 in a str',
  [FAULTS.FAULT_ODD_DICT]: 'odd number of items for DICT',
  [FAULTS.FAULT_ODD_SETITEMS]: 'odd number of items for SETITEMS',
  [FAULTS.FAULT_INT_TEXT]: (text) => `invalid literal for int() with base 10: ${quoted(text)}`,
  [FAULTS.FAULT_FLOAT_TEXT]: (text) => `could not convert string to float: ${quoted(text)}`,
  [FAULTS.FAULT_DIGITS]: (limit) => `integer text exceeds the limit of ${limit} digits; raise limits.digits if the source is trusted`,
  [FAULTS.FAULT_STRING_QUOTES]: 'the STRING opcode argument must be quoted',
  [FAULTS.FAULT_STRING_ESCAPE]: (what) => `invalid escape in a STRING: ${what}`,
  [FAULTS.FAULT_UNICODE_ESCAPE]: (what) => `invalid escape in a UNICODE: ${what}`,
  [FAULTS.FAULT_PERSID_ASCII]: 'persistent IDs in protocol 0 must be ASCII strings',
  [FAULTS.FAULT_STACK_GLOBAL]: 'STACK_GLOBAL requires str',
  [FAULTS.FAULT_UNHASHABLE]: (type) => `unhashable type: '${type}'`,
  [FAULTS.FAULT_EXTENSION_CODE]: 'EXT specifies code <= 0',
  [FAULTS.FAULT_ARGS_TUPLE]: (opcode) => `${opcode} expected an arg tuple`,
  [FAULTS.FAULT_LIMIT_MEMO]: (limit) => `more than ${limit} memo entries; raise limits.memo if the source is trusted`,
  [FAULTS.FAULT_LIMIT_ITEMS]: (limit) => `a container of more than ${limit} items; raise limits.items if the source is trusted`,
  [FAULTS.FAULT_LIMIT_NODES]: (limit) => `more than ${limit} values; raise limits.nodes if the source is trusted`,
  [FAULTS.FAULT_BUFFERS_MISSING]:
    'pickle stream refers to out-of-band data but no *buffers* argument was given; give the buffers in options.buffers',
  [FAULTS.FAULT_BUFFERS_EXHAUSTED]: 'not enough out-of-band buffers',
  [FAULTS.FAULT_TOO_LONG]: (length) => `a value of ${length} bytes is more than JavaScript can hold`,
  [FAULTS.FAULT_GLOBAL_UTF8]: 'invalid text in the name of a global',
  [FAULTS.FAULT_GET_TEXT]: (text) => `invalid memo index: ${quoted(text)}`,
};

/** The text of a fault (`src/shared/faults.ts`), without its place. */
export function faultText(fault: number, detail?: unknown): string {
  const text = TEXTS[fault];
  return typeof text === 'function' ? text(detail) : text;
}

/**
 * The error for a fault found by an engine.
 * @param offset bytes from the start of the input to the opcode
 * @param opcode the opcode's byte; undefined at an opcode boundary
 */
export function fault(code: number, detail?: unknown, offset?: number, opcode?: number): UnpicklingError {
  const Class =
    code === FAULTS.FAULT_END || code === FAULTS.FAULT_TRUNCATED
      ? TruncatedError
      : code === FAULTS.FAULT_DIGITS ||
          code === FAULTS.FAULT_TOO_LONG ||
          (code >= FAULTS.FAULT_LIMIT_MEMO && code <= FAULTS.FAULT_LIMIT_NODES)
        ? LimitError
        : UnpicklingError;
  const error = new Class(faultText(code, detail));
  return offset === undefined ? error : (placed(error, offset, opcode) as UnpicklingError);
}

/** The error for a byte that is no opcode; at the start of the input it says what the file looks like. */
export function invalidLoadKey(byte: number, offset: number, window: Uint8Array, at: number): UnpicklingError {
  let message = faultText(FAULTS.FAULT_LOAD_KEY, byte);
  if (offset === 0) {
    const format = looksLike(window, at);
    message += format === undefined ? ' This is not a pickle.' : ` This is not a pickle but ${format}.`;
  }
  return placed(new UnpicklingError(message), offset, undefined) as UnpicklingError;
}

/**
 * Gives an error its place, once; what is not a `PickleError` (thrown by a hook, or by V8 at one of its limits) becomes the
 * cause of one.
 */
export function placed(error: unknown, offset: number, opcode: number | undefined): PickleError {
  const name = opcode === undefined ? undefined : opcodeName(opcode);
  let result: PickleError;
  if (error instanceof PickleError) {
    if (error.offset !== undefined) return error;
    result = error;
  } else if (error instanceof Error && isEngineLimit(error)) {
    result = new LimitError(`more than JavaScript can hold: ${error.message}`, { cause: error });
  } else {
    result = new UnpicklingError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  result.offset = offset;
  result.opcode = name;
  result.message += name === undefined ? ` (offset ${offset})` : ` (offset ${offset}, ${name})`;
  return result;
}

/** V8's and other engines' own limits: sizes of Map, Set, Array, string and ArrayBuffer. */
function isEngineLimit(error: Error): boolean {
  if ((error as { code?: unknown }).code === 'ERR_STRING_TOO_LONG') return true;
  return (
    error instanceof RangeError &&
    /size exceeded|invalid (array|string) length|array length|allocation failed|out of memory|string length/i.test(error.message)
  );
}

let names: string[] | undefined;

/** `pickletools`' name of an opcode byte, or undefined. */
export function opcodeName(byte: number): string | undefined {
  if (names === undefined) {
    names = [];
    for (const [name, code] of Object.entries(OPCODES)) names[code] = name;
  }
  return names[byte];
}

function byteText(byte: number): string {
  if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** A piece of the input's text, short enough to print. */
function quoted(text: unknown): string {
  const all = String(text);
  return JSON.stringify(all.length > 60 ? `${all.slice(0, 57)}...` : all);
}

/** First bytes of what people hand to an unpickler by mistake. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x1f\x8b', 'gzip data: decompress it first'],
  ['PK\x03\x04', 'a zip archive (PyTorch files and .npz are): open it with the function for that format'],
  ['BZh', 'bzip2 data: decompress it first'],
  ['\xfd7zXZ', 'xz data: decompress it first'],
  ['\x28\xb5\x2f\xfd', 'zstd data: decompress it first'],
  ['\x04\x22\x4d\x18', 'lz4 data: decompress it first'],
  ['\x93NUMPY', 'a NumPy .npy file'],
  ['\x89HDF', 'an HDF5 file'],
  ['version https://git-lfs', 'a git-lfs pointer: fetch the real file with `git lfs pull`'],
  ['PAR1', 'a Parquet file'],
  ['\x78\x01', 'zlib data: decompress it first'],
  ['\x78\x5e', 'zlib data: decompress it first'],
  ['\x78\x9c', 'zlib data: decompress it first'],
  ['\x78\xda', 'zlib data: decompress it first'],
  ['<', 'a web page or XML: perhaps an error page of the server'],
  ['{', 'text, perhaps JSON'],
  ['[', 'text, perhaps JSON'],
];

function looksLike(window: Uint8Array, at: number): string | undefined {
  for (const [start, format] of SIGNATURES) {
    let i = 0;
    while (i < start.length && window[at + i] === start.charCodeAt(i)) i++;
    if (i === start.length) return format;
  }
  return undefined;
}
