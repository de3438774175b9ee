/** What `console.log` and `util.inspect` show: what matters of a value, not how it is kept. */
import { escaped } from '../base/index.js';
import {
  ChainMap,
  Decimal,
  Deque,
  Dtype,
  Fraction,
  itemAt,
  NDArray,
  NumPyScalar,
  PyDate,
  PyDateTime,
  PyException,
  PyPath,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyZoneInfo,
  SimpleNamespace,
  UserDict,
  UserList,
  UserString,
  UUID,
} from '../families/index.js';
import { inertNote, repr } from '../repr/index.js';
import {
  ByteArray,
  Bytes,
  Complex,
  Float,
  INSPECT,
  type Inspect,
  PersistentId,
  PyCall,
  PyGlobal,
  PyObject,
  Str,
  Tuple,
} from '../values/index.js';
import { define } from './define.js';
import { argumentsOf, fieldsOf } from './inert.js';

/** Levels shown when the caller asks for all: cycles through a custom method go unnoticed by `util.inspect`. */
const LEVELS = 8;
/** Items that are shown of an array. */
const MOST_ITEMS = 60;

/** Shows what stands for the value. */
type Show = (value: unknown) => string;

/** Classes that say it in one text. */
const TEXTS = [
  Complex,
  Decimal,
  Dtype,
  Float,
  Fraction,
  PyDate,
  PyDateTime,
  PyPath,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyZoneInfo,
  UUID,
];

/** Puts the method of `util.inspect` onto the classes. */
export function installConsole(): void {
  for (const Class of TEXTS) inspectBy<object>(Class, (value) => `${nameOf(value)} ${value}`);
  inspectBy(PyGlobal, (value) => `[${nameOfGlobal(value)}]`);
  inspectBy(PyObject, showInstance);
  inspectBy(PyCall, showCall);
  inspectBy(PersistentId, ({ id }, show) => `PersistentId ${show(id)}`);
  inspectBy(Tuple, (tuple, show) => `Tuple${show(tuple.items).replace(/^\[/, `(${tuple.length}) [`)}`);
  inspectBy(Str, (text, show) => `Str ${show(String(text))}`);
  inspectBy(Bytes, ({ data }, show) => show(data).replace(/^\w+/, 'Bytes'));
  inspectBy(ByteArray, ({ data }, show) => show(data).replace(/^\w+/, 'ByteArray'));
  inspectBy(NDArray, showArray);
  inspectBy(NumPyScalar, (scalar) => `${scalar.dtype.name} ${scalar}`);
  inspectBy(PyException, (error) => repr(error));
  inspectBy(Deque, (deque: Deque, show) => {
    const most = deque.maxlen === null ? '' : ` (at most ${deque.maxlen})`;
    return `Deque(${deque.length})${most} ${show([...deque])}${attributes(deque.attributes, show)}`;
  });
  inspectBy(SimpleNamespace, (value, show) => `SimpleNamespace ${show(Object.fromEntries(value.attributes))}`);
  inspectBy(ChainMap, (chain, show) => `ChainMap ${show(chain.maps)}${attributes(chain.attributes, show)}`);
  inspectBy(UserDict, ({ data, attributes: own }, show) => `UserDict ${show(data)}${attributes(own, show)}`);
  inspectBy(UserList, ({ data, attributes: own }, show) => `UserList ${show(data)}${attributes(own, show)}`);
  inspectBy(UserString, ({ data, attributes: own }, show) => `UserString ${show(data)}${attributes(own, show)}`);
}

function inspectBy<T extends object>(
  // biome-ignore lint/suspicious/noExplicitAny: any class will do
  Class: abstract new (...args: any[]) => T,
  text: (value: T, show: Show) => string,
): void {
  define(
    Class,
    INSPECT,
    function (this: T, depth: number | null, options: { depth?: number | null }, inspect?: Inspect): string {
      if (inspect === undefined || (depth !== null && depth < 0)) return `[${nameOf(this)}]`;
      // What is shown of it stands for the value itself.
      const inner = { ...options, depth: depth ?? LEVELS };
      return text(this, (value) => inspect(value, inner));
    },
  );
}

/** The name of the JavaScript class; of an instance the Python class's. */
function nameOf(value: object): string {
  if (value instanceof PyObject) return nameOfGlobal(value.cls);
  if (value instanceof PyCall) return nameOfGlobal(value.callee);
  return value.constructor.name;
}

function nameOfGlobal(global: unknown): string {
  return global instanceof PyGlobal ? escaped(String(global)) : escaped(repr(global, { maxLength: 1 << 16 }));
}

function attributes(own: unknown, show: Show): string {
  const fields = fieldsOf(own);
  return fields === undefined || Object.keys(fields).length === 0 ? '' : ` ${show(fields)}`;
}

/** `webshop.Customer { number: 7 }`, `app.SafeString '<b>' { tag: 1 }`, `app.Point (1, 2)`. */
function showInstance(object: PyObject, show: Show): string {
  const args = argumentsOf(object);
  const parts = [nameOf(object) + inertNote(object)];
  if (args.length === 1) parts.push(show(args[0]));
  else if (args.length > 1) parts.push(`(${args.map(show).join(', ')})`);
  else if (object.argsValue !== undefined) parts.push(`(*${show(object.argsValue)})`);
  if (object.kwargs !== undefined) parts.push(`(**${show(object.kwargs)})`);
  parts.push(...contents(object, show));
  return parts.length === 1 ? `${parts[0]} {}` : parts.join(' ');
}

/** `app.Color(1)`. */
function showCall(call: PyCall, show: Show): string {
  const args = call.argsValue === undefined ? call.args.map(show) : [`*${show(call.argsValue)}`];
  return [`${nameOf(call)}${inertNote(call)}(${args.join(', ')})`, ...contents(call, show)].join(' ');
}

function contents({ items, entries, state, moreStates = [] }: PyObject | PyCall, show: Show): string[] {
  const parts: string[] = [];
  if (items !== undefined) parts.push(show(items));
  if (entries !== undefined) parts.push(show(new Map(entries)).replace(/^Map\(\d+\) /, ''));
  for (const one of state === undefined ? [] : [state, ...moreStates]) parts.push(show(fieldsOf(one) ?? one));
  return parts;
}

/** `NDArray float64 (62) [ … ]`: of larger arrays the first items of each axis. */
function showArray(array: NDArray, show: Show): string {
  const { shape, dtype, size, subclass } = array;
  const head = `${subclass ?? 'NDArray'} ${dtype.name} (${shape.join(', ')})`;
  if (size === 0) return `${head} []`;
  // No more than so many in all, whatever the number of axes.
  const most = size <= MOST_ITEMS ? size : Math.max(1, Math.floor(MOST_ITEMS ** (1 / shape.length)));
  const inside = (index: readonly number[]): unknown => {
    const count = shape[index.length];
    if (count === undefined) return itemAt(array, ...index);
    const items = Array.from({ length: Math.min(count, most) }, (_, i) => inside([...index, i]));
    if (count > most) items.push(new More(count - most));
    return items;
  };
  return `${head} ${show(inside([]))}`;
}

/** Stands for the items that are not shown. */
class More {
  readonly #count: number;
  constructor(count: number) {
    this.#count = count;
  }
  [INSPECT](): string {
    return `… ${this.#count} more`;
  }
}
