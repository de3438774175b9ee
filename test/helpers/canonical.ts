/**
 * A value as a list of texts that says all that a user can see of it: two loads gave the same value exactly when their
 * lists are equal.
 *
 * Unlike `tokens` (typed.ts), which says what Python would see, this says what JavaScript sees: the class, own
 * properties in their order, what iteration gives, -0 and NaN, number or bigint, the bytes of arrays, and which objects
 * are one and the same.
 */
import { Dict, Float, FrozenSet, NDArray, NumPyScalar, PyGlobal, PySet, Tuple, UUID } from '../../src/index.js';

/** A piece of text among the values that wait. */
class Said {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The list for `root`. Iterative: depth does not matter.
 * @param input memory of the pickle: bytes that are views of it say so
 */
export function canonical(root: unknown, input?: ArrayBufferLike): string[] {
  const out: string[] = [];
  const numbers = new Map<object, number>();
  const todo: unknown[] = [root];
  const parts: unknown[] = [];
  while (todo.length > 0) {
    const value = todo.pop();
    if (value instanceof Said) {
      out.push(value.text);
      continue;
    }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      out.push(scalar(value));
      continue;
    }
    const known = numbers.get(value);
    if (known !== undefined) {
      out.push(`@${known}`);
      continue;
    }
    if (hasIdentity(value)) numbers.set(value, numbers.size);
    parts.length = 0;
    out.push(head(value, parts, input));
    for (let i = parts.length - 1; i >= 0; i--) todo.push(parts[i]);
  }
  return out;
}

function scalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `s${value}`;
    case 'number':
      return Object.is(value, -0) ? '-0' : `${value}`;
    case 'bigint':
      return `${value}n`;
    default:
      return String(value);
  }
}

/** False for numbers that are objects, and what Python has one of: engines may make them as often as they like. */
function hasIdentity(value: object): boolean {
  return !(
    value instanceof Float ||
    (value instanceof Tuple && value.length === 0) ||
    (value instanceof FrozenSet && value.size === 0)
  );
}

/** The line of an object; what is in it goes to `parts`. */
function head(value: object, parts: unknown[], input: ArrayBufferLike | undefined): string {
  if (typeof value === 'function') return `function ${value.name}`;
  const prototype = Object.getPrototypeOf(value) as object | null;
  const name = prototype === null ? 'null' : prototype.constructor.name;
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    const where = input !== undefined && buffer === input ? ` at ${byteOffset}` : '';
    return `${name}${where} ${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`;
  }
  const keys = Object.keys(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) parts.push(i in value ? value[i] : new Said('hole'));
    // Indices come first.
    for (let i = keys.findIndex((key) => String(Number(key)) !== key); i >= 0 && i < keys.length; i++)
      parts.push(new Said(`.${keys[i]}`), (value as unknown as Record<string, unknown>)[keys[i]]);
    return `${name} [${value.length}]`;
  }
  let size = '';
  if (value instanceof Map || value instanceof Dict) {
    size = ` (${value.size})`;
    for (const [key, item] of value as Map<unknown, unknown>) parts.push(key, item);
  } else if (value instanceof Set || value instanceof PySet || value instanceof FrozenSet) {
    size = ` (${value.size})`;
    for (const item of value as Set<unknown>) parts.push(item);
  } else if (value instanceof NDArray || value instanceof NumPyScalar) {
    // What they make on request.
    for (const part of ['data', 'value'] as const)
      if (part in value) parts.push(made(value as unknown as Record<string, unknown>, part));
  } else if (value instanceof UUID) {
    size = ` ${value}`;
  } else if (value instanceof Date) {
    size = ` ${value.getTime()}`;
  }
  for (const key of keys) {
    // Classes are compared by name: the registry that made them may be another.
    if (!(value instanceof PyGlobal) || typeof (value as unknown as Record<string, unknown>)[key] === 'string')
      parts.push(new Said(`.${key}`), (value as unknown as Record<string, unknown>)[key]);
  }
  return `${name}${size} {${keys.length}}`;
}

/** A getter's value, or what it throws. */
function made(value: Record<string, unknown>, name: string): unknown {
  try {
    return value[name];
  } catch (error) {
    return new Said(`${name} throws ${(error as Error).message}`);
  }
}
