/** pandas' markers of what is missing: one object each, as in Python. */
import { REDUCE } from '../../registry/index.js';
import { PyGlobal, REPR, type ReprPart } from '../../values/index.js';

/** The class of `NA` and `NaT`. */
export class Missing {
  /** `'NA'` or `'NaT'`. */
  readonly name: string;
  readonly #global: PyGlobal;

  /** @internal */
  constructor(name: string) {
    this.name = name;
    this.#global = new PyGlobal('pandas', name);
    Object.freeze(this);
  }

  toString(): string {
    return this.name;
  }

  /** JSON has no other word for it. */
  toJSON(): null {
    return null;
  }

  [REPR](): ReprPart[] {
    return [this.name];
  }

  /** By its public name, which every version of pandas knows. @internal */
  [REDUCE](): PyGlobal {
    return this.#global;
  }
}

/** `pandas.NA`. */
export const NA: Missing = /*#__PURE__*/ new Missing('NA');

/** `pandas.NaT`: not a time. */
export const NaT: Missing = /*#__PURE__*/ new Missing('NaT');

/** True for None, `NA` and `NaT`. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value instanceof Missing;
}
