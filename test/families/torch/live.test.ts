/** What is read and written again holds the same tensors to PyTorch itself. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { findVenv } from '../../../scripts/python-venv.mjs';
import { dumps, loads, Registry } from '../../../src/index.js';
import { loadTorch, safetensors, type Tensor, torch } from '../../../src/torch.js';
import { ENGINES } from '../../helpers/engines.js';

const rows = JSON.parse(readFileSync(new URL('../../vectors/torch.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>[];
const SCRIPT = fileURLToPath(new URL('../../vectors/make_torch.py', import.meta.url));
const registry = new Registry().use(torch);
const python = findVenv('torch');
if (python === undefined)
  console.warn('not compared with PyTorch: it is not there; run: node scripts/python-venv.mjs torch');

const bytesOf = (row: Record<string, string>) => new Uint8Array(inflateRawSync(Buffer.from(row.bytes, 'base64')));

test('PyTorch loads what is written as equal tensors', async () => {
  if (python === undefined) return;
  const labels: string[] = [];
  const lines: string[] = [];
  for (const [i, row] of rows.entries()) {
    if (!row.torch.startsWith('2.')) continue;
    for (const engine of ENGINES)
      for (const exact of [false, true])
        for (const protocol of [2, 5]) {
          const isFile = !row.form.startsWith('pickle');
          const value = isFile
            ? await loadTorch(bytesOf(row), { exact, engine })
            : loads(bytesOf(row), { registry, exact, engine });
          labels.push(`${row.case} ${row.form} ${engine} ${exact} ${protocol}`);
          lines.push(JSON.stringify([i, Buffer.from(dumps(value, { protocol })).toString('base64')]));
        }
  }
  const output = execFileSync(python, ['-W', 'ignore', SCRIPT, '--compare'], {
    input: lines.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const answers = output.trim().split('\n');
  expect(answers.length).toBe(lines.length);
  expect(labels.map((label, i) => `${label}: ${answers[i]}`).filter((_, i) => answers[i] !== 'true')).toEqual([]);
});

test('the safetensors library reads what is written', async () => {
  if (python === undefined) return;
  const row = rows.find(
    (each) => each.case === 'state_dict' && each.form === 'zip' && each.torch.startsWith('2.'),
  ) as Record<string, string>;
  const state = await loadTorch<Map<string, Tensor>>(bytesOf(row));
  const pieces: Uint8Array[] = [];
  for await (const piece of safetensors(state)) pieces.push(piece);
  const script =
    'import sys, json, safetensors.torch as s; d = s.load(sys.stdin.buffer.read()); print(json.dumps({k: v.tolist() for k, v in d.items()}))';
  const found = JSON.parse(
    execFileSync(python, ['-W', 'ignore', '-c', script], { input: Buffer.concat(pieces), encoding: 'utf8' }),
  );
  expect(found).toEqual(Object.fromEntries([...state].map(([name, tensor]) => [name, tensor.toArray()])));
});
