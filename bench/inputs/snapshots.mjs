/**
 * Real files among the cases: CUDA memory snapshots, committed as xz and unpacked beside the data that are made.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loads } from 'pickle-wasm';
import xz from 'xz-decompress';
import { inRoot } from '../../scripts/paths.mjs';

/**
 * Unpacks a snapshot, and writes it as JSON when that is possible, unless it is there.
 * @param {string} folder of the data
 * @param {string} name case
 * @param {import('./cases.mjs').Snapshot} snapshot
 * @param {number} protocol of the run: part of the description's name. The file keeps its own, 4
 */
export async function unpackSnapshot(folder, name, { file, bytes, values, json }, protocol) {
  mkdirSync(folder, { recursive: true });
  const pickle = join(folder, `${name}.pkl`);
  if (!existsSync(pickle) || statSync(pickle).size !== bytes) {
    const packed = new Blob([readFileSync(inRoot(file))]).stream();
    const data = Buffer.from(await new Response(new xz.XzReadableStream(packed)).arrayBuffer());
    if (data.length !== bytes) throw new Error(`${file} is ${data.length} bytes when it is unpacked, not ${bytes}`);
    writeFileSync(pickle, data);
  }
  const text = join(folder, `${name}.json`);
  if (json && !existsSync(text)) writeFileSync(text, JSON.stringify(loads(readFileSync(pickle))));
  /** @type {import('./cases.mjs').CaseData} */
  const description = {
    key: file,
    madeBy: 'CPython (PyTorch)',
    pickle: `${name}.pkl`,
    protocol: 4,
    buffers: null,
    json: json ? `${name}.json` : null,
    sameInJson: false,
    messages: false,
    values,
    length: 1,
  };
  writeFileSync(join(folder, `${name}.p${protocol}.json`), `${JSON.stringify(description, null, 1)}\n`);
}
