/** What an instance may hold that its own enumerable fields do not show. */

/** A private field in the source of a class, or what compilers make of one for older engines. */
const PRIVATE_FIELD =
  /[{};\n]\s*#[\p{ID_Start}$_][\p{ID_Continue}$]*\s*[=;}\n]|__private(?:Add|Field)|class_?private_?field/iu;
const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** The reason that leaves room for doubt: an instance may have been made without running its constructor. */
export const PRIVATE = 'has private fields, which nobody else sees';

/** By class. */
const known = /*#__PURE__*/ new WeakMap<object, string>();

/**
 * Why instances of the class of `value` may hold what nobody sees, `''` when nothing says so. What a closure or a
 * WeakMap holds cannot be found.
 * @param seen classes whose contents the caller knows
 */
export function hiddenIn(value: object, seen: readonly unknown[] = []): string {
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')) break;
    const Class: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (seen.includes(Class)) return '';
    const reason = typeof Class === 'function' ? hiddenInClass(Class) : hiddenInPrototype(prototype, Class);
    if (reason !== '') return reason;
  }
  const isEmpty = Object.keys(value).length === 0 && Reflect.ownKeys(value).length > 0;
  return isEmpty ? 'has only fields that are symbols or not enumerable' : '';
}

function hiddenInClass(Class: object): string {
  let reason = known.get(Class);
  if (reason === undefined) {
    const source = Function.prototype.toString.call(Class);
    if (NATIVE.test(source))
      reason = `holds more than its own enumerable fields: it is a ${(Class as { name?: string }).name}`;
    else if (PRIVATE_FIELD.test(source.replace(COMMENT_OR_STRING, "''"))) reason = PRIVATE;
    else reason = '';
    known.set(Class, reason);
  }
  return reason;
}

/** Generators and iterators have no class. */
function hiddenInPrototype(prototype: object, Class: unknown): string {
  const tag: unknown = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.value;
  const isRunning =
    (Class !== undefined && Class !== null) || (typeof tag === 'string' && /Iterator$|Generator$/.test(tag));
  return isRunning ? 'is at work, and what it does next is no data' : '';
}
