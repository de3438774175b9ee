/**
 * Estimators of scikit-learn: what they were made with, and what they have learned, as it stands in their `__dict__`.
 */
import { PickleError } from '../../base/index.js';
import { asSequence, stateEntries } from '../../registry/index.js';
import { repr } from '../../repr/index.js';
import { Float, INSPECT, PyGlobal, REPR, type ReprPart, setOwn } from '../../values/index.js';
import { type Made, NDArray, Pickled } from '../index.js';
import { parametersOf } from './parameters.js';

/** A step of a pipeline, a transformer of a union or of columns, or a member of a vote. */
export interface Step {
  readonly name: string;
  /** An `Estimator`, or text such as `'drop'` and `'passthrough'`. */
  readonly estimator: unknown;
  /** Of a ColumnTransformer: what says which columns; else undefined. */
  readonly columns: unknown;
}

/** Attributes that hold named estimators: Pipeline, FeatureUnion, ColumnTransformer, VotingClassifier and its kin. */
const STEPS = ['steps', 'transformer_list', 'transformers_', 'transformers', 'estimators'];

/** An estimator of scikit-learn: readable, not runnable. */
export class Estimator extends Pickled {
  #attributes: ReadonlyMap<string, unknown> | undefined;

  /** @internal */
  constructor(made: Made) {
    super(made, false);
  }

  /** @internal */
  static setState(self: Estimator, state: unknown): void {
    Pickled.keepState(self, state);
    self.#attributes = new Map(
      stateEntries(state).filter((entry): entry is [string, unknown] => typeof entry[0] === 'string'),
    );
    Pickled.complete(self);
  }

  /** `'RandomForestClassifier'`. */
  get className(): string {
    return (Pickled.madeOf(this) as Made).callee.name;
  }

  /** `'sklearn.ensemble._forest'`; `'sklearn.ensemble.forest'` up to scikit-learn 0.21. */
  get module(): string {
    return (Pickled.madeOf(this) as Made).callee.module;
  }

  /** Version of scikit-learn that wrote it; undefined when the pickle does not say. */
  get version(): string | undefined {
    const version = this.#known.get('_sklearn_version');
    return typeof version === 'string' ? version : undefined;
  }

  get #known(): ReadonlyMap<string, unknown> {
    if (this.#attributes === undefined) throw new PickleError(`${this.pickledName} has got no state`);
    return this.#attributes;
  }

  /**
   * Any attribute, also those that are neither parameters nor learned, such as `_fit_X`; undefined when there is none.
   */
  attribute(name: string): unknown {
    return this.#known.get(name);
  }

  /** The parameters of the constructor, in its order; `get_params(deep=False)`. */
  get params(): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const known = this.#known;
    for (const name of parametersOf(this.className).keys()) if (known.has(name)) setOwn(result, name, known.get(name));
    return result;
  }

  /** What it has learned: attributes whose names end in `_`. Arrays are `NDArray`, trees `Tree`. Empty before `fit`. */
  get fitted(): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [name, value] of this.#known) if (/^[^_].*_$/.test(name)) setOwn(result, name, value);
    return result;
  }

  /**
   * Of a Pipeline, FeatureUnion, ColumnTransformer and kin: its parts in order, fitted ones where there are; else
   * undefined.
   */
  get steps(): Step[] | undefined {
    const known = this.#known;
    for (const name of STEPS) {
      const steps = asSequence(known.get(name))?.map((step) => asSequence(step) ?? []);
      if (
        steps !== undefined &&
        steps.length > 0 &&
        steps.every((step) => typeof step[0] === 'string' && step.length >= 2)
      )
        return steps.map(([stepName, estimator, columns]) => ({ name: stepName as string, estimator, columns }));
    }
    return undefined;
  }

  /** The estimator of a step. @throws PickleError when there is no step of this name */
  step(name: string): unknown {
    const step = this.steps?.find((each) => each.name === name);
    if (step === undefined) throw new PickleError(`${this.className} has no step ${JSON.stringify(name)}`);
    return step.estimator;
  }

  /** The fitted estimators of an ensemble (`estimators_`), one after the other; undefined when there are none. */
  get estimators(): unknown[] | undefined {
    const estimators = this.#known.get('estimators_');
    return estimators instanceof NDArray ? estimators.items : asSequence(estimators);
  }

  /** As scikit-learn prints it: the parameters that are not those of the newest version by default. */
  override toString(): string {
    return repr(this);
  }

  /** `{class, version, params, fitted}`. */
  toJSON(): unknown {
    if (this.#attributes === undefined) return { class: this.pickledName };
    return { class: this.pickledName, version: this.version, params: this.params, fitted: this.fitted };
  }

  override *[REPR](): Iterable<ReprPart> {
    yield `${this.className}(`;
    let comma = '';
    const defaults = parametersOf(this.className);
    for (const [name, value] of Object.entries(this.#attributes === undefined ? {} : this.params).sort(byName)) {
      if (isDefault(value, defaults.get(name))) continue;
      yield `${comma}${name}=`;
      yield { value };
      comma = ', ';
    }
    yield ')';
  }

  /** What `console.log` shows. */
  [INSPECT](depth: number | null): string {
    return depth !== null && depth < 0 ? `[${this.className}]` : this.toString();
  }
}

/** By name, as scikit-learn sorts parameters. */
function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Numbers by value, lists and tuples item by item, classes and functions by name. */
function isDefault(value: unknown, like: unknown): boolean {
  const plain = value instanceof Float ? value.value : value;
  if (Array.isArray(like)) {
    const items = asSequence(plain);
    return items?.length === like.length && items.every((item, i) => isDefault(item, like[i]));
  }
  if (typeof like !== 'object' || like === null) return plain === like;
  const { float, name } = like as { float?: string; name?: string };
  return float === undefined
    ? plain instanceof PyGlobal && String(plain) === name
    : Number.isNaN(plain) && float === 'nan';
}
