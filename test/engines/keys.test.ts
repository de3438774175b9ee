/** What calls make as dict keys and set items: Python refuses what is not hashable, also because of what is in it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loads, Registry, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, expectEach } from '../helpers/engines.js';
import { global, pickle } from '../helpers/program.js';

const { rows } = JSON.parse(readFileSync(new URL('../vectors/keys.json', import.meta.url), 'utf8')) as {
  rows: [name: string, dict: string, set: string, refusal: string | null][];
};

const messageOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    expect(error.offset).toBeTypeOf('number');
    return error.message;
  }
};

test.each(ENGINES)('as CPython, %s', (engine) => {
  expectEach(rows, ([name, ...row]) => {
    const refusal = row.pop() as string | null;
    for (const hex of row as string[]) {
      const bytes = Buffer.from(hex, 'hex');
      const [natural, exact] = [false, true].map((model) => messageOf(() => loads(bytes, { engine, exact: model })));
      if ((exact === undefined) !== (refusal === null)) return `${name}, exact: ${exact}; CPython: ${refusal}`;
      // Refused by CPython for the key as a whole, or for what is in it while it is made.
      if (natural !== undefined) expect(natural).toContain('unhashable type');
      if ((natural === undefined) !== (refusal === null)) return `${name}, natural: ${natural}; CPython: ${refusal}`;
    }
    return undefined;
  });
});

test.each(ENGINES)('both engines say the same, %s', (engine) => {
  expectEach(rows, ([name, dict, set]) => {
    for (const hex of [dict, set]) {
      for (const exact of [true, false]) {
        const bytes = Buffer.from(hex, 'hex');
        const [one, other] = [engine, 'js' as const].map((each) =>
          messageOf(() => loads(bytes, { engine: each, exact })),
        );
        if (one !== other) return `${name}: ${one} on ${engine}, ${other}`;
      }
    }
    return undefined;
  });
});

class Mutable {}

test.each(ENGINES)('instances of a class that is not hashable, inside what is, %s', (engine) => {
  const registry = new Registry().addClass('m', 'Mutable', Mutable, { hashable: false });
  const instance = pickle(global('m', 'Mutable'), op.EMPTY_TUPLE, op.NEWOBJ);
  const inert = pickle(
    global('builtins', 'list'),
    global('m', 'unknown'),
    op.EMPTY_TUPLE,
    op.REDUCE,
    op.TUPLE1,
    op.REDUCE,
  );
  for (const exact of [true, false]) {
    for (const item of [instance, inert]) {
      for (const name of ['tuple', 'frozenset', 'set']) {
        const bytes = pickle(
          '\x80\x04',
          op.EMPTY_DICT,
          global('builtins', name),
          op.EMPTY_LIST,
          item,
          'a',
          op.TUPLE1,
          'R',
          op.NONE,
          's.',
        );
        expect(() => loads(bytes, { engine, exact, registry }), `${name}, exact: ${exact}`).toThrow(/unhashable type/);
      }
    }
  }
});

test.each(ENGINES)(
  'what is asked of a tuple very often is asked once, %s',
  (engine) => {
    // Each call makes a key of the same tuple of as many items, or of the result of the call before: quadratic is very
    // much slower.
    const count = 20_000;
    const named = (name: string) => `\x80\x02c__builtin__\n${name}\nq\x01`;
    for (const name of ['tuple', 'frozenset']) {
      const often = `${named(name)}](${'K\x01'.repeat(count)}tq\x000](${'h\x01](h\x00e\x85R'.repeat(count)}e.`;
      const nested = `${named('tuple')}${'h\x01]'.repeat(count)}K\x01${'a\x85R'.repeat(count)}.`;
      for (const text of [often, nested]) {
        for (const exact of [true, false])
          loads(Buffer.from(text, 'latin1'), { engine, exact, limits: { bytes: Number.POSITIVE_INFINITY } });
      }
    }
  },
  60_000,
);
