/** What the JavaScript readers know of opcodes and their arguments, but for their names. */
import * as OP from '../shared/opcodes.js';

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

/** Bytes of an opcode's argument of fixed length, or of the length in front of it. */
export function argumentBytes(opcode: number): number {
  switch (opcode) {
    case OP.BININT1:
    case OP.LONG1:
    case OP.SHORT_BINSTRING:
    case OP.SHORT_BINBYTES:
    case OP.SHORT_BINUNICODE:
    case OP.BINGET:
    case OP.BINPUT:
    case OP.EXT1:
    case OP.PROTO:
      return 1;
    case OP.BININT2:
    case OP.EXT2:
      return 2;
    case OP.BININT:
    case OP.LONG4:
    case OP.BINSTRING:
    case OP.BINBYTES:
    case OP.BINUNICODE:
    case OP.LONG_BINGET:
    case OP.LONG_BINPUT:
    case OP.EXT4:
      return 4;
    case OP.BINBYTES8:
    case OP.BYTEARRAY8:
    case OP.BINUNICODE8:
    case OP.BINFLOAT:
    case OP.FRAME:
      return 8;
    default:
      return 0;
  }
}

/** True for opcodes that put a value or a mark on the stack (`limits.nodes`). */
export function pushes(opcode: number): boolean {
  switch (opcode) {
    case OP.POP:
    case OP.POP_MARK:
    case OP.APPEND:
    case OP.APPENDS:
    case OP.SETITEM:
    case OP.SETITEMS:
    case OP.ADDITEMS:
    case OP.BUILD:
    case OP.PUT:
    case OP.BINPUT:
    case OP.LONG_BINPUT:
    case OP.MEMOIZE:
    case OP.READONLY_BUFFER:
    case OP.PROTO:
    case OP.FRAME:
    case OP.STOP:
      return false;
    default:
      return true;
  }
}
