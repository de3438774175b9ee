/**
 * Writes docs/opcodes.md from the opcode table.
 *
 *   node scripts/make-opcode-docs.mjs            write it
 *   node scripts/make-opcode-docs.mjs --check    fail when it is out of date
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inRoot } from './paths.mjs';
import { runMain } from './run.mjs';

const TARGET = inRoot('docs', 'opcodes.md');

/** The table, compiled in memory: the documentation needs no build. */
async function loadTable() {
  const source = `export { opcodes } from './src/format/opcodes.ts'; export * as kinds from './src/format/argument-words.ts'; export * as objects from './src/format/stack-words.ts';`;
  const result = await build({
    stdin: { contents: source, resolveDir: inRoot(), sourcefile: 'opcode-docs.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`);
}

/**
 * @param {string[]} cells text of the cells
 * @returns {string} one line of a Markdown table
 */
const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/**
 * @param {string[]} heads
 * @param {string[][]} rows
 * @returns {string} a Markdown table
 */
const table = (heads, rows) => [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');

/** @param {number} code opcode byte */
const character = (code) => (code > 0x20 && code < 0x7f ? `\`${String.fromCharCode(code)}\`` : '');

/** @param {{ name: string }[]} objects stack column of the table */
const stackText = (objects) => objects.map((object) => object.name).join(' ') || '-';

/** @param {{ opcodes: any[], kinds: object, objects: object }} source what `loadTable` gives */
function page({ opcodes, kinds, objects }) {
  const rows = opcodes.map((row) => [
    row.name,
    `0x${row.code.toString(16).padStart(2, '0')}`,
    character(row.code),
    String(row.proto),
    row.arg?.name ?? '',
    stackText(row.stackBefore),
    stackText(row.stackAfter),
    row.doc,
  ]);
  return `# Opcodes

Made from \`src/format/opcodes.ts\` by \`scripts/make-opcode-docs.mjs\`; do not edit.

All ${opcodes.length} opcodes of protocols 0 to 5, in the order of CPython's \`pickletools\`. "Protocol" is the one that introduced the opcode: an
unpickler takes every opcode under any declared protocol. "Takes" and "leaves" are the top of the stack before and after, the top last.

${table(['name', 'byte', 'character', 'protocol', 'argument', 'takes', 'leaves', 'what it does'], rows)}

## Arguments

${table(
  ['name', 'layout'],
  Object.values(kinds).map((kind) => [kind.name, kind.doc]),
)}

## Stack objects

${table(
  ['name', 'what it is'],
  Object.values(objects).map((object) => [object.name, object.doc]),
)}
`;
}

await runMain(async () => {
  const text = page(await loadTable());
  if (!process.argv.includes('--check')) {
    writeFileSync(TARGET, text);
    return;
  }
  let current = '';
  try {
    current = readFileSync(TARGET, 'utf8');
  } catch {
    // A missing page is out of date.
  }
  if (current !== text)
    throw new Error('docs/opcodes.md is out of date; run `node scripts/make-opcode-docs.mjs` and commit it');
});
