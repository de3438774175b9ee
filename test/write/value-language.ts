/**
 * The small language in which `test/vectors/encode.json` spells exact values, so that encoding is tested without the
 * decoder.
 *
 * null, booleans, strings and numbers (ints) are themselves; everything else is an object with one telling key.
 */
import { ByteArray, Bytes } from '../../src/values/bytes.js';
import { Dict } from '../../src/values/dict.js';
import { Float } from '../../src/values/float.js';
import { type ObjectForm, PyCall, PyGlobal, PyObject } from '../../src/values/global.js';
import { FrozenSet, PySet } from '../../src/values/set.js';
import { Tuple } from '../../src/values/tuple.js';

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, whose shape the telling key says
type Shape = { [key: string]: any };

/** A value of the language. */
export type Spelled = null | boolean | number | string | Shape;

const FLOATS: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };

/** The exact value that `spelled` stands for. */
export function build(spelled: Spelled, named: Map<string, unknown> = new Map()): unknown {
  if (spelled === null || typeof spelled !== 'object') return spelled;
  if ('def' in spelled) return define(spelled.def, spelled.value, named);
  if ('ref' in spelled) return named.get(spelled.ref);
  return create(spelled, named, () => {});
}

/** The value has to be known by its name before its contents are built. */
function define(name: string, spelled: Spelled, named: Map<string, unknown>): unknown {
  return create(spelled as Shape, named, (value) => named.set(name, value));
}

function create(spelled: Shape, named: Map<string, unknown>, announce: (value: unknown) => void): unknown {
  const all = (items: Spelled[]) => items.map((item) => build(item, named));
  const as = <T>(value: T): T => {
    announce(value);
    return value;
  };
  if ('int' in spelled) return shortest(BigInt(spelled.int));
  if ('float' in spelled) return float(spelled.float);
  if ('text' in spelled) return spelled.text[0].repeat(spelled.text[1]);
  if ('bytes' in spelled) return as(new Bytes(latin1(spelled.bytes)));
  if ('bytestext' in spelled) return as(new Bytes(latin1(spelled.bytestext[0].repeat(spelled.bytestext[1]))));
  if ('bytearray' in spelled) return as(new ByteArray(latin1(spelled.bytearray)));
  if ('bytearraytext' in spelled)
    return as(new ByteArray(latin1(spelled.bytearraytext[0].repeat(spelled.bytearraytext[1]))));
  if ('range' in spelled) return Array.from({ length: spelled.range }, (_, i) => i);
  if ('dictrange' in spelled) return new Dict(Array.from({ length: spelled.dictrange }, (_, i) => [i, i] as const));
  if ('record' in spelled) return Object.fromEntries(Array.from({ length: spelled.record }, (_, i) => [`k${i}`, i]));
  if ('date' in spelled) return new Date(spelled.date);
  if ('float64array' in spelled) return Float64Array.from(spelled.float64array);
  if ('int16array' in spelled) return Int16Array.from(spelled.int16array);
  if ('global' in spelled) return new PyGlobal(spelled.global[0], spelled.global[1]);
  if ('set' in spelled) return as(new PySet(all(spelled.set)));
  if ('frozenset' in spelled) return as(new FrozenSet(all(spelled.frozenset)));
  if ('list' in spelled) {
    const list = as<unknown[]>([]);
    list.push(...all(spelled.list));
    return list;
  }
  if ('tuple' in spelled) {
    const tuple = as(new Tuple<unknown>([]));
    tuple.items.push(...all(spelled.tuple));
    return tuple;
  }
  if ('dict' in spelled) {
    const dict = as(new Dict());
    for (const [key, value] of spelled.dict) dict.set(build(key, named), build(value, named));
    return dict;
  }
  return inert(spelled, named, announce);
}

function inert(spelled: Shape, named: Map<string, unknown>, announce: (value: unknown) => void): PyObject | PyCall {
  const args: unknown[] = [];
  const target =
    'call' in spelled
      ? new PyCall(build(spelled.call, named), args)
      : new PyObject(
          build(spelled.object, named),
          args,
          spelled.form as ObjectForm,
          'kwargs' in spelled ? build(spelled.kwargs, named) : undefined,
        );
  announce(target);
  args.push(...spelled.args.map((item: Spelled) => build(item, named)));
  if ('items' in spelled) target.items = spelled.items.map((item: Spelled) => build(item, named));
  if ('entries' in spelled)
    target.entries = spelled.entries.map((pair: [Spelled, Spelled]) => [build(pair[0], named), build(pair[1], named)]);
  if ('state' in spelled) target.state = build(spelled.state, named);
  if ('stateSetter' in spelled) target.stateSetter = build(spelled.stateSetter, named);
  return target;
}

function shortest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function float(text: string): number | Float {
  const value = FLOATS[text] ?? Number(text);
  return Number.isInteger(value) && !Object.is(value, -0) ? new Float(value) : value;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
}
