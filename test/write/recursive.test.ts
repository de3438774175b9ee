/**
 * Objects that are met again among their own arguments (test/vectors/make_recursive.py): read in the exact model and
 * written, they are what
 * Python had; Python itself says so, where there is one.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Dict } from '../../src/values/dict.js';
import { PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import { dumps } from '../../src/write/dumps.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { tokens } from '../helpers/typed.js';
import rows from '../vectors/recursive.json' with { type: 'json' };

const maker = fileURLToPath(new URL('../vectors/make_recursive.py', import.meta.url));
const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.log('test/write/recursive.test.ts: no python3 on the PATH, so Python reads nothing here');

const pickles = (rows as [string, number, string, string][]).map(([name, protocol, hex, described]) => ({
  name: `${name}, protocol ${protocol}`,
  protocol,
  data: Uint8Array.from(Buffer.from(hex, 'hex')),
  described,
}));

function pythonDescribes(data: Uint8Array[]): string[] {
  const input = data.map((each) => `${Buffer.from(each).toString('hex')}\n`).join('');
  return spawnSync('python3', [maker, '--describe'], { input, encoding: 'utf-8' }).stdout.trimEnd().split('\n');
}

describe('an object among its own arguments', () => {
  for (const engine of ENGINES) {
    it(`is the same value after a round trip (${engine})`, () => {
      for (const { name, data } of pickles) {
        const value = loadsOn(engine, data, { exact: true });
        for (let protocol = 0; protocol <= 5; protocol++) {
          const again = loadsOn(engine, dumps(value, { protocol }), { exact: true });
          // Below 2 and from 2 on, instances are written in two ways.
          if (protocol === pickleProtocol(data)) expect(tokens(again), `${name} as ${protocol}`).toEqual(tokens(value));
        }
      }
    });

    it.runIf(found)(`is what Python had (${engine})`, () => {
      const written = pickles.flatMap(({ data }) => {
        const value = loadsOn(engine, data, { exact: true });
        return [0, 1, 2, 3, 4, 5].map((protocol) => dumps(value, { protocol }));
      });
      const expected = pickles.flatMap(({ name, described }) =>
        [0, 1, 2, 3, 4, 5].map((protocol) => `${name} as ${protocol}: ${described}`),
      );
      const labels = pickles.flatMap(({ name }) => [0, 1, 2, 3, 4, 5].map((protocol) => `${name} as ${protocol}: `));
      expect(pythonDescribes(written).map((line, i) => labels[i] + line)).toEqual(expected);
    });
  }

  it('is written in bounded size when many objects lead back to it', () => {
    const list: unknown[] = [];
    const set = new PyCall(new PyGlobal('m', 'MySet'), [list]);
    for (let i = 0; i < 100; i++) {
      const item = new PyObject(new PyGlobal('m', 'H'), []);
      item.state = new Dict([['owner', set]]);
      list.push(item);
    }
    expect(dumps(set).length).toBeLessThan(100 * 100 * 3);
    for (let i = 100; i < 5000; i++) {
      const item = new PyObject(new PyGlobal('m', 'H'), []);
      item.state = new Dict([['owner', set]]);
      list.push(item);
    }
    expect(() => dumps(set)).toThrow(/too often/);
  });
});

/** The protocol that the pickle names; 0 and 1 name none. */
function pickleProtocol(data: Uint8Array): number {
  return data[0] === 0x80 ? data[1] : 1;
}
