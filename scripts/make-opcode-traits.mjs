/**
 * Writes what compilers know of opcodes from the opcode table: src/shared/opcode-traits.ts, and the names in
 * src/format/opcode-name-lists.ts.
 *
 *   node scripts/make-opcode-traits.mjs
 */
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inRoot } from './paths.mjs';
import { runMain } from './run.mjs';

const FROM = 'Made from src/format/opcodes.ts by scripts/make-opcode-traits.mjs; do not edit.';

/**
 * Opcodes that leave what they took, changed or not: the table says only what kind of object is there before and after.
 */
const KEEPS = ['APPEND', 'APPENDS', 'SETITEM', 'SETITEMS', 'ADDITEMS', 'BUILD', 'MEMOIZE', 'READONLY_BUFFER'];
const LINES = 4;
const COUNTED = 8;
const PUSHES_NOTHING = 16;

/**
 * The table, compiled in memory: making the file needs no build.
 * @returns {Promise<any[]>}
 */
async function loadTable() {
  const result = await build({
    entryPoints: [inRoot('src', 'format', 'opcodes.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
  });
  const { opcodes } = await import(
    `data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`
  );
  return opcodes;
}

/**
 * @param {any} row of the table
 * @returns {number} its bits, see the constants of the file
 */
function traitsOf({ name, arg, stackAfter }) {
  const pushes = stackAfter.length > 0 && !KEEPS.includes(name);
  const size = arg === null ? 0 : arg.layout === 'lines' ? LINES + arg.size : Math.log2(arg.size) + 1;
  return size | (arg?.layout === 'counted' ? COUNTED : 0) | (pushes ? 0 : PUSHES_NOTHING);
}

/**
 * @param {string[]} words
 * @returns {string} a string of them, in lines of at most 120 columns
 */
function text(words) {
  /** @type {string[]} */
  const lines = [''];
  for (const word of words) {
    if (lines[lines.length - 1].length + word.length > 110) lines.push('');
    lines[lines.length - 1] += `${word} `;
  }
  lines[lines.length - 1] = lines[lines.length - 1].trimEnd();
  return lines.map((line) => `\n  '${line}'`).join(' +');
}

await runMain(async () => {
  const rows = await loadTable();
  rows.sort((a, b) => a.code - b.code);
  const first = rows[0].code;
  const last = rows[rows.length - 1].code;
  const traits = new Array(last - first + 1).fill('@');
  for (const row of rows) traits[row.code - first] = String.fromCharCode(0x40 | traitsOf(row));
  const ascii = rows.filter((row) => row.code < 0x80).map((row) => String.fromCharCode(row.code) + row.name);
  const high = rows.filter((row) => row.code >= 0x80);
  if (high.some((row, i) => row.code !== 0x80 + i)) throw new Error('there is a gap between the opcodes from 0x80 on');
  writeFileSync(
    inRoot('src', 'shared', 'opcode-traits.ts'),
    `// What both compilers (tsc and asc) know of opcodes.\n// ${FROM}

/** The highest protocol of an opcode, and so the highest there is. */
export const HIGHEST_PROTOCOL = ${Math.max(...rows.map((row) => row.proto))};

/** The lowest and the highest opcode byte. */
export const FIRST_OPCODE = 0x${first.toString(16)};
export const LAST_OPCODE = 0x${last.toString(16)};
/**
 * A character for each opcode byte from FIRST_OPCODE to LAST_OPCODE: TRAIT_* in its low five bits, none where there is
 * no opcode.
 */
export const OPCODE_TRAITS =
  '${traits.join('')}';

/** What follows: 0 nothing, 1 to 4 a number or a count of 1, 2, 4, 8 bytes; above TRAIT_LINES that many lines more. */
export const TRAIT_SIZE = 7;
export const TRAIT_LINES = ${LINES};
/** The number is a count, and so many bytes follow it. */
export const TRAIT_COUNTED = ${COUNTED};
/** No new value and no mark comes on the stack. */
export const TRAIT_PUSHES_NOTHING = ${PUSHES_NOTHING};
`,
  );
  writeFileSync(
    inRoot('src', 'format', 'opcode-name-lists.ts'),
    `// The names of opcodes, as short as a bundle can have them.\n// ${FROM}

/** Names of the opcodes below 0x80: the byte, then the name. */
export const NAMES_ASCII =${text(ascii)};
/** Names of the opcodes from 0x80 on, without a gap. */
export const NAMES_FROM_80 =${text(high.map((row) => row.name))};
`,
  );
});
