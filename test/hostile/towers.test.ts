/**
 * Values inside values, deeper than Node's stack (14,000 calls of the shortest function): read, written, printed and
 * compared without recursion.
 */
import { describe, expect, it } from 'vitest';
import { dumps, type LoadOptions, pyEquals, repr } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, pickle, text, times } from '../helpers/program.js';

const DEPTH = 16_000;
const { APPEND, BUILD, EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE, NONE, REDUCE, SETITEM, TUPLE1 } = op;

/** `name(name(… name() …))` */
const calls = (module: string, name: string, inner: Uint8Array) =>
  pickle(times(DEPTH, global(module, name)), inner, times(DEPTH, REDUCE, TUPLE1));
const made = (module: string, name: string) => pickle(global(module, name), EMPTY_TUPLE, REDUCE);

const TOWERS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['inert calls', calls('made.up', 'C', Uint8Array.of(EMPTY_TUPLE))],
  ['exceptions', calls('builtins', 'ValueError', Uint8Array.of(EMPTY_TUPLE))],
  ['slices', calls('builtins', 'slice', Uint8Array.of(NONE, TUPLE1))],
  ['factories', calls('collections', 'defaultdict', Uint8Array.of(NONE, TUPLE1))],
  ['ChainMaps', calls('collections', 'ChainMap', Uint8Array.of(EMPTY_DICT, TUPLE1))],
  ['persistent ids', pickle(NONE, times(DEPTH, op.BINPERSID))],
  ['deques', pickle(times(DEPTH, made('collections', 'deque')), times(DEPTH - 1, APPEND))],
  ['OrderedDicts', pickle(times(DEPTH, made('collections', 'OrderedDict'), text('a')), NONE, times(DEPTH, SETITEM))],
  [
    'namespaces',
    pickle(times(DEPTH, made('types', 'SimpleNamespace'), EMPTY_DICT, text('a')), NONE, times(DEPTH, SETITEM, BUILD)),
  ],
  [
    'UserLists',
    pickle(times(DEPTH, global('collections', 'UserList'), EMPTY_LIST), NONE, times(DEPTH, APPEND, TUPLE1, REDUCE)),
  ],
];

describe.each(ENGINES)('towers (%s)', (engine) => {
  it.each(TOWERS)('of %s', (_name, body) => {
    const data = pickle(op.PROTO, 4, body, op.STOP);
    for (const exact of [false, true]) {
      const options: LoadOptions = { exact };
      const value = loadsOn(engine, data, options);
      expect(repr(value).length).toBeGreaterThan(DEPTH);
      for (const protocol of [1, 2, 4] as const) {
        const written = dumps(value, { protocol });
        const again = loadsOn(engine, written, options);
        expect(Buffer.compare(dumps(again, { protocol }), written)).toBe(0);
        if (exact) pyEquals(value, again);
      }
    }
  });
});
