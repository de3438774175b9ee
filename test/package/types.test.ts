/** The declarations, used by strict TypeScript in a project that installed the tarball. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const USE = `
import { type LoadOptions, dumps, engineInfo, type Family, loads, Registry, repr, UnpicklingError } from 'pickle-wasm';
import { loadNpy, loads as loadsAll, Unpickler } from 'pickle-wasm/all';
import { type DataFrame, pandas } from 'pickle-wasm/pandas';

const options: LoadOptions = { engine: 'js', exact: true };
const value: unknown = loads(new Uint8Array([0x4e, 0x2e]), options);
const data: Uint8Array = dumps(value, { protocol: 4 });
const text: string = repr(value);
const wasm: boolean = engineInfo().wasm;
const offset: number | undefined = new UnpicklingError('x').offset;
const family: Family = pandas;
const frame = loadsAll(data, { registry: new Registry().use(family) }) as DataFrame;
const rows: readonly object[] = frame.toRows();
const unpickler: Unpickler<Uint8Array> = new Unpickler(data);
const shape: Promise<readonly number[]> = loadNpy(data).then((array) => array.shape);
export { data, offset, rows, shape, text, unpickler, wasm };
`;

for (const [module, moduleResolution] of [
  ['NodeNext', 'NodeNext'],
  ['ESNext', 'Bundler'],
]) {
  test(`types check without skipLibCheck, moduleResolution ${moduleResolution}`, () => {
    const file = `use-${module}.ts`;
    writeFileSync(join(inject('installed'), file), USE);
    const settings = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom,dom.asynciterable',
      '--types',
      '',
      '--skipLibCheck',
      'false',
    ];
    const args = [tsc, ...settings, '--module', module, '--moduleResolution', moduleResolution, file];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: inject('installed'), encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
}
