/**
 * The two engines are one program: on any bytes they give the same graph, or the same error at the same place.
 * A failure prints the seed and the smallest input that shows it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opcodes } from '../src/format/opcodes.js';
import { type Limits, type LoadOptions, PyGlobal, Registry } from '../src/index.js';
import * as op from '../src/shared/opcodes.js';
import { difference, ENGINES, expectEach, expectEngine, type Outcome, outcome } from './helpers/engines.js';
import { pickle, text, uint4, uint8 } from './helpers/program.js';
import { hex, refused, samples } from './helpers/vectors.js';

const SEED = Number(process.env.FC_SEED ?? 20260101);
const RUNS = Number(process.env.FC_RUNS ?? 4000);

/** Loads on both engines, and with tiny windows on each; all must agree. */
function agree(data: Uint8Array, options: LoadOptions, windowSize: number): Outcome {
  const limits = { nodes: 100_000, items: 100_000, ...(options.limits as Limits | undefined) };
  const [wasm, js] = ENGINES.map((engine) => outcome(engine, data, { ...options, limits }));
  expect(js, `engines differ on ${hex(data)}`).toEqual(wasm);
  for (const engine of ENGINES) {
    const windowed = outcome(engine, data, { ...options, limits, windowSize });
    const message = `${engine}: windows of ${windowSize} differ on ${hex(data)}`;
    expect(windowed, message).toEqual(wasm);
  }
  return wasm;
}

const windowSizes = fc.integer({ min: 1, max: 40 });
const models = fc.constantFrom<LoadOptions>(
  { exact: true },
  { exact: true },
  { exact: true },
  { exact: false },
  { exact: false, dict: 'object' },
  { exact: false, dict: 'map' },
);
const further = fc.constantFrom<LoadOptions>(
  {},
  { copy: true },
  { encoding: 'latin1' },
  { encoding: 'bytes' },
  { encoding: 'utf-8', errors: 'replace' },
  { fixImports: false },
  { buffers: [Uint8Array.of(1, 2)] },
  { limits: { items: 3 } },
  { limits: { memo: 2 } },
  { limits: { nodes: 5 } },
  { limits: { digits: 1 } },
  { persistentLoad: (id) => ({ id }) },
  { findClass: (module, name) => new PyGlobal(module, name) },
  {
    registry: new Registry()
      .addFunction('collections', 'OrderedDict', (...args) => args)
      .addClass('vector_classes', 'Plain', class {}),
  },
);
const optionSets = fc.tuple(models, further).map(([model, others]) => ({ ...model, ...others }));

describe('both engines', () => {
  it.each(ENGINES)('run: %s', (engine) => expectEngine(engine));

  it.each<LoadOptions>([{}, { dict: 'object' }, { dict: 'map' }, { copy: true }])(
    'agree on every vector in the natural value model with %j',
    (natural) => {
      expectEach([...samples(20_000), ...refused()], ({ name, data, options }) => {
        const [wasm, js] = ENGINES.map((engine) => outcome(engine, data, { ...options, ...natural, exact: false }));
        return difference(name, js, wasm);
      });
    },
  );

  it('agree on mutated pickles', () => {
    const pool = [...samples(400), ...refused()];
    const sources = fc.nat(pool.length - 1).map((index) => pool[index]);
    const edit = fc.record({
      kind: fc.constantFrom('replace', 'replace', 'opcode', 'insert', 'delete', 'cut', 'repeat', 'splice'),
      at: fc.nat(400),
      byte: fc.nat(255),
      count: fc.integer({ min: 1, max: 8 }),
      other: sources,
    });
    fc.assert(
      fc.property(
        sources,
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        optionSets,
        windowSizes,
        (source, edits, options, windowSize) => {
          let data = source.data;
          for (const { kind, at, byte, count, other } of edits) {
            const index = data.length === 0 ? 0 : at % data.length;
            const before = data.subarray(0, index);
            if (kind === 'replace') data = pickle(before, byte, data.subarray(index + 1));
            else if (kind === 'opcode')
              data = pickle(before, opcodes[byte % opcodes.length].code, data.subarray(index + 1));
            else if (kind === 'insert')
              data = pickle(before, opcodes[byte % opcodes.length].code, data.subarray(index));
            else if (kind === 'delete') data = pickle(before, data.subarray(index + count));
            else if (kind === 'cut') data = data.slice(0, index);
            else if (kind === 'repeat') data = pickle(data.subarray(0, index + count), data.subarray(index));
            else data = pickle(before, other.data.subarray(other.data.length === 0 ? 0 : (at * 7) % other.data.length));
          }
          agree(data, { ...source.options, ...options }, windowSize);
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  }, 120_000);

  it('agree on random programs', () => {
    let values = 0;
    fc.assert(
      fc.property(
        fc.array(instruction, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        optionSets,
        windowSizes,
        (program, framed, options, windowSize) => {
          const body = pickle(...program, op.STOP);
          const data = framed ? pickle(op.PROTO, 4, op.FRAME, uint8(BigInt(body.length)), body) : body;
          if (Array.isArray(agree(data, options, windowSize))) values++;
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    // Programs that all fail at the first opcode would prove nothing.
    expect(values).toBeGreaterThan(RUNS / 20);
  }, 120_000);

  it('agree on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), optionSets, windowSizes, (data, options, windowSize) => {
        agree(data, options, windowSize);
      }),
      { seed: SEED, numRuns: RUNS / 2 },
    );
  }, 60_000);
});

// Random programs: each instruction is an opcode with an argument that is mostly good.

const texts = fc.constantFrom(
  '',
  'a',
  'b',
  'key',
  '__proto__',
  'constructor',
  'caf\u00e9',
  '\u{1f600}',
  'x'.repeat(40),
);
const memoIndexes = fc.nat(6);
const lines = fc.constantFrom(
  '0',
  '1',
  '00',
  '01',
  '-5',
  '12L',
  '1.5',
  'inf',
  "'a'",
  '"b"',
  'abc',
  '\\u0041',
  '9007199254740993',
  '',
  '1e400',
  'é',
);

/** Opcodes that only push, whatever the stack is. */
const pushes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .constantFrom(op.NONE, op.NEWTRUE, op.NEWFALSE, op.EMPTY_LIST, op.EMPTY_TUPLE, op.EMPTY_DICT, op.EMPTY_SET)
    .map((code) => pickle(code)),
  fc.nat(255).map((value) => pickle(op.BININT1, value)),
  fc.integer().map((value) => pickle(op.BININT, uint4(value >>> 0))),
  fc.uint8Array({ maxLength: 10 }).map((data) => pickle(op.LONG1, data.length, data)),
  fc.uint8Array({ maxLength: 10 }).map((data) => pickle(op.SHORT_BINBYTES, data.length, data)),
  fc.uint8Array({ maxLength: 10 }).map((data) => pickle(op.BYTEARRAY8, uint8(BigInt(data.length)), data)),
  fc.double().map((value) => {
    const data = Buffer.alloc(8);
    data.writeDoubleBE(value);
    return pickle(op.BINFLOAT, data);
  }),
  texts.map(text),
  texts.map((value) => pickle(op.SHORT_BINSTRING, Buffer.byteLength(value), Buffer.from(value))),
  fc
    .constantFrom(
      'cbuiltins\nset\n',
      'cvector_classes\nPlain\n',
      'c__builtin__\nxrange\n',
      'c_codecs\nencode\n',
      'ccopy_reg\n_reconstructor\n',
      'cbuiltins\nlist\n',
      'ccollections\nOrderedDict\n',
    )
    .map((value) => pickle(value)),
);

/** Opcodes that need something on the stack. */
const uses: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .constantFrom(
      op.MARK,
      op.MARK,
      op.MARK,
      op.TUPLE,
      op.LIST,
      op.DICT,
      op.APPEND,
      op.APPENDS,
      op.SETITEM,
      op.SETITEMS,
      op.ADDITEMS,
      op.FROZENSET,
      op.TUPLE1,
      op.TUPLE2,
      op.TUPLE3,
    )
    .map((code) => pickle(code)),
  fc
    .constantFrom(
      op.POP,
      op.POP_MARK,
      op.DUP,
      op.MEMOIZE,
      op.REDUCE,
      op.BUILD,
      op.NEWOBJ,
      op.NEWOBJ_EX,
      op.OBJ,
      op.STACK_GLOBAL,
      op.BINPERSID,
      op.NEXT_BUFFER,
      op.READONLY_BUFFER,
    )
    .map((code) => pickle(code)),
  memoIndexes.map((index) => pickle(op.BINPUT, index)),
  memoIndexes.map((index) => pickle(op.BINGET, index)),
);

const others: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(fc.constantFrom(op.INT, op.LONG, op.FLOAT, op.STRING, op.UNICODE, op.PERSID, op.GET, op.PUT), lines)
    .map(([code, line]) => pickle(code, line, '\n')),
  fc.nat(6).map((protocol) => pickle(op.PROTO, protocol)),
  fc.nat(20).map((length) => pickle(op.FRAME, uint8(BigInt(length)))),
  fc.nat(300).map((code) => pickle(op.EXT2, code & 0xff, code >> 8)),
  fc.constant(pickle('ivector_classes\nPlain\n')),
  fc.constantFrom(...opcodes).map(({ code }) => pickle(code)),
  fc.nat(255).map((code) => pickle(code)),
);

/** Idioms of the pickler: what makes programs get far. */
const idioms: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.array(pushes, { maxLength: 5 }).map((items) => pickle(op.EMPTY_LIST, op.MEMOIZE, op.MARK, ...items, op.APPENDS)),
  fc
    .array(fc.tuple(texts, pushes), { maxLength: 5 })
    .map((pairs) =>
      pickle(
        op.EMPTY_DICT,
        op.MEMOIZE,
        op.MARK,
        ...pairs.flatMap(([key, value]) => [text(key), op.MEMOIZE, value]),
        op.SETITEMS,
      ),
    ),
  fc.array(fc.tuple(pushes, pushes), { maxLength: 4 }).map((pairs) => pickle(op.MARK, ...pairs.flat(), op.DICT)),
  fc.array(pushes, { maxLength: 5 }).map((items) => pickle(op.MARK, ...items, op.TUPLE, op.MEMOIZE)),
  fc.array(pushes, { maxLength: 4 }).map((items) => pickle(op.EMPTY_SET, op.MARK, ...items, op.ADDITEMS)),
  fc
    .tuple(texts, pushes)
    .map(([key, value]) =>
      pickle(
        'cvector_classes\nPlain\n',
        op.EMPTY_TUPLE,
        op.NEWOBJ,
        op.MEMOIZE,
        op.EMPTY_DICT,
        text(key),
        value,
        op.SETITEM,
        op.BUILD,
      ),
    ),
  fc
    .array(fc.integer(), { minLength: 3, maxLength: 12 })
    .map((items) =>
      pickle(op.EMPTY_LIST, op.MARK, ...items.map((item) => pickle(op.BININT, uint4(item >>> 0))), op.APPENDS),
    ),
);

const instruction: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: pushes },
  { weight: 3, arbitrary: idioms },
  { weight: 2, arbitrary: uses },
  { weight: 1, arbitrary: others },
);
