/**
 * What an inert object holds, in the words of the object that it stands for. Shared by the command line's tree and
 * JSON.
 */
import { Dict, type PyCall, PyGlobal, PyObject, Tuple } from '../values/index.js';

/** Parts of an instance or call; absent ones are empty or undefined. */
export interface InertParts {
  args: readonly unknown[];
  /** Inert data in the place of `args`. */
  argsValue: unknown;
  kwargs: unknown;
  /** The instance's attributes, `__slots__` included, when its state is the usual one. */
  attributes: readonly [name: string, value: unknown][] | undefined;
  /** The state when it is not made of attributes. */
  states: readonly unknown[];
  items: readonly unknown[] | undefined;
  entries: readonly (readonly [unknown, unknown])[] | undefined;
  stateSetter: unknown;
}

/**
 * Sorts out what a pickle gave for an object: attributes where `state` is the usual one, and no arguments where they
 * say nothing.
 */
export function inertParts(object: PyObject | PyCall): InertParts {
  const { state, moreStates, items, entries, stateSetter } = object;
  const attributes =
    state === undefined || moreStates !== undefined || stateSetter !== undefined ? undefined : attributesOf(state);
  return {
    args: object instanceof PyObject && isPlainReconstruction(object) ? [] : object.args,
    argsValue: object.argsValue,
    kwargs: object instanceof PyObject ? object.kwargs : undefined,
    attributes,
    states: state === undefined || attributes !== undefined ? [] : [state, ...(moreStates ?? [])],
    items,
    entries,
    stateSetter,
  };
}

/** `copyreg._reconstructor(cls, object, None)`: how protocols 0 and 1 make any instance. */
function isPlainReconstruction(object: PyObject): boolean {
  const [base, baseState] = object.args;
  return object.form === 'reconstructor' && base instanceof PyGlobal && base.name === 'object' && baseState === null;
}

/** The attributes in a `__dict__`, or in the pair of `__dict__` and slots that copyreg makes. */
function attributesOf(state: unknown): [string, unknown][] | undefined {
  const dicts = state instanceof Tuple && state.length === 2 ? state.items.filter((part) => part !== null) : [state];
  const attributes: [string, unknown][] = [];
  for (const dict of dicts) {
    if (!(dict instanceof Dict)) return undefined;
    for (const [name, value] of dict) {
      if (typeof name !== 'string') return undefined;
      attributes.push([name, value]);
    }
  }
  return attributes;
}
