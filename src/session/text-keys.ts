/** `dict: 'object'`: keys become text as in `json.dumps`. */
import { UnpicklingError } from '../base/index.js';
import { textOfKey } from '../model/index.js';
import { KIND_OBJECT } from '../shared/kinds.js';
import { setOwn } from '../values/index.js';
import { describe } from './containers.js';

/** The keys of one pickle's dicts that were not str. */
export class TextKeys {
  /** By object and by text. */
  #converted: Map<object, Map<string, unknown>> | undefined = undefined;

  /** No key was converted yet. */
  get isEmpty(): boolean {
    return this.#converted === undefined;
  }

  /** Forgets the dicts of the last pickle. */
  clear(): void {
    this.#converted = undefined;
  }

  /**
   * Sets `pairs`, keys and values in turn. `check` is called before each, with the text.
   * @throws UnpicklingError for a key that has no text, and for two keys of one text
   */
  set(
    target: Record<string, unknown>,
    pairs: readonly unknown[],
    keyKinds: ArrayLike<number> | undefined,
    check: (text: string) => void,
  ): void {
    let converted = this.#converted?.get(target);
    for (let i = 0; i < pairs.length; i += 2) {
      const key = pairs[i];
      const keyKind = keyKinds?.[i] ?? KIND_OBJECT;
      const text = typeof key === 'string' ? key : textOfKey(key, keyKind);
      if (text === undefined) {
        throw new UnpicklingError(
          `a dict key is ${describe(key, keyKind)}, which has no text; use dict: 'auto' or 'map'`,
        );
      }
      const before = converted?.get(text);
      if (
        typeof key === 'string'
          ? before !== undefined
          : before === undefined
            ? Object.hasOwn(target, text)
            : before !== key
      ) {
        throw new UnpicklingError(`two dict keys have the text ${JSON.stringify(text)}; use dict: 'auto' or 'map'`);
      }
      if (typeof key !== 'string') {
        if (converted === undefined) {
          converted = new Map();
          this.#converted ??= new Map();
          this.#converted.set(target, converted);
        }
        converted.set(text, key);
      }
      check(text);
      setOwn(target, text, pairs[i + 1]);
    }
  }
}
