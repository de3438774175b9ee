import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { EnumMember } from './enum-member.js';

/** Enums. */
export function enumPrinters(): ClassRow<Printer>[] {
  return [printer(EnumMember, (member) => [`<${member}: `, { value: member.value }, '>'])];
}
