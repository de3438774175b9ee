/**
 * Makes every generated file again and fails when one of them differs from what is committed.
 *
 *   node scripts/check-generated.mjs
 */
import { existsSync } from 'node:fs';
import { buildScanner } from './build.mjs';
import { inRoot } from './paths.mjs';
import { run, runMain } from './run.mjs';

const GENERATED = [
  'src/shared/opcode-traits.ts',
  'src/format/opcode-name-lists.ts',
  'src/engines/wasm/scanner/wasm-bytes.ts',
  'docs/opcodes.md',
];

await runMain(() => {
  run(process.execPath, [inRoot('scripts', 'make-opcode-traits.mjs')]);
  buildScanner();
  if (existsSync(inRoot('scripts', 'make-opcode-docs.mjs')))
    run(process.execPath, [inRoot('scripts', 'make-opcode-docs.mjs')]);
  const changed = run('git', ['status', '--porcelain', '--', ...GENERATED], { quiet: true }).trim();
  if (changed === '') {
    console.log('The generated files are what their sources make.');
    return;
  }
  throw new Error(
    `These generated files differ from their sources; run \`npm run check:generated\` and commit them:\n${changed}`,
  );
});
