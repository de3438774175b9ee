/** Values of the opcodes whose argument is a line of text (protocol 0). */
import { FAULT_GET_TEXT, FAULT_GLOBAL_UTF8, FAULT_NEGATIVE_PUT, FAULT_PERSID_ASCII, FAULT_TRUNCATED } from '../shared/faults.js';
import { FLOAT, GET, INST, INT, LONG, PUT, STRING } from '../shared/opcodes.js';
import { fault } from './messages.js';
import { floatFromText, intFromText } from './numbers.js';
import type { Session } from './session.js';
import { latin1, rawUnicodeEscape, unquote, utf8 } from './text.js';

const ZERO = 0x30;
const ONE = 0x31;
const LONG_SUFFIX = 0x4c;

/**
 * The value of INT, LONG, FLOAT, STRING (its kind is `session.lastKind`) and UNICODE, and the index of GET and PUT.
 * @param line index of the LF
 */
export function lineValue(opcode: number, bytes: Uint8Array, start: number, line: number, session: Session): unknown {
  switch (opcode) {
    case INT:
      notEmpty(start, line);
      // The two texts that protocols 0 and 1 write for False and True.
      if (line - start === 2 && bytes[start] === ZERO && (bytes[start + 1] === ZERO || bytes[start + 1] === ONE))
        return bytes[start + 1] === ONE;
      return intFromText(bytes, start, line, session.digits);
    case LONG:
      notEmpty(start, line);
      return intFromText(bytes, start, bytes[line - 1] === LONG_SUFFIX ? line - 1 : line, session.digits);
    case FLOAT:
      notEmpty(start, line);
      return floatFromText(bytes, start, line);
    case STRING:
      return session.oldString(unquote(bytes, start, line));
    case GET:
    case PUT:
      return memoIndex(opcode, bytes, start, line);
    default:
      return rawUnicodeEscape(bytes, start, line);
  }
}

/** CPython takes an empty line here for the end of the input. */
function notEmpty(start: number, line: number): void {
  if (line === start) throw fault(FAULT_TRUNCATED);
}

function memoIndex(opcode: number, bytes: Uint8Array, start: number, line: number): number | bigint {
  notEmpty(start, line);
  let index: number | bigint;
  try {
    index = intFromText(bytes, start, line, 4300);
  } catch {
    throw fault(FAULT_GET_TEXT, latin1(bytes, start, Math.min(line, start + 100)));
  }
  if (opcode === PUT && index < 0) throw fault(FAULT_NEGATIVE_PUT);
  return index;
}

/** PERSID: the line, which must be ASCII. */
export function persistentId(bytes: Uint8Array, start: number, line: number): string {
  for (let i = start; i < line; i++) if (bytes[i] >= 0x80) throw fault(FAULT_PERSID_ASCII);
  return latin1(bytes, start, line);
}

/** Module or name of GLOBAL (UTF-8) and INST (ASCII); an empty line is refused. */
export function nameText(opcode: number, bytes: Uint8Array, start: number, line: number): string {
  notEmpty(start, line);
  if (opcode === INST) {
    for (let i = start; i < line; i++) if (bytes[i] >= 0x80) throw fault(FAULT_GLOBAL_UTF8);
    return latin1(bytes, start, line);
  }
  let text: string;
  try {
    text = utf8(bytes, start, line);
  } catch {
    throw fault(FAULT_GLOBAL_UTF8);
  }
  // Unlike str, names may not have encoded surrogates.
  if (/\p{Surrogate}/u.test(text)) throw fault(FAULT_GLOBAL_UTF8);
  return text;
}
