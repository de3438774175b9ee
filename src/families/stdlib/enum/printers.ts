import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { EnumMember } from './enum-member.js';

/** Enums. */
export function enumPrinters(): ClassRow<Printer>[] {
  return [printer(EnumMember, (member) => [`<${member}: `, { value: member.value }, '>'])];
}
