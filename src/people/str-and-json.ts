/**
 * `String(value)` is what Python's `str` gives: the `repr` of containers, the text of a subclass of str. JSON has the
 * contents: of an instance its fields, of a subclass of list or dict the items.
 */
import { Deque, SimpleNamespace, UserList } from '../families/index.js';
import { repr } from '../repr/index.js';
import {
  Dict,
  FrozenSet,
  PersistentId,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  Range,
  Slice,
  Tuple,
} from '../values/index.js';
import { define } from './define.js';
import { baseOf, contentOf } from './inert.js';

/** Characters of the longest text. */
const MAX_TEXT = 1 << 20;

const CLASSES = [Dict, FrozenSet, PersistentId, PyCall, PyObject, PySet, Range, Slice, Tuple, Deque, SimpleNamespace];

/** The class that ChainMap, UserDict and UserList have in common. */
const Wrapper: { readonly prototype: object } = Object.getPrototypeOf(UserList);

/** Puts `toString` and `toJSON` onto the classes that have none. */
export function installText(): void {
  for (const Class of [...CLASSES, Wrapper]) define(Class, 'toString', textOf);
  for (const Class of [PyObject, PyCall]) define(Class, 'toJSON', jsonOf);
  define(PyGlobal, 'toJSON', PyGlobal.prototype.toString);
}

function textOf(this: object): string {
  if (this instanceof PyObject) {
    const base = baseOf(this);
    if (typeof base !== 'object') return String(base);
  }
  try {
    return repr(this, { maxLength: MAX_TEXT });
  } catch {
    return `<${this.constructor.name}, whose text is longer than ${MAX_TEXT} characters>`;
  }
}

function jsonOf(this: PyObject | PyCall): unknown {
  const content = contentOf(this) as { toJSON?: () => unknown } | null | undefined;
  // JSON asks only the value itself, and takes a Map for an object without fields.
  if (content instanceof Map) return [...content];
  return typeof content?.toJSON === 'function' ? content.toJSON() : content;
}
