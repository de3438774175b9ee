/** The public names, as a snapshot: a name that comes or goes shows in review. */
import { execFileSync } from 'node:child_process';
import { expect, inject, test } from 'vitest';

const exportsOf = (specifier: string): string[] => {
  const program = `console.log(JSON.stringify(Object.keys(await import('${specifier}')).sort()))`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: inject('installed'),
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[];
};

test('exports of pickle-wasm', () => {
  expect(exportsOf('pickle-wasm')).toMatchInlineSnapshot(`
    [
      "ByteArray",
      "Bytes",
      "ChainMap",
      "Complex",
      "Counter",
      "Decimal",
      "DefaultDict",
      "Deque",
      "Dict",
      "DisassemblyError",
      "Dtype",
      "EQUALS",
      "Ellipsis",
      "EllipsisType",
      "EnumMember",
      "ExtensionCode",
      "Float",
      "Fraction",
      "FrozenSet",
      "HASH",
      "InternalError",
      "KEY",
      "LimitError",
      "NDArray",
      "NoneType",
      "NotImplemented",
      "NotImplementedType",
      "NumPyScalar",
      "OrderedDict",
      "PersistentId",
      "PickleBuffer",
      "PickleError",
      "Pickler",
      "PicklingError",
      "PyCall",
      "PyDate",
      "PyDateTime",
      "PyException",
      "PyGlobal",
      "PyObject",
      "PyPath",
      "PySet",
      "PyTime",
      "PyTimeDelta",
      "PyTimeZone",
      "PyZoneInfo",
      "REDUCE",
      "REPR",
      "REPR_CYCLE",
      "Range",
      "Registry",
      "SimpleNamespace",
      "Singleton",
      "SingletonType",
      "Slice",
      "Str",
      "TruncatedError",
      "Tuple",
      "UUID",
      "Unpickler",
      "UnpicklingError",
      "UserDict",
      "UserList",
      "UserString",
      "addEnum",
      "dis",
      "dump",
      "dumps",
      "engineInfo",
      "explain",
      "genops",
      "globalsOf",
      "hashBigInt",
      "hashBytes",
      "hashNumber",
      "hashText",
      "inertParts",
      "init",
      "jsonPieces",
      "load",
      "loadAll",
      "loads",
      "mostCommon",
      "opcodeInfo",
      "opcodes",
      "optimize",
      "pyCompare",
      "pyEquals",
      "pyHash",
      "repr",
      "toJSONText",
      "toPlain",
      "unhashable",
    ]
  `);
});

test('exports of pickle-wasm/npy', () => {
  expect(exportsOf('pickle-wasm/npy')).toMatchInlineSnapshot(`
    [
      "loadNpy",
      "loadNpz",
    ]
  `);
});

test('exports of pickle-wasm/numpy', () => {
  expect(exportsOf('pickle-wasm/numpy')).toMatchInlineSnapshot(`
    [
      "Dtype",
      "NDArray",
      "NumPyScalar",
      "arrayFrom",
      "dtypeText",
      "fieldOf",
      "itemAt",
      "itemsOf",
      "scalarText",
    ]
  `);
});

test('exports of pickle-wasm/table', () => {
  expect(exportsOf('pickle-wasm/table')).toMatchInlineSnapshot(`
    [
      "BinaryColumn",
      "BoolColumn",
      "ListColumn",
      "MixedColumn",
      "NullColumn",
      "NumberColumn",
      "SharedColumn",
      "StringColumn",
      "StructColumn",
      "Table",
      "load",
      "loadItems",
      "loadTable",
      "loads",
    ]
  `);
});

test('pickle-wasm/all has all of pickle-wasm and of the families', () => {
  const wanted = new Set(
    ['', '/joblib', '/npy', '/pandas', '/scipy', '/sklearn', '/torch'].flatMap((path) =>
      exportsOf(`pickle-wasm${path}`),
    ),
  );
  wanted.add('open').add('picklesIn');
  expect(exportsOf('pickle-wasm/all')).toEqual([...wanted].sort());
});

test('exports of pickle-wasm/pandas', () => {
  expect(exportsOf('pickle-wasm/pandas')).toMatchInlineSnapshot(`
    [
      "ArrowArray",
      "ArrowExtensionArray",
      "ArrowField",
      "ArrowType",
      "BackedArray",
      "ChunkedArray",
      "DataFrame",
      "DateOffset",
      "Index",
      "Interval",
      "IntervalArray",
      "MaskedArray",
      "Missing",
      "MultiIndex",
      "NA",
      "NaT",
      "OpaqueVector",
      "PandasDtype",
      "Period",
      "RangeIndex",
      "Series",
      "SparseArray",
      "Timedelta",
      "Timestamp",
      "Vector",
      "pandas",
    ]
  `);
});

test('exports of pickle-wasm/scipy and pickle-wasm/sklearn', () => {
  expect(exportsOf('pickle-wasm/scipy')).toEqual(['SparseMatrix', 'scipy']);
  expect(exportsOf('pickle-wasm/sklearn')).toEqual(['Estimator', 'Tree', 'sklearn']);
});

// Node gets a bundle, bundlers get the modules.
const ENTRIES = [
  'pickle-wasm',
  'pickle-wasm/all',
  'pickle-wasm/numpy',
  'pickle-wasm/npy',
  'pickle-wasm/pandas',
  'pickle-wasm/scipy',
  'pickle-wasm/sklearn',
  'pickle-wasm/torch',
  'pickle-wasm/joblib',
  'pickle-wasm/table',
  'pickle-wasm/tape',
  './node_modules/pickle-wasm/dist/index.js',
];

test.each(ENTRIES)('functions and classes of %s have the names they are exported by', (entry) => {
  const program = `
    const functions = Object.entries(await import('${entry}')).filter(([, value]) => typeof value === 'function');
    console.log(JSON.stringify(functions.map(([name, { name: own }]) => [name, own])));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: inject('installed'),
    encoding: 'utf8',
  });
  const names = JSON.parse(output) as [string, string][];
  expect(names.length).toBeGreaterThan(0);
  for (const [name, own] of names) expect(own).toBe(name);
});

test.each(['', '/all', '/numpy', '/npy', '/pandas', '/scipy', '/sklearn', '/torch', '/joblib', '/table', '/tape'])(
  'what Node gets of pickle-wasm%s is what others get',
  (path) => {
    const modules = `./node_modules/pickle-wasm/dist/${path.slice(1) || 'index'}.js`;
    expect(exportsOf(`pickle-wasm${path}`)).toEqual(exportsOf(modules));
  },
);
