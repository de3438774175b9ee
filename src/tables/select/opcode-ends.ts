/** Where an opcode with its argument ends. */
import { argumentBytes, fault, invalidLoadKey, opcodeInfo, payloadCount, placed } from '../../format/index.js';
import { FAULT_END, FAULT_TRUNCATED } from '../../shared/faults.js';

/**
 * Bytes of each opcode with its argument; of those with a payload, with the count in front of it; 0 for bytes that are
 * no opcode.
 */
const SIZES = /*#__PURE__*/ new Uint8Array(256);
/** 1 for a payload with a count, 2 and 3 for one and two lines of text. */
const FORMS = /*#__PURE__*/ new Uint8Array(256);

function fill(): void {
  for (let code = 0; code < 256; code++) {
    const info = opcodeInfo(code);
    if (info === undefined) continue;
    SIZES[code] = 1 + argumentBytes(code);
    const layout = info.arg?.layout;
    FORMS[code] = layout === 'counted' ? 1 : layout === 'lines' ? 1 + (info.arg?.size ?? 1) : 0;
  }
}

/**
 * Index behind the opcode at `at`.
 * @throws UnpicklingError when it is no opcode, TruncatedError when `bytes` end before
 */
export function opcodeEnd(bytes: Uint8Array, at: number): number {
  if (SIZES[0x2e] === 0) fill();
  const code = bytes[at];
  if (code === undefined) throw fault(FAULT_END, undefined, at);
  const size = SIZES[code];
  if (size === 0) throw invalidLoadKey(code, at);
  let end = at + size;
  const form = FORMS[code];
  if (form === 1 && end <= bytes.length) end += payloadCount(bytes, at + 1, size - 1);
  for (let line = 1; line < form; line++) {
    const found = bytes.indexOf(0x0a, end);
    end = found < 0 ? Number.POSITIVE_INFINITY : found + 1;
  }
  if (end > bytes.length) throw placed(fault(FAULT_TRUNCATED), at, code);
  return end;
}
