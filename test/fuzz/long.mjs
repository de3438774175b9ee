/**
 * The search of fuzz.test.ts for as long as one likes:
 *
 *     node test/fuzz/long.mjs [--seconds 600] [--count 1000000] [--seed 1] [--kinds 50]
 *
 * It prints each kind of difference once, with the smallest input that shows it, and ends with 1 when there was one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    count: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: '100' },
  },
});

const directory = mkdtempSync(join(tmpdir(), 'pickle-wasm-fuzz-'));
try {
  const outfile = join(directory, 'search.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('search.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile,
    // The vectors are found from where the helpers are; all folders that ask for them are beside one another.
    define: { 'import.meta.url': JSON.stringify(new URL('search.ts', import.meta.url).href) },
  });
  const { search } = await import(pathToFileURL(outfile).href);
  const begun = performance.now();
  const { inputs, findings } = await search({
    seed: Number(values.seed),
    time: Number(values.seconds) * 1000,
    count: Number(values.count),
    kinds: Number(values.kinds),
    onFound: ({ kind, report }) => console.log(`\n== ${kind}\n${report}`),
    onProgress: (done, kinds) => process.stderr.write(`\r${done} inputs, ${kinds} kinds of differences `),
  });
  process.stderr.write('\n');
  for (const { kind, count } of findings) console.log(`${String(count).padStart(7)}  ${kind}`);
  console.log(
    `${inputs} inputs in ${Math.round((performance.now() - begun) / 1000)} s, seed ${values.seed}: ${findings.length} kinds of differences`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
