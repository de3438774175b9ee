import { KIND_GLOBAL, KIND_OBJECT } from '../shared/kinds.js';
import { type ClassHooks, PyGlobal } from '../values/index.js';
import { HookedKinds } from './value-kinds.js';

/** The owners of the values of one load. */
export class Owners {
  /** Kinds of the hooks that this load has met. */
  readonly hooked = new HookedKinds();
  /** Kind of what was made last. */
  lastKind = 0;

  /** Objects that were there before the load, as far as it met them, and all that the caller's hooks returned. */
  readonly #known = new Set<object>();
  /** Those of them that this load may fill. */
  readonly #made = new Set<object>();

  /** Forgets everything of the load. */
  clear(): void {
    this.hooked.clear();
    if (this.#known.size === 0) return;
    this.#known.clear();
    this.#made.clear();
  }

  /** True for an object that must stay as it is. */
  isForeign(holder: object): boolean {
    return this.#known.has(holder) && !this.#made.has(holder);
  }

  /** True when `hooks` made `value` in this very call, as far as anybody can tell; values that hooks cannot fill need not be asked about. */
  isNew(value: unknown, args: unknown[], hooks: ClassHooks): boolean {
    if (typeof value !== 'object' || value === null) return !(value instanceof PyGlobal);
    if (hooks.fresh) return hooks.setState === undefined || !args.includes(value);
    if ((hooks.setState ?? hooks.extend ?? hooks.append ?? hooks.setItem ?? hooks.add) === undefined) return false;
    if (args.includes(value) || this.#known.has(value)) return false;
    this.#known.add(value);
    this.#made.add(value);
    return true;
  }

  /** What was there before this load, or others may hold. @see KIND_FOREIGN */
  foreign(value: unknown, hashable = true): unknown {
    this.lastKind = value instanceof PyGlobal ? KIND_GLOBAL : this.hooked.foreignKind(hashable);
    if (typeof value === 'object' && value !== null && this.lastKind !== KIND_GLOBAL) this.#known.add(value);
    return value;
  }

  /** An object that nobody's hooks made. */
  inert(value: unknown): unknown {
    this.lastKind = KIND_OBJECT;
    return value;
  }
}
