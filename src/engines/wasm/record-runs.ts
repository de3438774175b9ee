/**
 * Records of the tape: dicts with str keys, made by one factory per shape (the keys in order and where each value is
 * found).
 * A factory reads the values straight from the tape, the pool, the string table or the slots, and makes an object
 * literal.
 */

import { canCompile } from '../../base/index.js';
import { areDistinct, literal, sourceSize } from '../../session/index.js';
import { REP_BIG, REP_CONST, REP_FLOAT, REP_INT, REP_NUM, REP_OBJECT, REP_STR, REP_UBIG } from '../../shared/tape.js';
import { Dict, exactFloat, setOwn } from '../../values/index.js';
import type { Slots } from './slots.js';
import type { TapeCursor } from './tape-cursor.js';

/** Makes the record whose fields start at `words[p]` and `doubles[q]`, and whose first key is at slot `base`. */
type Factory = (
  t: Int32Array,
  p: number,
  f: Float64Array,
  q: number,
  s: readonly string[],
  v: readonly unknown[],
  d: number,
  m: readonly unknown[],
  b: BigInt64Array,
  u: BigUint64Array,
) => Record<string, unknown>;

/** None, False, True as the tape numbers them. */
export const CONSTANTS: readonly (null | boolean)[] = [null, false, true];

/**
 * Where a factory finds the next value, by REP_*; `#` is its place in the words or doubles. All others are in slots.
 */
const PLACES: Readonly<Record<number, string>> = {
  [REP_CONST]: 'c[t[p+#]]',
  [REP_INT]: 't[p+#]',
  [REP_STR]: 's[t[p+#]]',
  [REP_OBJECT]: 'm[t[p+#]]',
  [REP_NUM]: 'f[q+#]',
  [REP_FLOAT]: 'f[q+#]',
  [REP_BIG]: 'b[q+#]',
  [REP_UBIG]: 'u[q+#]',
};

/**
 * Records of a shape made one by one before its factory is compiled: compiling costs as much as some hundred records.
 */
const USES_BEFORE_FACTORY = 8;
/**
 * Characters of source (`sourceSize`) of the shapes kept across loads, so that a stream of similar messages compiles
 * its factories once.
 * With one more all are forgotten: what no message uses any more must not stay for ever.
 */
const MAX_KEPT = 1 << 19;
/** Characters of source of one shape. A longer one is neither compiled nor kept. */
const MAX_SOURCE = 1 << 13;

/** The keys of a record and where its values are. */
export class RecordShape {
  readonly keys: readonly string[];
  /** REP_* of each value. */
  readonly reps: readonly number[];
  /** 32-bit words of tape and doubles of pool that a record takes. */
  readonly wordCount: number;
  readonly poolCount: number;
  /** No key comes twice; other dicts are none that Python has written. */
  readonly distinct: boolean;
  /** Characters of its factory's source. */
  readonly size: number;
  factory: Factory | undefined = undefined;
  uses = 0;

  constructor(keys: readonly string[], reps: readonly number[]) {
    this.keys = keys;
    this.reps = reps;
    this.distinct = areDistinct(keys);
    this.size = sourceSize(keys);
    let wordCount = 0;
    let poolCount = 0;
    for (const rep of reps) {
      const place = PLACES[rep];
      if (place?.[2] === 'q') poolCount++;
      else if (place !== undefined) wordCount++;
    }
    this.wordCount = wordCount;
    this.poolCount = poolCount;
  }
}

/** By first key; the shapes under it are compared one by one. */
const kept = new Map<string, RecordShape[]>();
let keptSize = 0;
/** Shapes with one first key that are looked through. */
const MAX_ALIKE = 16;

/** The shape with these keys and representations, perhaps from an earlier load. */
export function recordShape(keys: readonly string[], reps: readonly number[]): RecordShape {
  // Performance: comparing strings is cheaper than making a name of them (bench case tiny).
  const alike = kept.get(keys[0]);
  if (alike !== undefined)
    for (const shape of alike) if (isSame(shape.keys, keys) && isSame(shape.reps, reps)) return shape;
  const shape = new RecordShape(keys, reps);
  if (shape.size > MAX_SOURCE) return shape;
  keptSize += shape.size;
  if (keptSize > MAX_KEPT) {
    kept.clear();
    keptSize = shape.size;
  }
  const list = kept.get(keys[0]);
  if (list === undefined) kept.set(keys[0], [shape]);
  else if (list.push(shape) > MAX_ALIKE) list.shift();
  return shape;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Makes one record without a factory, and gets the shape its factory when it has been used often enough. */
export function makeRecord(
  shape: RecordShape,
  cursor: TapeCursor,
  slots: Slots,
  p: number,
  base: number,
): Record<string, unknown> {
  if (++shape.uses > USES_BEFORE_FACTORY && shape.size <= MAX_SOURCE && canCompile())
    shape.factory = makeFactory(shape);
  const { keys } = shape;
  const values = recordValues(shape, cursor, slots, p, base, false);
  const record: Record<string, unknown> = {};
  for (let i = 0; i < keys.length; i++) setOwn(record, keys[i], values[i]);
  return record;
}

/** Makes one record of the exact model. */
export function exactRecord(
  shape: RecordShape,
  cursor: TapeCursor,
  slots: Slots,
  p: number,
  base: number,
): Dict<unknown, unknown> {
  const { keys } = shape;
  const values = recordValues(shape, cursor, slots, p, base, true);
  // The keys are shared by all records of the shape until one of them is changed.
  if (shape.distinct) return Dict.fromArrays(keys, values);
  const dict = new Dict<unknown, unknown>();
  for (let i = 0; i < values.length; i++) dict.set(keys[i], values[i]);
  return dict;
}

/**
 * The values of a record, in the order of its keys: its words begin at `p`, its entries of the pool at the cursor.
 * @param exact floats that look like ints become `Float`
 */
function recordValues(
  { reps }: RecordShape,
  cursor: TapeCursor,
  slots: Slots,
  p: number,
  base: number,
  exact: boolean,
): unknown[] {
  const { words, doubles } = cursor;
  const { strings, memo, stack } = slots;
  let { q } = cursor;
  const values = new Array<unknown>(reps.length);
  for (let i = 0; i < reps.length; i++) {
    switch (reps[i]) {
      case REP_CONST:
        values[i] = CONSTANTS[words[p++]];
        break;
      case REP_INT:
        values[i] = words[p++];
        break;
      case REP_STR:
        values[i] = strings[words[p++]];
        break;
      case REP_OBJECT:
        values[i] = memo[words[p++]];
        break;
      case REP_FLOAT:
        values[i] = exact ? exactFloat(doubles[q++]) : doubles[q++];
        break;
      case REP_NUM:
        values[i] = doubles[q++];
        break;
      case REP_BIG:
        values[i] = cursor.bigs[q++];
        break;
      case REP_UBIG:
        values[i] = cursor.ubigs[q++];
        break;
      default:
        values[i] = stack[base + 2 * i + 1];
    }
  }
  return values;
}

function makeFactory(shape: RecordShape): Factory {
  const { keys, reps } = shape;
  let word = 0;
  let pool = 0;
  // An object literal whose values are read in place.
  const source = literal(keys, (i) => {
    const place = PLACES[reps[i]];
    return place === undefined ? `v[d+${2 * i + 1}]` : place.replace('#', String(place[2] === 'q' ? pool++ : word++));
  });
  return new Function('c', `return (t,p,f,q,s,v,d,m,b,u)=>(${source})`)(CONSTANTS) as Factory;
}
