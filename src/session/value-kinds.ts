/**
 * Kinds as session and engines keep them beside values: those of src/shared/kinds.ts, some that only the JavaScript
 * engine has, and one or two for each set of hooks that made objects, so that a kind says whether a value can be hashed
 * and who knows what can be done to it.
 */

import { KIND_DICT, KIND_OBJECT, KIND_UNHASHABLE } from '../shared/kinds.js';
import { type ClassHooks, PyCall, PyObject } from '../values/index.js';

/** In the memo: no entry. */
export const KIND_UNSET = 15;
/**
 * In the memo: a dict that nobody has fetched yet; only the stack holds it, so that another object can take its place.
 */
export const KIND_DICT_UNSEEN = 16;
/** On the stack: a plain object (or an exact Dict) that nothing was put into yet. */
export const KIND_DICT_EMPTY = 17;
/**
 * In the memo: bytes that nobody has fetched yet, and a tuple of them alone; the value is where they are
 * (late-arguments.ts).
 */
export const KIND_LATE_BYTES = 18;
export const KIND_LATE_TUPLE = 19;
/** From here on: an object that hooks made; odd when it is not hashable. The first four have no hooks. */
export const KIND_HOOKED = 20;
/** A call that hooks left inert, of a class whose instances are not hashable. */
const KIND_INERT_UNHASHABLE = 21;
/**
 * What this load did not make from nothing: it was there before, or others may hold it. Results of `persistentLoad`,
 * `findClass` and functions, registered constants, buffers, an argument that a hook returned. Never a target of BUILD,
 * APPEND(S), SETITEM(S), ADDITEMS.
 */
export const KIND_FOREIGN = 22;

/** True for the kinds of objects that hooks made, or that came from outside. */
export function isObjectKind(kind: number): boolean {
  return kind === KIND_OBJECT || kind >= KIND_HOOKED;
}

/** True for what Python cannot hash. */
export function isUnhashable(kind: number): boolean {
  return kind < KIND_HOOKED ? kind >= KIND_UNHASHABLE : (kind & 1) === 1;
}

/** True for `PyObject` and `PyCall` that this load made: inert objects take every item, entry and state. */
export function isOwnInert(kind: number, value: unknown): value is PyObject | PyCall {
  return (
    (kind === KIND_OBJECT || kind === KIND_INERT_UNHASHABLE) && (value instanceof PyObject || value instanceof PyCall)
  );
}

/** Kinds that only the JavaScript engine knows, as the session knows them. */
export function plainKind(kind: number): number {
  return kind === KIND_DICT_EMPTY ? KIND_DICT : kind;
}

/** The kinds of one load's hooks. */
export class HookedKinds {
  readonly #hooks: (ClassHooks | undefined)[] = [undefined, undefined];
  readonly #kinds = new Map<ClassHooks, number>();
  /** Performance: most objects are made by the hooks that made the last one. */
  #last: ClassHooks | undefined = undefined;
  #lastKind = 0;
  /** Some of these objects are not hashable. */
  hasUnhashable = false;

  /** The kind of an object that these hooks made. */
  kindOf(hooks: ClassHooks, hashable: boolean): number {
    if (hooks !== this.#last) {
      let kind = this.#kinds.get(hooks);
      if (kind === undefined) {
        kind = hooks.kind ?? KIND_HOOKED + 2 * (this.#hooks.push(hooks) - 1);
        this.#kinds.set(hooks, kind);
      }
      this.#last = hooks;
      this.#lastKind = kind;
    }
    return this.kindFor(this.#lastKind, hashable);
  }

  /** The kind for an object that is hashable or not; `kind` is that of hashable ones. */
  kindFor(kind: number, hashable: boolean): number {
    if (hashable) return kind;
    this.hasUnhashable = true;
    // An inert call is no more hashable than the class is: `list(...)` is no key.
    return kind === KIND_OBJECT ? KIND_INERT_UNHASHABLE : kind < KIND_HOOKED ? kind : kind + 1;
  }

  /** The hooks that made an object of this kind; undefined for values that no hooks made. */
  hooksOf(kind: number): ClassHooks | undefined {
    return kind < KIND_HOOKED ? undefined : this.#hooks[(kind - KIND_HOOKED) >> 1];
  }

  /** Forgets all hooks. */
  clear(): void {
    this.hasUnhashable = false;
    if (this.#last === undefined) return;
    this.#last = undefined;
    this.#hooks.length = 2;
    this.#kinds.clear();
  }
}
