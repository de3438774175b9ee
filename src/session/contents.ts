/** What is put into containers: APPEND(S), SETITEM(S), ADDITEMS, DICT, FROZENSET. */
import { UnpicklingError } from '../base/index.js';
import { setInMap, textOfKey } from '../model/index.js';
import { addItem, setEntry, TUPLES } from '../registry/index.js';
import { KIND_DICT, KIND_FLOAT, KIND_LIST, KIND_OBJECT, KIND_SET } from '../shared/kinds.js';
import { Dict, PySet, setOwn } from '../values/index.js';
import { DICT_AUTO, DICT_MAP, DICT_OBJECT } from './configuration.js';
import { addInExact, addInNatural, checkHashable, describe, isArrayTuple, setInDict, setInList } from './containers.js';

import type { Session } from './session.js';
import { isOwnInert } from './value-kinds.js';

/** What fills containers in one load. */
export class Contents {
  readonly #session: Session;

  /** `dict: 'object'`: keys that were not str, by object and by text. */
  #converted: Map<object, Map<string, unknown>> | undefined = undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Forgets everything of the load. */
  clear(): void {
    this.#converted = undefined;
  }

  /** APPEND, APPENDS. `items` is taken over. */
  append(target: unknown, kind: number, items: unknown[]): void {
    const hooks = this.#session.owners.hooked.hooksOf(kind);
    if (kind === KIND_LIST) {
      this.#push(target as unknown[], items);
    } else if (hooks?.extend !== undefined) {
      this.#session.limits.checkRoom(target, items.length);
      hooks.extend(target, items);
    } else if (hooks?.append !== undefined) {
      this.#session.limits.checkRoom(target, items.length);
      for (const item of items) hooks.append(target, item);
    } else if (isOwnInert(kind, target)) {
      target.items ??= [];
      this.#push(target.items, items);
    } else {
      throw new UnpicklingError(`${describe(target, kind)} takes no items: it has neither extend nor append`);
    }
  }

  #push(list: unknown[], items: unknown[]): void {
    this.#session.limits.checkItems(list.length + items.length);
    for (let i = 0; i < items.length; i++) list.push(items[i]);
  }

  /**
   * SETITEM, SETITEMS: keys and values in turn.
   * @param keyKinds kinds of `pairs`, index by index; undefined when nothing is known
   * @returns the target, or what has to take its place on the stack: a natural dict becomes a Map with its first key that is not str
   */
  setItems(target: unknown, kind: number, pairs: unknown[], keyKinds?: ArrayLike<number>): unknown {
    if (kind === KIND_DICT) {
      if (this.#session.exact) {
        setInDict(target as Dict<unknown, unknown>, pairs, keyKinds);
        this.#session.limits.checkItems((target as Dict<unknown, unknown>).size);
        return target;
      }
      return this.#setInNatural(target as object, pairs, keyKinds);
    }
    const hooks = this.#session.owners.hooked.hooksOf(kind);
    if (kind === KIND_LIST) {
      for (let i = 0; i < pairs.length; i += 2) {
        setInList(target as unknown[], keyKinds?.[i] === KIND_FLOAT ? undefined : pairs[i], pairs[i + 1]);
      }
      return target;
    }
    if (hooks?.setItem !== undefined) {
      if (hooks.setItem !== setEntry) for (let i = 0; i < pairs.length; i += 2) hooks.setItem(target, pairs[i], pairs[i + 1]);
      else if (target instanceof Dict) setInDict(target, pairs, keyKinds);
      else this.#setInMap(target as Map<unknown, unknown>, pairs, keyKinds);
      this.#session.limits.checkRoom(target, 0);
      return target;
    }
    if (isOwnInert(kind, target)) {
      target.entries ??= [];
      this.#session.limits.checkItems(target.entries.length + (pairs.length >> 1));
      for (let i = 0; i < pairs.length; i += 2) {
        if (isArrayTuple(pairs[i], keyKinds?.[i])) TUPLES.add(pairs[i] as object);
        target.entries.push([pairs[i], pairs[i + 1]]);
      }
      return target;
    }
    throw new UnpicklingError(`${describe(target, kind)} does not support item assignment`);
  }

  /** DICT: a new dict of keys and values in turn. */
  newDict(pairs: unknown[], keyKinds: ArrayLike<number> | undefined): unknown {
    const dict = this.#session.exact ? new Dict() : this.#session.dict === DICT_MAP ? new Map() : {};
    return this.setItems(dict, KIND_DICT, pairs, keyKinds);
  }

  #setInNatural(target: object, pairs: unknown[], keyKinds: ArrayLike<number> | undefined): unknown {
    if (this.#session.replaced !== undefined) target = this.#session.replaced.get(target) ?? target;
    if (this.#session.dict === DICT_OBJECT && !(target instanceof Map)) {
      this.#setConverted(target as Record<string, unknown>, pairs, keyKinds);
      return target;
    }
    if (!(target instanceof Map)) {
      let i = 0;
      while (i < pairs.length && typeof pairs[i] === 'string') i += 2;
      if (i >= pairs.length) {
        for (i = 0; i < pairs.length; i += 2) setOwn(target as Record<string, unknown>, pairs[i] as string, pairs[i + 1]);
        this.#session.limits.countEntries(target, pairs.length >> 1);
        return target;
      }
      target = new Map(Object.entries(target));
    }
    const map = target as Map<unknown, unknown>;
    this.#setInMap(map, pairs, keyKinds);
    this.#session.limits.checkItems(map.size);
    return map;
  }

  #setInMap(map: Map<unknown, unknown>, pairs: unknown[], keyKinds: ArrayLike<number> | undefined): void {
    checkHashable(pairs, keyKinds, 2);
    for (let i = 0; i < pairs.length; i += 2) setInMap(map, pairs[i], pairs[i + 1], keyKinds?.[i] ?? KIND_OBJECT);
  }

  /** `dict: 'object'`: keys become text as in `json.dumps`; other keys, and two keys of one text, are refused. */
  #setConverted(target: Record<string, unknown>, pairs: unknown[], keyKinds: ArrayLike<number> | undefined): void {
    let converted = this.#converted?.get(target);
    checkHashable(pairs, keyKinds, 2);
    for (let i = 0; i < pairs.length; i += 2) {
      const key = pairs[i];
      const keyKind = keyKinds?.[i] ?? KIND_OBJECT;
      const text = typeof key === 'string' ? key : textOfKey(key, keyKind);
      if (text === undefined) {
        throw new UnpicklingError(`a dict key is ${describe(key, keyKind)}, which has no text; use dict: 'auto' or 'map'`);
      }
      const before = converted?.get(text);
      if (typeof key === 'string' ? before !== undefined : before === undefined ? Object.hasOwn(target, text) : before !== key) {
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
      setOwn(target, text, pairs[i + 1]);
    }
    this.#session.limits.countEntries(target, pairs.length >> 1);
  }

  /** True when a plain object may be filled without asking: `dict: 'object'` has met no key that is not str. */
  get plainKeysOnly(): boolean {
    return this.#session.dict === DICT_AUTO || (this.#session.dict === DICT_OBJECT && this.#converted === undefined);
  }

  /** ADDITEMS. `kinds`: of `items`, index by index. */
  addItems(target: unknown, kind: number, items: unknown[], kinds?: ArrayLike<number>): void {
    const hooks = this.#session.owners.hooked.hooksOf(kind);
    if (kind === KIND_SET) {
      if (this.#session.exact) addInExact(target as PySet, items, kinds);
      else addInNatural(target as Set<unknown>, items, kinds);
      this.#session.limits.checkItems((target as { size: number }).size);
    } else if (hooks?.add === addItem) {
      if (target instanceof PySet) addInExact(target, items, kinds);
      else addInNatural(target as Set<unknown>, items, kinds);
      // Items that are in it already do not count.
      this.#session.limits.checkRoom(target, 0);
    } else if (hooks?.add !== undefined) {
      this.#session.limits.checkRoom(target, items.length);
      for (const item of items) hooks.add(target, item);
    } else if (isOwnInert(kind, target)) {
      target.items ??= [];
      this.#push(target.items, items);
    } else {
      throw new UnpicklingError(`${describe(target, kind)} has no method add`);
    }
  }

  /** FROZENSET. `kinds`: of `items`, index by index. */
  frozenset(items: unknown[], kinds: ArrayLike<number> | undefined): unknown {
    checkHashable(items, kinds);
    this.#session.limits.checkItems(items.length);
    if (this.#session.exact) {
      return this.#session.model.frozenset(items);
    }
    const set = new Set<unknown>();
    addInNatural(set, items, kinds);
    return set;
  }
}
