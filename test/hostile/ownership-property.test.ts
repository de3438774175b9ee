/**
 * Made-up programs over an application's objects: whatever they do, what was there before is as it was, and nothing
 * leaks out of it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumps, PickleError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';
import { CONSTANTS, world } from './ownership-world.js';
import { snapshot } from './snapshot.js';

const NAMES: readonly (readonly [string, string])[] = [
  ...CONSTANTS.map((name) => ['app', name] as const),
  ['app', 'shared'],
  ['app', 'same'],
  ['app', 'Cached'],
  ['app', 'Cell'],
  ['app', 'Color'],
  ['found', 'value'],
  ['unknown', 'Class'],
  ['builtins', 'list'],
  ['builtins', 'dict'],
  ['builtins', 'set'],
  ['builtins', 'type'],
  ['builtins', 'getattr'],
  ['builtins', 'Ellipsis'],
  ['builtins', 'bytearray'],
  ['collections', 'OrderedDict'],
  ['collections', 'deque'],
  ['copyreg', '_reconstructor'],
  ['copyreg', '__newobj__'],
  ['numpy', 'dtype'],
  ['numpy.core.multiarray', 'scalar'],
];

const OPCODES = [
  op.EMPTY_LIST,
  op.EMPTY_DICT,
  op.EMPTY_SET,
  op.EMPTY_TUPLE,
  op.NONE,
  op.MARK,
  op.POP,
  op.DUP,
  op.APPEND,
  op.APPENDS,
  op.SETITEM,
  op.SETITEMS,
  op.ADDITEMS,
  op.BUILD,
  op.REDUCE,
  op.NEWOBJ,
  op.OBJ,
  op.TUPLE1,
  op.TUPLE2,
  op.LIST,
  op.DICT,
  op.TUPLE,
  op.FROZENSET,
  op.MEMOIZE,
  op.BINPERSID,
  op.NEXT_BUFFER,
];

/** Steps that fit together more often than single opcodes do. */
const step: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...OPCODES).map((opcode) => pickle(opcode)) },
  { weight: 3, arbitrary: fc.constantFrom(...NAMES).map(([module, name]) => global(module, name)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('a', 'role', 'length', 'items', 'data', 'state', 'RED', 'O8')
      .map((value) => text(value)),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((value) => int(value)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((index) => pickle(op.BINGET, index)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((index) => pickle(op.BINPUT, index)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...CONSTANTS), fc.constantFrom(op.REDUCE, op.NEWOBJ))
      .map(([[module, name], constant, opcode]) =>
        pickle(global(module, name), global('app', constant), op.TUPLE1, opcode),
      ),
  },
  { weight: 2, arbitrary: fc.constantFrom(...CONSTANTS).map((name) => scalarOf(name)) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(op.BUILD, op.APPEND)
      .map((opcode) => pickle(op.EMPTY_DICT, text('length'), int(9), op.SETITEM, opcode)),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(op.APPENDS, op.SETITEMS, op.ADDITEMS)
      .map((opcode) => pickle(op.MARK, text('a'), int(1), opcode)),
  },
);

function scalarOf(name: string): Uint8Array {
  const dtype = pickle(global('numpy', 'dtype'), text('O8'), op.TUPLE1, op.REDUCE);
  return pickle(global('numpy.core.multiarray', 'scalar'), dtype, global('app', name), op.TUPLE2, op.REDUCE);
}

describe.each(ENGINES)('property of ownership (%s)', (engine) => {
  it.each([false, true])('nothing that existed before is different (exact: %s)', (exact) => {
    const { options, roots } = world();
    const before = snapshot(roots);
    let loaded = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 24 }), (steps) => {
        // Each step may be where an error ends the load: what it did before must not have touched anything either.
        const data = pickle(op.PROTO, 4, op.EMPTY_LIST, op.EMPTY_DICT, op.EMPTY_SET, ...steps, op.STOP);
        try {
          loadsOn(engine, data, { ...options, exact });
          loaded++;
        } catch (error) {
          expect(error).toBeInstanceOf(PickleError);
        }
        expect(snapshot(roots)).toBe(before);
      }),
      { numRuns: 1500, seed: 1010 },
    );
    expect(loaded).toBeGreaterThan(50);
  });

  it.each([false, true])('what is written comes from the input (exact: %s)', (exact) => {
    // Bytes that only this process has: the reused buffer of the pickler and the pool of Buffers are full of them.
    const secret = 'SECRET-OF-ANOTHER-CALLER';
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 16 }), (steps) => {
        dumps(secret.repeat(40));
        Buffer.from(secret.repeat(40));
        const data = pickle(op.PROTO, 4, op.EMPTY_LIST, op.EMPTY_DICT, ...steps, op.STOP);
        let written: Uint8Array;
        try {
          written = dumps(loadsOn(engine, data, { exact }));
        } catch (error) {
          expect(error).toBeInstanceOf(PickleError);
          return;
        }
        expect(Buffer.from(written).includes('SECRET-')).toBe(false);
      }),
      { numRuns: 1000, seed: 1011 },
    );
  });
});
