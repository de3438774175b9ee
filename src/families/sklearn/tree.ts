/** `sklearn.tree._tree.Tree`: the nodes of a decision tree, as arrays by node. */
import { asInteger, asSmallInteger, fail, needed } from '../../registry/index.js';
import { type HookContext, INSPECT, REPR, type ReprPart } from '../../values/index.js';
import { entryOf, fieldOf, type Made, NDArray, Pickled } from '../index.js';

const INT_MAX = 0x7fffffff;
/** Bytes of a node, decoded. */
const NODE_COST = 64;

/** The nodes, decoded. */
interface Nodes {
  readonly childrenLeft: Int32Array;
  readonly childrenRight: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly impurity: Float64Array;
  readonly nNodeSamples: Float64Array;
  readonly weightedNNodeSamples: Float64Array;
  readonly missingGoToLeft: Uint8Array | undefined;
}

/** A decision tree. Node 0 is the root; the children of a node come behind it. */
export class Tree extends Pickled {
  /** Number of features. */
  readonly nFeatures: number;
  /** Number of outputs. */
  readonly nOutputs: number;
  /** Number of classes of each output; 1 of a regression. */
  readonly nClasses: readonly number[];
  #nodes: Nodes | undefined;
  #values: NDArray | undefined;
  #maxDepth = 0;

  /** @internal */
  constructor(made: Made) {
    super(made, false);
    const [features, classes, outputs] = made.args;
    this.nFeatures = needed(asSmallInteger(features, 0, INT_MAX), 'int');
    this.nOutputs = needed(asSmallInteger(outputs, 1, INT_MAX), 'int');
    const array =
      classes instanceof NDArray && classes.ndim === 1 && 'iu'.includes(classes.dtype.kind)
        ? classes
        : fail('array of ints expected');
    if (array.size !== this.nOutputs) fail(`classes of ${this.nOutputs} outputs expected, got ${array.size}`);
    this.nClasses = Array.from(array.data as ArrayLike<number>, Number);
  }

  /** @internal */
  static setState(self: Tree, state: unknown, context: HookContext): void {
    Pickled.keepState(self, state);
    const part = (name: string) => entryOf(state, name);
    const [nodes, values] = [part('nodes'), part('values')];
    if (!(nodes instanceof NDArray) || nodes.ndim !== 1 || nodes.dtype.names === null || nodes.dtype.hasObject)
      fail('array of nodes expected');
    const count = needed(asSmallInteger(part('node_count'), 0, INT_MAX), 'int');
    if (nodes.size !== count) fail(`${count} nodes expected, got ${nodes.size}`);
    if (!(values instanceof NDArray) || values.dtype.name !== 'float64') fail('values of float64 expected');
    const most = Math.max(1, ...self.nClasses.slice(0, 1 << 16));
    const shape = [count, self.nOutputs, most];
    if (values.ndim !== 3 || shape.some((length, axis) => values.shape[axis] !== length))
      fail(`values of shape (${shape.join(', ')}) expected`);
    context.charge(NODE_COST * count);
    self.#nodes = checkNodes(decode(nodes), self.nFeatures);
    self.#values = values;
    self.#maxDepth = Number(needed(asInteger(part('max_depth')), 'int'));
    Pickled.complete(self);
  }

  get #known(): Nodes {
    return this.#nodes ?? fail(`${this.pickledName} has got no state`);
  }

  /** Number of nodes. */
  get nodeCount(): number {
    return this.#known.feature.length;
  }

  get maxDepth(): number {
    return this.#maxDepth;
  }

  /** Where a node sends samples whose feature is at most `threshold`; -1 for leaves. */
  get childrenLeft(): Int32Array {
    return this.#known.childrenLeft;
  }

  /** Where it sends the others; -1 for leaves. */
  get childrenRight(): Int32Array {
    return this.#known.childrenRight;
  }

  /** The feature that a node looks at; -2 for leaves. */
  get feature(): Int32Array {
    return this.#known.feature;
  }

  /** -2 for leaves. */
  get threshold(): Float64Array {
    return this.#known.threshold;
  }

  get impurity(): Float64Array {
    return this.#known.impurity;
  }

  /** Samples of the training that came to a node. */
  get nNodeSamples(): Float64Array {
    return this.#known.nNodeSamples;
  }

  get weightedNNodeSamples(): Float64Array {
    return this.#known.weightedNNodeSamples;
  }

  /** 1 where missing values go to the left; undefined before scikit-learn 1.3. */
  get missingGoToLeft(): Uint8Array | undefined {
    return this.#known.missingGoToLeft;
  }

  /**
   * What each node predicts: (nodes, outputs, classes). Fractions of classes from scikit-learn 1.3 on, before that
   * weights; of a regression, the value.
   */
  get values(): NDArray {
    void this.#known;
    return this.#values as NDArray;
  }

  /** The leaf that a sample comes to. @param sample the features, at least `nFeatures` of them; NaN is missing */
  leafOf(sample: ArrayLike<number>): number {
    const { childrenLeft, childrenRight, feature, threshold, missingGoToLeft } = this.#known;
    let node = 0;
    // Children come behind their parents, so that this ends.
    while (childrenLeft[node] >= 0) {
      // scikit-learn looks at samples of float32.
      const value = Math.fround(sample[feature[node]]);
      const left = Number.isNaN(value) ? missingGoToLeft?.[node] === 1 : value <= threshold[node];
      node = left ? childrenLeft[node] : childrenRight[node];
    }
    return node;
  }

  override toString(): string {
    const nodes = this.#nodes === undefined ? '' : ` nodes=${this.nodeCount} max_depth=${this.maxDepth}`;
    return `<sklearn.tree._tree.Tree${nodes} features=${this.nFeatures}>`;
  }

  toJSON(): unknown {
    if (this.#nodes === undefined) return { class: this.pickledName };
    const lists = Object.entries(this.#nodes).filter(([, list]) => list !== undefined);
    return {
      ...Object.fromEntries(lists.map(([name, list]) => [name, Array.from(list as Float64Array)])),
      values: this.values.toArray(),
    };
  }

  override [REPR](): Iterable<ReprPart> {
    return [this.toString()];
  }

  /** What `console.log` shows. */
  [INSPECT](): string {
    return this.toString();
  }
}

/** The columns of the structured array. */
function decode(nodes: NDArray): Nodes {
  const column = (name: string): Float64Array => {
    if (nodes.dtype.names?.includes(name) !== true) fail(`nodes with a field ${name} expected`);
    const field = fieldOf(nodes, name);
    if (field.ndim !== 1 || !'iufb'.includes(field.dtype.kind) || field.dtype.itemsize > 8)
      fail(`a number as ${name} expected`);
    return Float64Array.from(field.data as ArrayLike<number>, Number);
  };
  const integers = (name: string): Int32Array => {
    const numbers = column(name);
    for (const number of numbers) if (number !== (number | 0)) fail(`an integer as ${name} expected`);
    return Int32Array.from(numbers);
  };
  return {
    childrenLeft: integers('left_child'),
    childrenRight: integers('right_child'),
    feature: integers('feature'),
    threshold: column('threshold'),
    impurity: column('impurity'),
    nNodeSamples: column('n_node_samples'),
    weightedNNodeSamples: column('weighted_n_node_samples'),
    missingGoToLeft: nodes.dtype.names?.includes('missing_go_to_left')
      ? Uint8Array.from(column('missing_go_to_left'))
      : undefined,
  };
}

/** Refuses children that are none, or before their parents, and features that are none. */
function checkNodes(nodes: Nodes, features: number): Nodes {
  const { childrenLeft, childrenRight, feature } = nodes;
  const count = feature.length;
  for (let node = 0; node < count; node++) {
    const [left, right] = [childrenLeft[node], childrenRight[node]];
    if (left === -1 && right === -1) continue;
    if (!(left > node && left < count && right > node && right < count))
      fail(`children of node ${node} behind it expected, got ${left} and ${right}`);
    if (!(feature[node] >= 0 && feature[node] < features))
      fail(`features below ${features} expected, got ${feature[node]}`);
  }
  return nodes;
}
