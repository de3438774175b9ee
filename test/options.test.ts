/** Options that nobody knows, and options of a wrong kind. */
import { describe, expect, test } from 'vitest';
import {
  type ClassHooks,
  type DisOptions,
  type DumpOptions,
  dis,
  dump,
  dumps,
  genops,
  globalsOf,
  init,
  type JSONTextOptions,
  jsonPieces,
  type Limits,
  type LoadOptions,
  load,
  loadAll,
  loads,
  optimize,
  PickleBuffer,
  PickleError,
  Pickler,
  PicklingError,
  Registry,
  type ReprOptions,
  repr,
  Tuple,
  toJSONText,
  Unpickler,
} from '../src/index.js';

// biome-ignore lint/suspicious/noExplicitAny: none of this compiles
type Any = any;
const none = Uint8Array.of(0x4e, 0x2e);
const registry = new Registry() as Any;
class C {}

test.each<[string, () => unknown, RegExp]>([
  ['loads', () => loads(none, { exactt: true } as Any), /options\.exactt is unknown; did you mean exact\?/],
  ['loads, JavaScript', () => loads(none, { engine: 'js', copi: 1 } as Any), /did you mean copy/],
  ['loadAll', () => [...loadAll(none, { dictt: 'map' } as Any)], /did you mean dict/],
  ['Unpickler', () => new Unpickler(none, { bufers: [] } as Any), /did you mean buffers/],
  ['registry', () => loads(none, { registry: {} } as Any), /options\.registry must be a Registry/],
  ['dumps', () => dumps(1, { protocl: 4 } as Any), /did you mean protocol/],
  ['Pickler', () => new Pickler({ memos: 4 } as Any), /did you mean memo/],
  ['protocol', () => dumps(1, { protocol: '4' } as Any), /options\.protocol must be a number, not "4"/],
  ['registry of dumps', () => dumps(1, { registry: {} } as Any), /must be a Registry/],
  ['persistentId', () => dumps(1, { persistentId: 5 } as Any), /must be a function/],
  ['repr', () => repr(1, { maxlength: 5 } as Any), /did you mean maxLength/],
  ['dis', () => dis(none, { anotate: 5 } as Any), /did you mean annotate/],
  ['addClass', () => registry.addClass('a', 'b', 5), /addClass\(module, name, Class\)/],
  ['addClass without a name', () => registry.addClass('a.b', C), /addClass\(module, name, Class\)/],
  ['addFunction', () => registry.addFunction('a', 'b', 5), /addFunction\(module, name, function\)/],
  ['addValue', () => registry.addValue('a', '', 5), /a name expected/],
  ['addExtension', () => registry.addExtension(0, 'a', 'b'), /extension code 0/],
  ['add', () => registry.add('a', 'b', { contruct() {} }), /hooks\.contruct is unknown; did you mean construct\?/],
  ['add without hooks', () => registry.add('a', 'b'), /an object of hooks expected/],
])('%s', (_, run, message) => {
  expect(run).toThrow(PickleError);
  expect(run).toThrow(message);
});

/**
 * Values of a kind that an option cannot have, and the start of what the message says of the kind. Typed, so that no
 * option is forgotten.
 */
type Wrong<Options> = Record<keyof Options, [kind: string, ...values: unknown[]]>;

const BOOLEAN: [string, ...unknown[]] = ['a boolean', 1, 0, 'true', {}, []];
const FUNCTION: [string, ...unknown[]] = ['a function', 5, {}, 'f', true, []];
const REGISTRY: [string, ...unknown[]] = ['a Registry', null, {}, 5, 'standard', Registry];
const BOUND: [string, ...unknown[]] = ['a number >= 0', -1, NaN, '5', true, {}, 5n];
const COUNT: [string, ...unknown[]] = ['a whole number >= 0', -1, 0.5, NaN, Infinity, '5', true, {}, 5n];

// pickletools takes negative columns.
const WHOLE: [string, ...unknown[]] = ['a whole number', 0.5, NaN, Infinity, '5', true, {}, 5n];

const OF_LOADS: Wrong<LoadOptions> = {
  engine: ["'auto', 'wasm' or 'js'", 'WASM', 1, true, {}],
  exact: BOOLEAN,
  buffers: ['an iterable', {}, 5, true],
  encoding: ['a string', 5, {}, true],
  errors: ['a string', 5, {}, true],
  fixImports: BOOLEAN,
  persistentLoad: FUNCTION,
  findClass: FUNCTION,
  registry: REGISTRY,
  dict: ["'auto', 'object' or 'map'", 'Map', Map, 1, true, {}],
  copy: BOOLEAN,
  limits: ["an object or 'strict'", 'loose', 5, true],
  onProgress: FUNCTION,
  windowSize: ['a whole number >= 1', 0, -1, 0.5, NaN, Infinity, '5', true, {}],
};

const OF_LIMITS: Wrong<Limits> = { digits: BOUND, memo: BOUND, items: BOUND, nodes: BOUND, bytes: BOUND };

const OF_DUMPS: Wrong<DumpOptions> = {
  protocol: ['a number', '4', true, {}, 4n],
  fixImports: BOOLEAN,
  bufferCallback: FUNCTION,
  persistentId: FUNCTION,
  reducerOverride: FUNCTION,
  dispatchTable: ['a Map', {}, 5, [], true],
  registry: REGISTRY,
  memo: BOOLEAN,
  typedArrays: ["'array', 'numpy' or 'bytes'", 'list', 5, true],
  undefined: ["'error', 'skip' or 'none'", 'null', 5, true],
  instances: ["'error' or 'dict'", 'object', 5, true],
  pooled: BOOLEAN,
};

const OF_DIS: Wrong<DisOptions> = {
  out: FUNCTION,
  memo: ['a Map', {}, 5, []],
  indentLevel: WHOLE,
  annotate: WHOLE,
  start: COUNT,
};

const OF_HOOKS: Wrong<
  Omit<
    ClassHooks,
    'fromBytes' | 'fresh' | 'noted' | 'kind' | 'makesBare' | 'hashes' | 'asksKinds' | 'mayHide' | 'takesArguments'
  >
> = {
  construct: FUNCTION,
  setState: FUNCTION,
  getState: FUNCTION,
  reduce: FUNCTION,
  append: FUNCTION,
  extend: FUNCTION,
  setItem: FUNCTION,
  add: FUNCTION,
  hashable: BOOLEAN,
  newArgs: ['an array', 'x', {}, 5],
  attributes: ['a Map', {}, 5],
};

const plain = (count: number) => dumps(Array.from({ length: count }, (_, i) => `text ${i}`));
const [small, large] = [plain(1), plain(1000)];
const blob = () => new Blob([small as Uint8Array<ArrayBuffer>]);

/** Function → how it is called with one option, and its options. */
const FUNCTIONS: Record<string, [(options: Any) => unknown, Wrong<Any>, what?: string]> = {
  loads: [(options) => loads(small, options), OF_LOADS],
  'loads of more': [(options) => loads(large, options), OF_LOADS],
  loadAll: [(options) => loadAll(small, options), OF_LOADS],
  'loadAll of a stream': [(options) => loadAll(blob(), options), OF_LOADS],
  Unpickler: [(options) => new Unpickler(small, options), OF_LOADS],
  'Unpickler of a stream': [(options) => new Unpickler(blob(), options), OF_LOADS],
  limits: [(limits) => loads(small, { limits }), OF_LIMITS, 'options.limits'],
  dumps: [(options) => dumps('a', options), OF_DUMPS],
  Pickler: [(options) => new Pickler(options), OF_DUMPS],
  dis: [(options) => dis(small, options), OF_DIS],
  repr: [(options) => repr('a', options), { maxLength: BOUND } satisfies Wrong<ReprOptions>],
  toJSONText: [
    (options) => toJSONText('a', options),
    { indent: COUNT, maxLength: BOUND, onNull: FUNCTION } satisfies Wrong<JSONTextOptions>,
  ],
  jsonPieces: [(options) => jsonPieces('a', options), { indent: COUNT, maxLength: BOUND, onNull: FUNCTION }],
  PickleBuffer: [(options) => new PickleBuffer(small, options), { readonly: BOOLEAN }],
  'Registry.add': [(hooks) => registry.add('m', 'C', hooks), OF_HOOKS, 'hooks'],
  'Registry.addClass': [(hooks) => registry.addClass('m', 'C', C, hooks), OF_HOOKS, 'hooks'],
};

describe.each(Object.entries(FUNCTIONS))('%s', (_, [call, wrong, what = 'options']) => {
  test.each(Object.entries(wrong))('%s', (name, [kind, ...values]) => {
    for (const value of values) {
      const run = () => call({ [name]: value });
      expect(run, String(value)).toThrow(PickleError);
      expect(run, String(value)).toThrow(`${what}.${name} must be ${kind}, not `);
    }
    // As if it were left out.
    call({ [name]: undefined });
    if (kind !== 'a Registry') call({ [name]: null });
    const [first, ...rest] = name;
    expect(() => call({ [`${first}${first}${rest.join('')}`]: undefined })).toThrow(
      `is unknown; did you mean ${name}?`,
    );
  });

  test('of writing', () => {
    if (wrong === OF_DUMPS)
      for (const name of [...Object.keys(wrong), 'unknown'])
        expect(() => call({ [name]: Symbol() })).toThrow(PicklingError);
  });

  test('options that are none', () => {
    for (const none of [5, 'exact', true]) expect(() => call(none)).toThrow(PickleError);
  });
});

test('promises are rejected', async () => {
  for (const [name, [kind, ...values]] of Object.entries(OF_LOADS)) {
    for (const value of values)
      await expect(load(blob(), { [name]: value })).rejects.toThrow(`options.${name} must be ${kind}`);
  }
  for (const [name, [kind, ...values]] of Object.entries(OF_DUMPS)) {
    for (const value of values)
      await expect(dump('a', () => {}, { [name]: value })).rejects.toThrow(`options.${name} must be ${kind}`);
  }
  for (const sink of [null, undefined, 5, {}] as Any[]) await expect(dump('a', sink)).rejects.toThrow(PickleError);
});

test('where a pickle starts', () => {
  for (const start of [-1, 0.5, NaN, Infinity, '0', true, null, {}] as Any[]) {
    for (const run of [() => genops(small, start), () => globalsOf(small, start)]) {
      expect(run, String(start)).toThrow(PickleError);
      expect(run, String(start)).toThrow('start must be a whole number >= 0');
    }
  }
});

test('what is no input and no module', () => {
  for (const data of [null, undefined, 5, 'text', [0x4e, 0x2e], {}] as Any[]) {
    for (const run of [
      () => genops(data),
      () => globalsOf(data),
      () => optimize(data),
      () => dis(data),
      () => init(data),
    ])
      expect(run, String(data)).toThrow(PickleError);
  }
});

test('options of a class, and inherited ones', () => {
  class Own {
    get exact() {
      return true;
    }
  }
  const five = dumps(5.5e300);
  for (const options of [new Own(), Object.create({ exact: true }), { exact: true }] as Any[]) {
    expect(loads(dumps(new Tuple([1])), options)).toBeInstanceOf(Tuple);
    expect(loads(dumps(new Tuple([1])), {})).toEqual([1]);
    expect(loads(five, { limits: Object.create({ items: 0 }) })).toBe(5.5e300);
    expect(() => loads(dumps([1, 2]), { limits: Object.create({ items: 0 }) })).toThrow(/limits\.items/);
    expect(loads(dumps([1, 2]), { limits: {} })).toEqual([1, 2]);
  }
  expect(() => loads(five, null as Any)).toThrow(PickleError);
});

test('an option is never taken from the load before', () => {
  const id = Uint8Array.of(0x50, 0x61, 0x0a, 0x2e);
  const names: string[] = [];
  for (const persistentLoad of [() => 1, undefined, () => '2', null, () => 1] as Any[])
    names.push((loads(id, { persistentLoad }) as Any).constructor.name);
  expect(names).toEqual(['Number', 'PersistentId', 'String', 'PersistentId', 'Number']);
  const two = dumps([1, 2]);
  for (const [limits, fails] of [
    [{}, false],
    [{ items: 1 }, true],
    [{ items: undefined }, false],
    [{ items: 2 }, false],
  ] as const) {
    if (fails) expect(() => loads(two, { limits })).toThrow(PickleError);
    else expect(loads(two, { limits })).toEqual([1, 2]);
  }
});
