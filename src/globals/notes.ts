/**
 * What a load notes in the objects that it made, for the pickler: beside the object, seen by nobody else, and gone with it.
 *
 * Performance: a note is a private field that is put onto the object, which takes a tenth of the time of an entry in a WeakMap.
 */
import type { HookContext } from './registry.js';

/** How an instance of a registered class was made, where its fields do not tell. @internal */
export interface Made {
  readonly args: unknown[];
  readonly how: HookContext['how'];
  readonly kwargs: HookContext['kwargs'];
  /** Of `copyreg._reconstructor`; `args` are its state then. */
  readonly base: unknown;
  /** The fields that it had then, and the number of items. */
  readonly fields: Record<string, unknown>;
  readonly size: number;
  /** Of an Error. */
  readonly message: string | undefined;
  /** It was given a state as well. */
  hasState?: boolean;
}

/** A constructor that returns its argument: what a subclass declares is put onto that. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for
    return object;
  }
}

class MadeNote extends Given {
  #made: Made;
  constructor(object: object, made: Made) {
    super(object);
    this.#made = made;
  }
  static of(object: object): Made | undefined {
    return #made in object ? object.#made : undefined;
  }
}

class ImmutableNote extends Given {
  #isImmutable = true;
  static isOn(object: object): boolean {
    return #isImmutable in object && object.#isImmutable;
  }
}

/** For objects that take no private field: JavaScript may refuse it on what is frozen. */
const madeOfFrozen = /*#__PURE__*/ new WeakMap<object, Made>();
let hasFrozen = false;

/** Notes how `object` was made. */
export function noteMade(object: object, made: Made): void {
  try {
    new MadeNote(object, made);
  } catch {
    hasFrozen = true;
    madeOfFrozen.set(object, made);
  }
}

/** How a load made `object`, where that was noted. */
export function madeOf(object: object): Made | undefined {
  return MadeNote.of(object) ?? (hasFrozen ? madeOfFrozen.get(object) : undefined);
}

let hasImmutable = false;

/** Notes that an Array or Set, made just now, is a tuple or frozenset of Python's. */
export function noteImmutable(object: object): void {
  if (ImmutableNote.isOn(object)) return;
  new ImmutableNote(object);
  hasImmutable = true;
}

/** True for an Array that is a tuple and a Set that is a frozenset, where that was noted. */
export function isImmutable(object: object): boolean {
  return hasImmutable && ImmutableNote.isOn(object);
}

/** By instance: the dict of slots in its state. @internal */
export const SLOTS: WeakMap<object, unknown> = /*#__PURE__*/ new WeakMap();
