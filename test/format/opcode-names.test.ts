/** The short list of names that error messages use is the table's. */
import { expect, it } from 'vitest';
import { opcodeName } from '../../src/format/opcode-names.js';
import { opcodes } from '../../src/format/opcodes.js';

it('every byte has the name of its row, or none', () => {
  const names = new Map(opcodes.map((row) => [row.code, row.name]));
  for (let byte = 0; byte < 256; byte++) expect(opcodeName(byte)).toBe(names.get(byte));
});
