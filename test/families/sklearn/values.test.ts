/** Estimators as scikit-learn wrote them (../vectors/make_sklearn.py), through the whole engine. */
import { inspect } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import * as all from '../../../src/all.js';
import {
  dumps,
  loads,
  NDArray,
  PickleError,
  PyGlobal,
  PyObject,
  REDUCE,
  type Reduction,
  Registry,
  repr,
  Tuple,
  toJSONText,
  UnpicklingError,
} from '../../../src/index.js';
import { arrayFrom } from '../../../src/numpy.js';
import { Estimator, sklearn, Tree } from '../../../src/sklearn.js';
import { ENGINES } from '../../helpers/engines.js';
import { bytesOf, type EstimatorRow, estimatorRows, nameOf, plain } from '../scipy/vectors.js';

const registry = new Registry().use(sklearn);

class Call {
  readonly parts: Reduction;
  constructor(...parts: Reduction) {
    this.parts = parts;
  }
  [REDUCE](): Reduction {
    return this.parts;
  }
}

const NEWOBJ = new PyGlobal('copyreg', '__newobj__');
const instance = (module: string, name: string, state: unknown) =>
  new Call(NEWOBJ, [new PyGlobal(module, name)], state);
const good = estimatorRows.find((row) => row.case === 'decision tree' && row.protocol === 4) as EstimatorRow;
/** A tree whose parts are of another one, or changed. */
function tree(change: Record<string, unknown>, args: unknown[] = [2, arrayFrom(BigInt64Array.of(2n)), 1]): Call {
  const { nodes, values } = stateOfTree();
  return new Call(new PyGlobal('sklearn.tree._tree', 'Tree'), args, {
    max_depth: 1,
    node_count: nodes.size,
    nodes,
    values,
    ...change,
  });
}
function stateOfTree(): { nodes: NDArray; values: NDArray } {
  // Without the family a tree is the call that makes it.
  const inert = loads(bytesOf(good)) as { state: { tree_: { state: { nodes: NDArray; values: NDArray } } } };
  return inert.state.tree_.state;
}
/** The nodes with a child or feature of the root changed; `at`: bytes into the record. */
function nodesWith(at: number, value: bigint): NDArray {
  const { nodes } = stateOfTree();
  const bytes = nodes.toBytes().slice();
  new DataView(bytes.buffer).setBigInt64(at, value, true);
  return new NDArray(nodes.dtype, nodes.shape, bytes);
}

const REFUSED: [name: string, value: unknown, message: RegExp][] = [
  ['a child outside', tree({ nodes: nodesWith(0, 99n) }), /behind it/],
  ['a child that is the node', tree({ nodes: nodesWith(0, 0n) }), /behind it/],
  ['a child before the first', tree({ nodes: nodesWith(8, -2n) }), /behind it/],
  ['a child beyond 2^31', tree({ nodes: nodesWith(8, 2n ** 40n) }), /integer as right_child/],
  ['a feature outside', tree({ nodes: nodesWith(16, 2n) }), /features below 2/],
  ['a negative feature', tree({ nodes: nodesWith(16, -1n) }), /features below 2/],
  ['fewer nodes than said', tree({ node_count: 1000 }), /1000 nodes/],
  ['nodes that are numbers', tree({ nodes: arrayFrom(Float64Array.of(1)) }), /array of nodes/],
  ['values of another shape', tree({ values: arrayFrom(Float64Array.of(1)) }), /values of shape/],
  ['values of another dtype', tree({ values: arrayFrom(Int8Array.of(1)) }), /float64/],
  ['no nodes', tree({ nodes: null }), /array of nodes/],
  ['classes of two outputs', tree({}, [2, arrayFrom(BigInt64Array.of(2n, 2n)), 1]), /1 outputs/],
  ['more outputs than memory', tree({}, [2, arrayFrom(BigInt64Array.of(2n)), 2 ** 30]), /outputs/],
  ['no classes', tree({}, [2, null, 1]), /array of ints/],
  ['a state that is no dict', instance('sklearn.linear_model._ridge', 'Ridge', 5), /dict/],
];

/** What has no notation of its own is an object of some class. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null || 'int' in value || 'float' in value || 'complex' in value)
    return value;
  if ('array' in value)
    return {
      array: comparable((value as { array: unknown }).array),
      dtype: (value as unknown as { dtype: unknown }).dtype,
    };
  return 'object';
}

function check(value: unknown, row: EstimatorRow): void {
  expect(value).toBeInstanceOf(Estimator);
  const estimator = value as Estimator;
  expect(estimator.className).toBe(row.class);
  expect(estimator.module).toBe(row.module);
  expect(estimator.version).toBe(row.version);
  expect(
    comparable(Object.fromEntries(Object.entries(estimator.params).map(([name, item]) => [name, plain(item)]))),
  ).toEqual(comparable(row.params));
  for (const [name, item] of Object.entries(row.fitted)) {
    expect(Object.keys(estimator.fitted)).toContain(name);
    expect(comparable(plain(estimator.fitted[name])), name).toEqual(comparable(item));
  }
  expect(Object.keys(estimator.fitted).length).toBe(Object.keys(row.fitted).length);
  expect(estimator.steps?.map(({ name }) => name)).toEqual(row.steps?.map(([name]) => name));
  for (const { name, estimator: part } of estimator.steps ?? []) {
    expect(part instanceof Estimator || typeof part === 'string').toBe(true);
    expect(estimator.step(name)).toBe(part);
  }
  if (row.estimators !== null)
    expect(estimator.estimators?.map((each) => (each as Estimator).className)).toEqual(row.estimators);
  if (row.tree !== null) checkTree(estimator.fitted.tree_ as Tree, row.tree);
  expect(JSON.parse(toJSONText(estimator))).toMatchObject({ version: row.version });
  expect(String(estimator).startsWith(`${row.class}(`)).toBe(true);
}

function checkTree(tree: Tree, row: Record<string, unknown>): void {
  expect(tree).toBeInstanceOf(Tree);
  expect(tree.nodeCount).toBe(row.node_count);
  expect([tree.maxDepth, tree.nFeatures, tree.nOutputs]).toEqual([row.max_depth, row.n_features, row.n_outputs]);
  expect(Array.from(tree.childrenLeft)).toEqual(row.children_left);
  expect(Array.from(tree.childrenRight)).toEqual(row.children_right);
  expect(Array.from(tree.feature)).toEqual(row.feature);
  expect(Array.from(tree.threshold)).toEqual(row.threshold);
  expect(Array.from(tree.impurity)).toEqual(row.impurity);
  expect(Array.from(tree.nNodeSamples)).toEqual(row.n_node_samples);
  expect(Array.from(tree.weightedNNodeSamples)).toEqual(row.weighted_n_node_samples);
  expect(tree.values.toArray()).toEqual(row.value);
}

describe.each(ENGINES)('engine %s', (engine) => {
  describe.each([false, true])('exact %s', (exact) => {
    const read = (data: Uint8Array) => loads(data, { engine, exact, registry });

    test.each(estimatorRows.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
      const value = read(bytesOf(row));
      check(value, row);
      for (const protocol of [row.protocol, 0, 2, 5]) check(read(dumps(value, { protocol })), row);
    });

    it.each(REFUSED)('refuses %s', (_, value, message) => {
      let error: unknown;
      try {
        read(dumps(value));
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(UnpicklingError);
      expect((error as UnpicklingError).message).toMatch(message);
      expect((error as UnpicklingError).offset).toBeTypeOf('number');
    });

    it('keeps classes that it does not know, and shows estimators that hold themselves', () => {
      const unknown = read(dumps(instance('sklearn.custom', 'Mine', { alpha: 1 })));
      expect(unknown).toBeInstanceOf(PyObject);
      expect(read(dumps(new Call(new PyGlobal('sklearn.linear_model._ridge', 'Ridge'), [1])))).not.toBeInstanceOf(
        Estimator,
      );
      const none = read(dumps(new Call(NEWOBJ, [new PyGlobal('sklearn.linear_model._ridge', 'Ridge')]))) as Estimator;
      expect(String(none)).toBe('Ridge()');
      expect(() => none.params).toThrow(PickleError);
      const list: unknown[] = [];
      const self = instance('sklearn.pipeline', 'Pipeline', { steps: list, memory: null });
      list.push(new Tuple(['me', self]));
      const pipeline = read(dumps(self)) as Estimator;
      expect(pipeline.step('me')).toBe(pipeline);
      expect(String(pipeline)).toMatch(/^Pipeline\(steps=/);
      expect(() => toJSONText(pipeline)).toThrow(/contains itself/);
      expect(() => pipeline.step('you')).toThrow(/no step "you"/);
      const once = dumps(instance('sklearn.linear_model._ridge', 'Ridge', { alpha: 1 }), { protocol: 2 });
      expect(() => read(Uint8Array.of(...once.subarray(0, -1), 0x7d, 0x62, 0x2e))).toThrow(/second state/);
    });
  });
});

test('what a person sees', () => {
  const of = (name: string) =>
    all.loads(bytesOf(estimatorRows.filter((row) => row.case === name).at(-1) as EstimatorRow)) as Estimator;
  const forest = of('random forest');
  expect(String(forest)).toBe('RandomForestClassifier(n_estimators=3, random_state=0)');
  expect(inspect(forest)).toBe(String(forest));
  expect(repr(of('pipeline'))).toMatch(
    /^Pipeline\(steps=\[[([]'scale', StandardScaler\(\)[)\]], [([]'model', Ridge\(alpha=2(\.0)?\)[)\]]\]\)$/,
  );
  const tree = (forest.estimators as Estimator[])[0].fitted.tree_ as Tree;
  expect(String(tree)).toMatch(/^<sklearn\.tree\._tree\.Tree nodes=\d+ max_depth=\d+ features=2>$/);
  const leaf = tree.leafOf([0, 1]);
  expect(tree.childrenLeft[leaf]).toBe(-1);
  expect(tree.values.shape).toEqual([tree.nodeCount, 1, 2]);
  // As scikit-learn 1.9 prints it, apart from line breaks.
  for (const row of estimatorRows.filter(({ version, protocol }) => version.startsWith('1.') && protocol >= 4)) {
    const text = String(loads(bytesOf(row), { exact: true, registry }));
    if (!/[<{]|Vectorizer/.test(row.repr)) expect(text.replaceAll(/\s+/g, '')).toBe(row.repr.replaceAll(/\s+/g, ''));
  }
});
