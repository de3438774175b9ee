/** What the JavaScript readers know of opcodes and their arguments, but for their names. */
import {
  FIRST_OPCODE,
  OPCODE_TRAITS,
  TRAIT_COUNTED,
  TRAIT_LINES,
  TRAIT_PUSHES_NOTHING,
  TRAIT_SIZE,
} from '../shared/opcode-traits.js';

/** A little-endian 32-bit number. */
export function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** The count of `width` bytes in front of a payload: 1, 4 or 8, little-endian and unsigned. */
export function payloadCount(bytes: Uint8Array, at: number, width: number): number {
  if (width === 1) return bytes[at];
  const low = uint32(bytes, at);
  return width === 8 ? low + uint32(bytes, at + 4) * 0x100000000 : low;
}

/** TRAIT_* of an opcode byte; none for a byte that is no opcode. */
function traitsOf(opcode: number): number {
  // Outside of the text the code is NaN, which has no bits.
  return OPCODE_TRAITS.charCodeAt(opcode - FIRST_OPCODE) & 0x1f;
}

/** Bytes of an opcode's argument of fixed length, or of the length in front of it. */
export function argumentBytes(opcode: number): number {
  const size = traitsOf(opcode) & TRAIT_SIZE;
  return size > TRAIT_LINES ? 0 : (1 << size) >> 1;
}

/** Lines of an opcode's argument. */
export function lineCount(opcode: number): number {
  return Math.max(0, (traitsOf(opcode) & TRAIT_SIZE) - TRAIT_LINES);
}

/** True for opcodes with a count and so many bytes behind it. */
export function isCounted(opcode: number): boolean {
  return (traitsOf(opcode) & TRAIT_COUNTED) !== 0;
}

/** True for opcodes that put a value or a mark on the stack (`limits.nodes`). */
export function pushes(opcode: number): boolean {
  return (traitsOf(opcode) & TRAIT_PUSHES_NOTHING) === 0;
}
