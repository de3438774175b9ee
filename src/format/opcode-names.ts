/** Names of the opcodes for error messages, from a list as short as a bundle can have it. */
import { NAMES_ASCII, NAMES_FROM_80 } from './opcode-name-lists.js';

/** `pickletools`' name of an opcode byte, or undefined. */
export function opcodeName(byte: number): string | undefined {
  if (byte >= 0x80) return NAMES_FROM_80.split(' ')[byte - 0x80];
  const first = String.fromCharCode(byte);
  return NAMES_ASCII.split(' ')
    .find((name) => name[0] === first)
    ?.slice(1);
}
