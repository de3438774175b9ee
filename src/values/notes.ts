/**
 * What a load notes in the objects that it made, for the pickler: beside the object, seen by nobody else, and gone with
 * it.
 *
 * Performance: a note is a private field that is put onto the object, which takes a tenth of the time of an entry in a
 * WeakMap.
 */
import type { HookContext } from './class-hooks.js';

/** How an instance of a registered class was made, where its fields do not tell. @internal */
export interface Made {
  readonly args: unknown[];
  readonly how: HookContext['how'];
  /** The fields that it had then. */
  readonly fields: Record<string, unknown>;
  /** It was given a state as well. */
  hasState: boolean;
  kwargs?: HookContext['kwargs'];
  /** Of `copyreg._reconstructor`; `args` are its state then. */
  base?: unknown;
  /** The number of items that it had then. */
  size?: number;
  /** Of an Error. */
  message?: string;
}

/** A constructor that returns its argument: what a subclass declares is put onto that. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for
    return object;
  }
}

class Note extends Given {
  #made: Made | undefined;
  constructor(object: object, made?: Made) {
    super(object);
    this.#made = made;
  }
  static of(object: object): Made | undefined {
    return #made in object ? object.#made : undefined;
  }
  static isOn(object: object): boolean {
    return #made in object;
  }
}

/** For objects that take no private field: JavaScript may come to refuse it on what is frozen. */
const others = /*#__PURE__*/ new WeakMap<object, Made>();

/** Notes how `object` was made. */
export function noteMade(object: object, made: Made): void {
  try {
    new Note(object, made);
  } catch {
    others.set(object, made);
  }
}

/** How a load made `object`, where that was noted. */
export function madeOf(object: object): Made | undefined {
  return Note.of(object) ?? others.get(object);
}

/**
 * From the first note on: an object of each of V8's shapes of noted Arrays. Performance: V8 forgets a shape that no object
 * has, and with it the code that was made for it, whenever garbage is collected between two loads (bench case ntuples).
 */
let kept: readonly object[] | undefined;

function keepShapes(): readonly object[] {
  const samples = [1, 0.5, ''].flatMap((item) => [[item], new Array(2).fill(item)]);
  for (const sample of samples) new Note(sample);
  return samples;
}

/** Notes that an Array, Set or Uint8Array, made by this load, is a tuple, frozenset or bytearray of Python's. */
export function noteOther<T extends object>(object: T): T {
  if (!Note.isOn(object)) noteNew(object);
  return object;
}

/** The same for what was made just now. */
export function noteNew(object: object): void {
  kept ??= keepShapes();
  new Note(object);
}

/**
 * True for an Array that is a tuple, a Set that is a frozenset and a Uint8Array that is a bytearray, where that was
 * noted.
 */
export function isOther(object: object): boolean {
  return kept !== undefined && Note.isOn(object);
}

/** By instance: the dict of slots in its state. @internal */
export const SLOTS: WeakMap<object, unknown> = /*#__PURE__*/ new WeakMap();
