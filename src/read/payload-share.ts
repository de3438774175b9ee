/** A look at the first opcodes of a pickle, before an engine is chosen. */

import { argumentBytes, isCounted, lineCount, payloadCount } from '../format/index.js';
import * as OP from '../shared/opcodes.js';

/** Opcodes that are looked at: a microsecond or two. */
const LOOKED_AT = 256;

/**
 * True when a pickle is payloads of bytes above all, as far as its first opcodes tell: NumPy arrays, files, images.
 * Engines step over them, and what WASM costs at each step it cannot earn back (bench cases bytes10k, np64m,
 * dataframe).
 */
export function isMostlyPayload(bytes: Uint8Array): boolean {
  let at = 0;
  let payload = 0;
  for (let i = 0; i < LOOKED_AT && at < bytes.length; i++) {
    const opcode = bytes[at++];
    if (opcode === OP.STOP) break;
    const lines = lineCount(opcode);
    for (let line = 0; line < lines; line++) {
      at = bytes.indexOf(0x0a, at) + 1;
      if (at === 0) return false;
    }
    const width = argumentBytes(opcode);
    if (isCounted(opcode)) {
      const count = payloadCount(bytes, at, width);
      at += count;
      if (opcode === OP.BINBYTES || opcode === OP.SHORT_BINBYTES || opcode === OP.BINBYTES8 || opcode === OP.BYTEARRAY8)
        payload += count;
    }
    at += width;
  }
  return payload > at * 0.9;
}
