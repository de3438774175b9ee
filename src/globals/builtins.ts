/**
 * `builtins`: the constructors of Python's basic types. What only Python could evaluate stays an inert call; functions such as
 * `eval` or `print` are not here at all.
 */
import { PyGlobal } from '../types/global.js';
import { Complex, Ellipsis, NotImplemented, Range, Slice } from '../types/numbers.js';
import { EllipsisType, NoneType, NotImplementedType } from '../types/singleton-type.js';
import {
  arity,
  asBytes,
  asciiNumber,
  asInteger,
  asItems,
  asNumber,
  asPairs,
  asSequence,
  asText,
  fail,
  inertCall,
  isInert,
  knownClass,
  MAX_TEXT_DIGITS,
  shrink,
} from './arguments.js';
import { encodeLatin1, isLatin1 } from './codecs.js';
import type { ClassHooks, HookContext, Registry } from './registry.js';

/** Registers the types of `builtins`. Exceptions have their own family. */
export function registerBuiltins(registry: Registry): void {
  const add = (name: string, construct: (args: unknown[], context: HookContext) => unknown, hooks: ClassHooks = {}) =>
    registry.add('builtins', name, knownClass({ construct, ...hooks }));
  const unhashable = { hashable: false };

  add('list', (args, context) => collect(args, context, (items) => [...items]), unhashable);
  add('tuple', (args, context) => collect(args, context, (items) => context.model.tuple([...items])));
  add('set', (args, context) => collect(args, context, (items) => context.model.set(items)), unhashable);
  add('frozenset', (args, context) => collect(args, context, (items) => context.model.frozenset(items)));
  add('dict', dict, unhashable);
  add('bytes', (args, context) => byteString(args, context, (data) => context.model.bytes(data)));
  add('bytearray', (args, context) => byteString(args, context, (data) => context.model.bytearray(data)), unhashable);
  add('int', int);
  add('float', float);
  add('bool', bool);
  add('str', str);
  add('complex', complex);
  add('range', range);
  add('slice', slice);
  add('type', type);
  add('getattr', getattr);
  // An instance of object itself has no content; it stays a PyObject.
  registry.add('builtins', 'object', {});
  registry.addValue('builtins', 'Ellipsis', Ellipsis).addValue('builtins', 'NotImplemented', NotImplemented);
}

/** `cls()` or `cls(iterable)`. */
function collect(args: unknown[], context: HookContext, make: (items: Iterable<unknown>) => unknown): unknown {
  arity(args, context.global.name, 0, 1);
  if (args.length === 0) return make([]);
  const items = asItems(args[0]);
  if (items !== undefined) return make(items);
  return unknownArgument(args, context);
}

/** Data that Python would evaluate stays data; a number or None is refused as Python does. */
function unknownArgument(args: unknown[], context: HookContext): unknown {
  const [value] = args;
  if (value === null || typeof value !== 'object')
    fail(`${context.global}() does not take ${value === null ? 'None' : `a ${typeof value}`}`);
  return inertCall(args, context);
}

function dict(args: unknown[], context: HookContext): unknown {
  arity(args, 'dict', 0, 1);
  if (args.length === 0) return context.model.dict([]);
  const pairs = asPairs(args[0]);
  return pairs === undefined ? unknownArgument(args, context) : context.model.dict(pairs);
}

/** `()`, `(bytes)`, `([0, 1, ...])`, `(str, encoding)`. A count of zeros is not made: nothing bounds it. */
function byteString(args: unknown[], context: HookContext, make: (data: Uint8Array) => unknown): unknown {
  arity(args, context.global.name, 0, 3);
  if (args.length === 0) return make(new Uint8Array(0));
  const [source, encoding, errors] = args;
  const text = asText(source);
  if (text !== undefined) {
    if (args.length === 1) fail('string argument without an encoding');
    if (errors === undefined && isLatin1(encoding)) return make(encodeLatin1(text));
    return inertCall(args, context);
  }
  if (args.length > 1) fail('encoding without a string argument');
  const data = asBytes(source);
  if (data !== undefined) return make(data);
  const items = asSequence(source);
  if (items === undefined) return inertCall(args, context);
  const bytes = new Uint8Array(items.length);
  for (let index = 0; index < items.length; index++) {
    const byte = asInteger(items[index]);
    if (typeof byte !== 'number' || byte < 0 || byte > 255) fail('bytes must be in range(0, 256)');
    bytes[index] = byte;
  }
  return make(bytes);
}

/** `()`, `(int)`, `(float)`, `(str)`; text with a base stays inert. */
function int(args: unknown[], context: HookContext): unknown {
  arity(args, 'int', 0, 2);
  if (args.length === 0) return 0;
  if (args.length === 2) return inertCall(args, context);
  const [value] = args;
  const integer = asInteger(value);
  if (integer !== undefined) return integer;
  const number = asNumber(value);
  if (number !== undefined) {
    if (!Number.isFinite(number)) fail('cannot convert float infinity or NaN to integer');
    return shrink(BigInt(Math.trunc(number)));
  }
  const text = asText(value);
  if (text === undefined) return unknownArgument(args, context);
  const digits = asciiNumber(text);
  if (digits === undefined || !/^[+-]?\d+(?:_\d+)*$/.test(digits)) fail('invalid literal for int() with base 10');
  if (digits.length > MAX_TEXT_DIGITS + 1) fail(`Exceeds the limit (${MAX_TEXT_DIGITS} digits) for integer string conversion`);
  const magnitude = shrink(BigInt(digits.replace(/^[+-]/, '').replaceAll('_', '')));
  return digits.startsWith('-') && magnitude !== 0 ? -magnitude : magnitude;
}

function float(args: unknown[], context: HookContext): unknown {
  arity(args, 'float', 0, 1);
  if (args.length === 0) return context.model.float(0);
  const number = asNumber(args[0]);
  if (number !== undefined) {
    if (typeof args[0] === 'bigint' && !Number.isFinite(number)) fail('int too large to convert to float');
    return context.model.float(number);
  }
  const text = asText(args[0]);
  if (text === undefined) return unknownArgument(args, context);
  const parsed = parseFloatText(text);
  return parsed === undefined ? fail('could not convert string to float') : context.model.float(parsed);
}

/** Python's grammar of float text; undefined for anything else. */
export function parseFloatText(text: string): number | undefined {
  const ascii = asciiNumber(text);
  if (ascii === undefined) return undefined;
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(ascii);
  if (special !== null)
    return special[2] === undefined ? Number.NaN : special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/_(?!\d)|(?<!\d)_/.test(ascii)) return undefined;
  const plain = ascii.replaceAll('_', '');
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

function bool(args: unknown[], context: HookContext): unknown {
  arity(args, 'bool', 0, 1);
  const [value] = args;
  if (value === undefined || value === null) return false;
  const number = asNumber(value);
  if (number !== undefined) return number !== 0;
  if (typeof value === 'string') return value !== '';
  return inertCall(args, context);
}

function str(args: unknown[], context: HookContext): unknown {
  arity(args, 'str', 0, 3);
  if (args.length === 0) return '';
  return args.length === 1 && typeof args[0] === 'string' ? args[0] : inertCall(args, context);
}

function complex(args: unknown[], context: HookContext): unknown {
  arity(args, 'complex', 0, 2);
  if (args.some((part) => part instanceof Complex || typeof part === 'string' || isInert(part))) return inertCall(args, context);
  const [real, imag] = args.map(asNumber);
  if ((args.length > 0 && real === undefined) || (args.length > 1 && imag === undefined)) fail('complex() arguments must be numbers');
  return new Complex(real ?? 0, imag ?? 0);
}

function range(args: unknown[]): unknown {
  arity(args, 'range', 1, 3);
  const [first, second, third] = args.map((argument) => asInteger(argument) ?? fail('range() arguments must be int'));
  return args.length === 1 ? new Range(0, first, 1) : new Range(first, second, third ?? 1);
}

function slice(args: unknown[]): unknown {
  arity(args, 'slice', 1, 3);
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

/** Attributes that a registered class lists in its hooks; any other stays an inert call: nothing is ever looked up on a value. */
function getattr(args: unknown[], context: HookContext): unknown {
  arity(args, 'getattr', 2, 3);
  const [target, name] = args;
  const attributes = target instanceof PyGlobal ? PyGlobal.hooksOf(target)?.attributes : undefined;
  if (attributes !== undefined && typeof name === 'string' && attributes.has(name)) return attributes.get(name);
  return inertCall(args, context);
}
