/**
 * `builtins`: the constructors of Python's basic types. What only Python could evaluate stays an inert call; functions
 * such as `eval` or `print` are not here at all.
 */

import {
  asBytes,
  asciiNumber,
  asInteger,
  asItems,
  asNumber,
  asPairs,
  asSequence,
  type Construct,
  charged,
  define,
  fail,
  inertCall,
  isInert,
  needed,
  type Registry,
  textToInteger,
} from '../../../registry/index.js';
import { KIND_DICT, KIND_LIST, KIND_SET } from '../../../shared/kinds.js';
import { encodeLatin1, isLatin1 } from '../../../text/index.js';
import {
  type ClassHooks,
  Complex,
  checkKey,
  Ellipsis,
  EllipsisType,
  floatOfText,
  type HookContext,
  isSafeKey,
  NoneType,
  NotImplemented,
  NotImplementedType,
  PyGlobal,
  Range,
  Slice,
  shrink,
} from '../../../values/index.js';

/** Class, least and greatest number of arguments, how it is made. */
const CLASSES: readonly (readonly [
  name: string,
  min: number,
  max: number,
  construct: Construct,
  hooks?: ClassHooks,
])[] = [
  ['list', 0, 1, /*#__PURE__*/ collect((items) => [...items]), { hashable: false, kind: KIND_LIST }],
  [
    'tuple',
    0,
    1,
    /*#__PURE__*/ collect((items, { model }) => model.tuple([...items])),
    { hashes: (value, safe) => safe || allSafe(asSequence(value)), asksKinds: true },
  ],
  [
    'set',
    0,
    1,
    /*#__PURE__*/ collect((items, { model }) => model.set(keys(items))),
    { hashable: false, kind: KIND_SET, asksKinds: true },
  ],
  ['frozenset', 0, 1, /*#__PURE__*/ collect((items, { model }) => model.frozenset(keys(items))), { asksKinds: true }],
  [
    'dict',
    0,
    1,
    (args, context) => givenOr(args, context, asPairs, (pairs) => context.model.dict(pairs)),
    { hashable: false, kind: KIND_DICT, asksKinds: true },
  ],
  ['bytes', 0, 3, (args, context) => byteString(args, context, (data) => context.model.bytes(data))],
  [
    'bytearray',
    0,
    3,
    (args, context) => byteString(args, context, (data) => context.model.bytearray(data)),
    { hashable: false },
  ],
  ['int', 0, 2, int],
  ['float', 0, 1, float],
  ['bool', 0, 1, bool],
  ['str', 0, 3, str],
  ['complex', 0, 2, complex],
  ['range', 1, 3, range],
  [
    'slice',
    1,
    3,
    slice,
    {
      hashes: (value, safe) => safe || !(value instanceof Slice) || allSafe([value.start, value.stop, value.step]),
      asksKinds: true,
    },
  ],
  ['type', 1, 3, type],
  ['getattr', 2, 3, getattr],
];

/** Registers the types of `builtins`. Exceptions have their own family. */
export function registerBuiltins(registry: Registry): void {
  for (const [name, min, max, construct, hooks = {}] of CLASSES)
    define(registry, 'builtins', name, [min, max], construct, hooks);
  // An instance of object itself has no content; it stays a PyObject.
  registry.add('builtins', 'object', {});
  registry.addValue('builtins', 'Ellipsis', Ellipsis).addValue('builtins', 'NotImplemented', NotImplemented);
}

/** True for nothing at all, too: a call that was left inert. */
function allSafe(parts: readonly unknown[] = []): boolean {
  return parts.every(isSafeKey);
}

/** Refuses what is no key in a list or tuple; what else has items has hashable ones. */
function keys(items: Iterable<unknown>): Iterable<unknown> {
  if (Array.isArray(items)) items.forEach(checkKey);
  return items;
}

/** `cls()` or `cls(iterable)`. */
function collect(make: (items: Iterable<unknown>, context: HookContext) => unknown): Construct {
  return (args, context) => givenOr(args, context, asItems, (items) => make(items, context));
}

/** What is made of the only argument, or of nothing when there is none. */
function givenOr<T>(
  args: unknown[],
  context: HookContext,
  read: (value: unknown) => Iterable<T> | undefined,
  make: (items: Iterable<T>) => unknown,
): unknown {
  const items = args.length === 0 ? [] : read(charged(args[0], context, 16));
  return items === undefined ? unknownArgument(args, context) : make(items);
}

/** Data that Python would evaluate stays data; a number or None is refused as Python does. */
function unknownArgument(args: unknown[], context: HookContext): unknown {
  const [value] = args;
  if (value === null || typeof value !== 'object') fail(`no argument ${String(value)} expected`);
  return inertCall(args, context);
}

/** `()`, `(bytes)`, `([0, 1, ...])`, `(str, encoding)`. A count of zeros is not made: nothing bounds it. */
function byteString(args: unknown[], context: HookContext, make: (data: Uint8Array) => unknown): unknown {
  if (args.length === 0) return make(new Uint8Array(0));
  const [source, encoding, errors] = args;
  if (typeof source === 'string') {
    if (args.length === 1) fail('encoding expected');
    if (errors === undefined && isLatin1(encoding)) return make(encodeLatin1(charged(source, context, 1)));
    return inertCall(args, context);
  }
  if (args.length > 1) fail('str expected');
  const data = asBytes(source);
  if (data !== undefined) return make(data);
  const items = asSequence(source);
  if (items === undefined) return inertCall(args, context);
  const bytes = new Uint8Array(charged(items, context, 1).length);
  for (let index = 0; index < items.length; index++) {
    const byte = asInteger(items[index]);
    if (typeof byte !== 'number' || byte < 0 || byte > 255) fail('bytes must be in range(0, 256)');
    bytes[index] = byte;
  }
  return make(bytes);
}

/** `()`, `(int)`, `(float)`, `(str)`; text with a base stays inert. */
function int(args: unknown[], context: HookContext): unknown {
  if (args.length === 0) return 0;
  if (args.length === 2) return inertCall(args, context);
  const [value] = args;
  const integer = asInteger(value);
  if (integer !== undefined) return integer;
  const number = asNumber(value);
  if (number !== undefined) {
    if (!Number.isFinite(number)) fail('finite float expected');
    return shrink(BigInt(Math.trunc(number)));
  }
  if (typeof value !== 'string') return unknownArgument(args, context);
  const digits = asciiNumber(value);
  if (digits === undefined || !/^[+-]?\d+(?:_\d+)*$/.test(digits)) fail('invalid literal');
  return shrink(textToInteger(digits, context));
}

function float(args: unknown[], context: HookContext): unknown {
  if (args.length === 0) return context.model.float(0);
  const number = asNumber(args[0]);
  if (number !== undefined) {
    if (typeof args[0] === 'bigint' && !Number.isFinite(number)) fail('int too large');
    return context.model.float(number);
  }
  if (typeof args[0] !== 'string') return unknownArgument(args, context);
  return context.model.float(needed(parseFloatText(args[0]), 'number'));
}

/** Python's grammar of float text; undefined for anything else. */
export function parseFloatText(text: string): number | undefined {
  const ascii = asciiNumber(text);
  if (ascii === undefined) return undefined;
  if (/_(?!\d)|(?<!\d)_/.test(ascii)) return undefined;
  return floatOfText(ascii.replaceAll('_', ''));
}

function bool(args: unknown[], context: HookContext): unknown {
  const [value] = args;
  if (value === undefined || value === null) return false;
  const number = asNumber(value);
  if (number !== undefined) return number !== 0;
  if (typeof value === 'string') return value !== '';
  return inertCall(args, context);
}

function str(args: unknown[], context: HookContext): unknown {
  if (args.length === 0) return '';
  return args.length === 1 && typeof args[0] === 'string' ? args[0] : inertCall(args, context);
}

function complex(args: unknown[], context: HookContext): unknown {
  if (args.some((part) => part instanceof Complex || typeof part === 'string' || isInert(part)))
    return inertCall(args, context);
  const [real, imag] = args.map(asNumber);
  if ((args.length > 0 && real === undefined) || (args.length > 1 && imag === undefined)) fail('number expected');
  return new Complex(real ?? 0, imag ?? 0);
}

function range(args: unknown[]): unknown {
  const [first, second, third] = args.map((argument) => needed(asInteger(argument), 'int'));
  return args.length === 1 ? new Range(0, first, 1) : new Range(first, second, third ?? 1);
}

function slice(args: unknown[]): unknown {
  return args.length === 1 ? new Slice(null, args[0], null) : new Slice(args[0], args[1], args[2] ?? null);
}

/** `type(None)` and the like; the type of anything else is not needed by any pickle and stays inert. */
function type(args: unknown[], context: HookContext): unknown {
  if (args.length === 1) {
    if (args[0] === null) return NoneType;
    if (args[0] === Ellipsis) return EllipsisType;
    if (args[0] === NotImplemented) return NotImplementedType;
  }
  return inertCall(args, context);
}

/**
 * Attributes that a registered class lists in its hooks; any other stays an inert call: nothing is ever looked up on a
 * value.
 */
function getattr(args: unknown[], context: HookContext): unknown {
  const [target, name] = args;
  const attributes = target instanceof PyGlobal ? PyGlobal.hooksOf(target)?.attributes : undefined;
  if (attributes !== undefined && typeof name === 'string' && attributes.has(name)) return attributes.get(name);
  return inertCall(args, context);
}
