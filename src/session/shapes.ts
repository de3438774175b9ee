/**
 * Records: dicts with the same keys in the same order, over and over. Once a shape has been met a few times its objects
 * are made by one factory, which gives them one hidden class and stores each value without looking its key up.
 */

import { canCompile } from '../base/index.js';
import { setOwn } from '../values/index.js';

/** Makes the object; the value of key i is `stack[at + 2 * i + 1]` (keys and values lie in turn from `at` on). */
export type ShapeFactory = (stack: readonly unknown[], at: number) => Record<string, unknown>;

/** Shapes with more keys than this are dictionaries, not records. */
export const MAX_SHAPE_KEYS = 64;

/** Uses after which a factory is made: compiling costs as much as filling some hundred objects. */
const USES_BEFORE_FACTORY = 8;

/** Factories compiled for one table, so that no input can make it compile for ever. */
const MAX_FACTORIES = 512;

/** Characters of source of a shape that is kept: all 512 are 2 MB at most. */
const MAX_SOURCE = 1 << 12;

const SLOTS = 512;

/**
 * A factory for objects with `keys`, in this order.
 * @param compile may code be generated? Default: as the environment allows (a content security policy may forbid it)
 */
export function makeShapeFactory(keys: readonly string[], compile: boolean = canCompile()): ShapeFactory {
  return compile
    ? (new Function('s', 'a', `return ${literal(keys, (i) => `s[a+${2 * i + 1}]`)}`) as ShapeFactory)
    : plainFactory(keys);
}

/** A longer key makes a shape a table, not a record. */
const MAX_KEY = 200;

/**
 * About how many characters the source of a factory for `keys` has, and what is kept for it; infinite with a key of
 * more than 200.
 */
export function sourceSize(keys: readonly string[]): number {
  let size = 0;
  for (const key of keys) size += key.length > MAX_KEY ? Infinity : key.length + 16;
  return size;
}

/**
 * The source of an object literal. Keys are quoted; `__proto__` is a computed key, which makes it an ordinary property.
 */
export function literal(keys: readonly string[], value: (index: number) => string): string {
  return `{${keys.map((key, i) => `${key === '__proto__' ? '["__proto__"]' : JSON.stringify(key)}:${value(i)}`)}}`;
}

/**
 * Sets the keys and values in `stack[from..to]` as properties of `object`.
 * Performance: a store of its own instead of `setOwn`'s, which sees all objects of the program (bench case tiny).
 */
export function setPairs(
  object: Record<string, unknown>,
  stack: readonly unknown[],
  from: number,
  to: number,
): Record<string, unknown> {
  for (let i = from; i < to; i += 2) {
    const key = stack[i] as string;
    if (key === '__proto__') setOwn(object, key, stack[i + 1]);
    else object[key] = stack[i + 1];
  }
  return object;
}

/**
 * Where code cannot be generated: copies an object that has the keys already, so that the copies share its hidden
 * class.
 */
function plainFactory(keys: readonly string[]): ShapeFactory {
  const template: Record<string, unknown> = {};
  for (const key of keys) setOwn(template, key, undefined);
  const ordinary = !Object.hasOwn(template, '__proto__');
  return (stack, at) => setPairs(ordinary ? { ...template } : {}, stack, at, at + 2 * keys.length);
}

class Shape {
  readonly keys: readonly string[];
  uses = 0;
  factory: ShapeFactory | undefined = undefined;
  /** False when a key occurs twice; undefined until somebody asked. */
  distinct: boolean | undefined = undefined;
  constructor(keys: readonly string[]) {
    this.keys = keys;
  }
}

/** True when no two keys are equal; false also when one is a `Str`, which only Python's rules can compare. */
export function areDistinct(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length && keys.every((key) => typeof key === 'string');
}

/** The shapes met lately. Lives as long as its engine, so that messages of one kind find their shapes again. */
export class ShapeTable {
  readonly #shapes: (Shape | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #compile: boolean;
  #factories = 0;

  constructor(compile: boolean = canCompile()) {
    this.#compile = compile;
  }

  /** At the end of a load: the next one may compile as many factories again. */
  reset(): void {
    this.#factories = 0;
  }

  /**
   * The object with the pairs in `stack[at..end]`, made by a factory; undefined when there is none (yet), and the
   * caller has to fill an object. All keys must be strings.
   */
  make(stack: readonly unknown[], at: number, end: number): Record<string, unknown> | undefined {
    const shape = this.#find(stack, at, end);
    if (shape === undefined) return undefined;
    if (shape.factory !== undefined) return shape.factory(stack, at);
    if (shape.uses >= USES_BEFORE_FACTORY && this.#factories < MAX_FACTORIES) {
      this.#factories++;
      shape.factory = makeShapeFactory(shape.keys, this.#compile);
    }
    return undefined;
  }

  /**
   * The keys in `stack[at..end]` as an array that all dicts of this shape can share; undefined when they are new or not
   * distinct.
   */
  keys(stack: readonly unknown[], at: number, end: number): readonly string[] | undefined {
    const shape = this.#find(stack, at, end);
    if (shape === undefined) return undefined;
    if (shape.distinct === undefined) shape.distinct = areDistinct(shape.keys);
    return shape.distinct ? shape.keys : undefined;
  }

  /** The shape with these keys when it was met before, else undefined; the next time it will be known. */
  #find(stack: readonly unknown[], at: number, end: number): Shape | undefined {
    const first = stack[at] as string;
    const last = stack[end - 2] as string;
    if (typeof first !== 'string' || typeof last !== 'string') return undefined;
    const slot =
      ((end - at) * 7 +
        first.length * 31 +
        last.length * 131 +
        (first.charCodeAt(0) | 0) * 17 +
        (last.charCodeAt(0) | 0) * 257) &
      (SLOTS - 1);
    const shape = this.#shapes[slot];
    if (shape !== undefined) {
      const keys = shape.keys;
      if (keys.length * 2 === end - at) {
        let i = 0;
        while (i < keys.length && keys[i] === stack[at + 2 * i]) i++;
        if (i === keys.length) {
          shape.uses++;
          return shape;
        }
      }
      // A shape in use stays for a while when another one wants its place.
      shape.uses = shape.uses > 64 ? 64 : shape.uses - 1;
      if (shape.uses > 0) return undefined;
    }
    const keys: string[] = [];
    for (let i = at; i < end; i += 2) keys.push(stack[i] as string);
    if (sourceSize(keys) <= MAX_SOURCE) this.#shapes[slot] = new Shape(keys);
    return undefined;
  }
}
