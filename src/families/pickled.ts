/** How values of a library's classes are kept: as the pickle made them, so that writing is the inverse of reading. */
import { PicklingError } from '../base/index.js';
import { asEntries, defaultReduction, fail, REDUCE, type Reduction } from '../registry/index.js';
import { type HookContext, type PyGlobal, REPR, type ReprPart, Tuple } from '../values/index.js';

/** The call that makes a value. */
export interface Made {
  /** What is called, or the class that makes an instance. */
  readonly callee: PyGlobal;
  readonly args: readonly unknown[];
  readonly how: HookContext['how'];
}

/** Values inside one another; what pandas writes has five or six levels. */
const MAX_DEPTH = 32;
/** Parts of one value, each counted where it stands. */
const MAX_PARTS = 1 << 16;
/**
 * A value of a library's class. A state is taken once, and what refers to a value needs it to be complete: nothing
 * contains itself.
 */
export abstract class Pickled {
  #made: Made | undefined;
  #state: unknown = undefined;
  #complete: boolean;
  #depth = 1;
  #parts = 1;

  /** @param complete no state is needed @internal */
  constructor(made: Made | undefined, complete = true) {
    this.#made = made;
    this.#complete = complete;
  }

  /**
   * Keeps the state, when it is the first, and says what the parts of the value are: they must not be without theirs.
   * @internal
   */
  static keepState(value: Pickled, state: unknown): void {
    if (value.#state !== undefined) fail('no second state expected');
    value.#state = state;
  }

  /** Marks the value as complete: made of `parts`. @internal */
  static complete(value: Pickled, ...parts: unknown[]): void {
    for (const part of parts) {
      if (!(part instanceof Pickled)) continue;
      if (!part.#complete) fail('a part that has got no state');
      value.#depth = Math.max(value.#depth, part.#depth + 1);
      value.#parts += part.#parts;
    }
    if (value.#depth > MAX_DEPTH || value.#parts > MAX_PARTS) fail('fewer objects inside one another expected');
    value.#complete = true;
  }

  /** The state that the pickle gave; undefined when there was none. @internal */
  static stateOf(value: Pickled): unknown {
    return value.#state;
  }

  /** How the pickle made the value. @internal */
  static madeOf(value: Pickled): Made | undefined {
    return value.#made;
  }

  /** `module.name` of the class, or of the function that the pickle calls. @internal */
  get pickledName(): string {
    return String(this.#made?.callee ?? this.constructor.name);
  }

  /** Arguments and state as they are written: what was a tuple is one again. @internal */
  protected written(args: readonly unknown[], state: unknown): [args: unknown[], state: unknown] {
    return [[...args], Array.isArray(state) ? new Tuple(state) : state];
  }

  /** What the class's own `__reduce__` gives. @throws PicklingError for what was taken out of another object */
  [REDUCE](protocol: number): Reduction {
    if (this.#made === undefined)
      throw new PicklingError(
        `this ${this.constructor.name} was taken out of another object; write that one, or the values`,
      );
    const { callee, how } = this.#made;
    const [args, state] = this.written(this.#made.args, this.#state);
    return how === 'new' && args.length === 0
      ? defaultReduction(protocol, callee, args, state)
      : this.#called(callee, how, args, state);
  }

  #called(callee: PyGlobal, how: Made['how'], args: unknown[], state: unknown): Reduction {
    return how === 'new'
      ? defaultReduction(2, callee, args, state)
      : state === undefined
        ? [callee, args]
        : [callee, args, state];
  }

  [REPR](): Iterable<ReprPart> {
    return [`<${this.pickledName} ${this}>`];
  }
}

/** The entry of a dict in either value model; undefined when there is none. */
export function entryOf(dict: unknown, ...names: string[]): unknown {
  for (const [key, value] of asEntries(dict) ?? fail('dict expected')) if (names.includes(key as string)) return value;
  return undefined;
}

/** The dict with one value changed. */
export function withEntries(dict: unknown, change: (key: unknown, value: unknown) => unknown): Map<unknown, unknown> {
  return new Map(Array.from(asEntries(dict) ?? [], ([key, value]) => [key, change(key, value)]));
}
