import type { ClassRow } from '../../types/class-table.js';
import { EnumMember } from '../../types/enum.js';
import { type Printer, printer } from '../../types/printer.js';

/** Enums. */
export function enumPrinters(): ClassRow<Printer>[] {
  return [printer(EnumMember, (member) => [`<${member}: `, { value: member.value }, '>'])];
}
