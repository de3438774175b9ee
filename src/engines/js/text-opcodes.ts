/** Values of the opcodes whose argument is a line of text (protocol 0). */

import { fault } from '../../format/index.js';
import type { Session } from '../../session/index.js';
import { FAULT_GET_TEXT, FAULT_GLOBAL_UTF8, FAULT_PERSID_ASCII, FAULT_TRUNCATED } from '../../shared/faults.js';
import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_STR } from '../../shared/kinds.js';
import { FLOAT, GET, INST, INT, LONG, PERSID, PUT, STRING, UNICODE } from '../../shared/opcodes.js';
import { floatFromText, intFromText, latin1, rawUnicodeEscape, unquote, utf8WithErrors } from '../../text/index.js';

const ZERO = 0x30;
const ONE = 0x31;
const LONG_SUFFIX = 0x4c;

/**
 * The value of INT, LONG, FLOAT, STRING, UNICODE and PERSID, whose kind is left in `session.lastKind`, and the index of
 * GET and PUT.
 * @param line index of the LF
 */
export function lineValue(opcode: number, bytes: Uint8Array, start: number, line: number, session: Session): unknown {
  if (opcode === PERSID) return session.persistent(asciiText(bytes, start, line, FAULT_PERSID_ASCII));
  if (opcode === STRING) return session.oldString(unquote(bytes, start, line));
  if (opcode === UNICODE) {
    session.lastKind = KIND_STR;
    return rawUnicodeEscape(bytes, start, line, session.exact);
  }
  notEmpty(start, line);
  switch (opcode) {
    case GET:
    case PUT:
      return memoIndex(bytes, start, line);
    case FLOAT:
      session.lastKind = KIND_FLOAT;
      return session.model.float(floatFromText(bytes, start, line));
    case INT:
      // The two texts that protocols 0 and 1 write for False and True.
      if (line - start === 2 && bytes[start] === ZERO && (bytes[start + 1] === ZERO || bytes[start + 1] === ONE)) {
        session.lastKind = KIND_BOOL;
        return bytes[start + 1] === ONE;
      }
  }
  session.lastKind = KIND_INT;
  return intFromText(
    bytes,
    start,
    opcode === LONG && bytes[line - 1] === LONG_SUFFIX ? line - 1 : line,
    session.maxDigits,
  );
}

/** CPython takes an empty line here for the end of the input. */
function notEmpty(start: number, line: number): void {
  if (line === start) throw fault(FAULT_TRUNCATED);
}

/** The memo index of a GET or PUT that is text. @throws UnpicklingError (FAULT_GET_TEXT) */
export function memoIndex(bytes: Uint8Array, start: number, line: number): number {
  try {
    const index = intFromText(bytes, start, line, 4300);
    if (typeof index === 'number' && index >= 0) return index;
  } catch {
    // No number.
  }
  throw fault(FAULT_GET_TEXT);
}

/** The line, which must be ASCII. */
function asciiText(bytes: Uint8Array, start: number, line: number, refused: number): string {
  for (let i = start; i < line; i++) if (bytes[i] >= 0x80) throw fault(refused);
  return latin1(bytes, start, line);
}

/** Module or name of GLOBAL (UTF-8) and INST (ASCII); an empty line is refused. */
export function nameText(opcode: number, bytes: Uint8Array, start: number, line: number): string {
  notEmpty(start, line);
  if (opcode === INST) return asciiText(bytes, start, line, FAULT_GLOBAL_UTF8);
  // Unlike str, names may not have encoded surrogates.
  const text = utf8WithErrors(bytes.subarray(start, line), 'strict');
  if (text === undefined) throw fault(FAULT_GLOBAL_UTF8);
  return text;
}
