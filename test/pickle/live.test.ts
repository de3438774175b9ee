/** Python itself reads what `dumps` writes and prints it. Needs `python3` on the PATH, and says so when there is none. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { dumps } from '../../src/pickle/dumps.js';
import { ByteArray, Bytes } from '../../src/types/bytes.js';
import { Float } from '../../src/types/float.js';
import { PyCall, PyGlobal, PyObject } from '../../src/types/global.js';
import { FrozenSet } from '../../src/types/set.js';
import { Tuple } from '../../src/types/tuple.js';

const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.log('test/pickle/live.test.ts: no python3 on the PATH, so Python reads nothing here');

function read(value: unknown, protocol: number): string {
  const script = 'import pickle, sys; print(ascii(pickle.loads(sys.stdin.buffer.read())))';
  return execFileSync('python3', ['-c', script], { input: dumps(value, { protocol }), encoding: 'ascii' }).trim();
}

const ordered = new PyCall(new PyGlobal('collections', 'OrderedDict'), []);
ordered.entries = [['a', 1]];
const simple = new PyCall(new PyGlobal('types', 'SimpleNamespace'), []);
simple.state = { x: new Float(1) };
const cycle: unknown[] = [1];
cycle.push(cycle);

const cases: [string, unknown, string | RegExp][] = [
  [
    'numbers',
    [0, -1, 255, 65536, 2 ** 40, -(10n ** 30n), 1.5, new Float(2), -0],
    `[0, -1, 255, 65536, ${2 ** 40}, -1${'0'.repeat(30)}, 1.5, 2.0, -0.0]`,
  ],
  ['text', ['é', '\ud800', '😀', 'a\\\n\0'], "['\\xe9', '\\ud800', '\\U0001f600', 'a\\\\\\n\\x00']"],
  [
    'bytes',
    [new Uint8Array([0, 255, 10]), new ByteArray(new Uint8Array([1])), new Bytes(new Uint8Array())],
    "[b'\\x00\\xff\\n', bytearray(b'\\x01'), b'']",
  ],
  [
    'containers',
    { t: new Tuple([1, new Tuple([])]), s: new Set([1]), f: new FrozenSet([2]), m: new Map([[1, null]]) },
    "{'t': (1, ()), 's': {1}, 'f': frozenset({2}), 'm': {1: None}}",
  ],
  ['calls', [ordered, simple], /^\[OrderedDict\(.*\), namespace\(x=1\.0\)\]$/],
  ['instances', new PyObject(new PyGlobal('decimal', 'Decimal'), ['1.5']), "Decimal('1.5')"],
  ['dates', new Date(Date.UTC(2024, 1, 29, 12, 30, 0, 7)), 'datetime.datetime(2024, 2, 29, 12, 30, 0, 7000, tzinfo=datetime.timezone.utc)'],
  [
    'arrays',
    [Int16Array.of(1, -2), Float64Array.of(0.5), BigUint64Array.of(2n ** 64n - 1n)],
    "[array('h', [1, -2]), array('d', [0.5]), array('Q', [18446744073709551615])]",
  ],
  [
    'globals',
    [new PyGlobal('builtins', 'int'), new PyGlobal('builtins', 'dict.fromkeys')],
    "[<class 'int'>, <built-in method fromkeys of type object at",
  ],
  ['cycles', cycle, '[1, [...]]'],
  ['many', Array.from({ length: 3000 }, (_, i) => i), `[${Array.from({ length: 3000 }, (_, i) => i).join(', ')}]`],
];

describe.runIf(found)('python3 reads', () => {
  for (const [name, value, expected] of cases) {
    it(name, () => {
      for (let protocol = 0; protocol <= 5; protocol++) {
        const printed = read(value, protocol);
        if (typeof expected === 'string') expect(printed.startsWith(expected), printed).toBe(true);
        else expect(printed).toMatch(expected);
      }
    });
  }
});
