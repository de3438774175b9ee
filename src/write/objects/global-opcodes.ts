import { PicklingError } from '../../base/index.js';
import { EXT1, EXT2, EXT4, GLOBAL, INST } from '../../shared/opcodes.js';
import { PyGlobal } from '../../values/index.js';
import type { Writer } from '../writer.js';
import { toPython2Name } from './python3-names.js';

/** What the pickler itself calls. */
export const GETATTR: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'getattr');
export const CODECS_ENCODE: PyGlobal = /*#__PURE__*/ new PyGlobal('_codecs', 'encode');
export const BYTES: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'bytes');
export const BYTEARRAY: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'bytearray');
export const SET: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'set');
export const FROZENSET: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'frozenset');
export const TYPE: PyGlobal = /*#__PURE__*/ new PyGlobal('builtins', 'type');
export const PARTIAL: PyGlobal = /*#__PURE__*/ new PyGlobal('functools', 'partial');
export const NEWOBJ_FUNCTION: PyGlobal = /*#__PURE__*/ new PyGlobal('copyreg', '__newobj__');
export const NEWOBJ_EX_FUNCTION: PyGlobal = /*#__PURE__*/ new PyGlobal('copyreg', '__newobj_ex__');
export const RECONSTRUCTOR: PyGlobal = /*#__PURE__*/ new PyGlobal('copyreg', '_reconstructor');

const NOT_IMPLEMENTED = /*#__PURE__*/ new PyGlobal('builtins', 'NotImplemented');
const ELLIPSIS = /*#__PURE__*/ new PyGlobal('builtins', 'Ellipsis');

/**
 * Types that no module holds under their name: CPython writes them as `type(value)` (`save_type`).
 * Returns the value, or undefined for any other global.
 */
export function valueOfNamelessType(global: PyGlobal): { value: unknown } | undefined {
  if (global.module !== 'builtins') return undefined;
  if (global.name === 'NoneType') return { value: null };
  if (global.name === 'NotImplementedType') return { value: NOT_IMPLEMENTED };
  if (global.name === 'ellipsis') return { value: ELLIPSIS };
  return undefined;
}

/** Under which key the memo knows a global: names are equal, whatever object stands for them. */
export function memoKey(global: PyGlobal): string {
  return `${global.module}\n${global.name}`;
}

/** The global that a reducer's text names: `'module.name'` (cut at the last dot) or `'module:Outer.Inner'`. */
export function globalOfText(text: string): PyGlobal {
  const colon = text.indexOf(':');
  const cut = colon >= 0 ? colon : text.lastIndexOf('.');
  if (cut <= 0 || cut === text.length - 1) {
    throw new PicklingError(
      `a reducer returned '${text}', which names no global; write 'module.name' or 'module:Outer.Inner'`,
    );
  }
  return new PyGlobal(text.slice(0, cut), text.slice(cut + 1));
}

/** EXT1, EXT2 or EXT4 (PEP 307). `code`: 1 to 2^31-1. */
export function writeExtension(out: Writer, code: number): void {
  if (!Number.isInteger(code) || code < 1 || code > 0x7fffffff)
    throw new PicklingError(`extension code ${code} is not in 1..2^31-1`);
  out.ensure(5);
  if (code <= 0xff) {
    out.byte(EXT1);
    out.byte(code);
  } else if (code <= 0xffff) {
    out.byte(EXT2);
    out.byte(code & 0xff);
    out.byte(code >>> 8);
  } else {
    out.byte(EXT4);
    out.uint32(code);
  }
}

/** GLOBAL and its two lines: Python 2 names in ASCII below protocol 3, UTF-8 in protocol 3. */
export function writeGlobalLine(out: Writer, global: PyGlobal, protocol: number, fixImports: boolean): void {
  writeLines(out, GLOBAL, global, protocol, fixImports);
}

/** INST and its two lines, which every reader takes for ASCII. */
export function writeInstLine(out: Writer, global: PyGlobal, protocol: number, fixImports: boolean): void {
  writeLines(out, INST, global, protocol, fixImports);
}

/** True when INST can name this class: one ASCII name in a module, not an attribute of an attribute. */
export function fitsInst(cls: unknown): cls is PyGlobal {
  return cls instanceof PyGlobal && !cls.name.includes('.') && isAscii(cls.module) && isAscii(cls.name);
}

function writeLines(out: Writer, opcode: number, global: PyGlobal, protocol: number, fixImports: boolean): void {
  let { module, name } = global;
  if (protocol < 3 && fixImports) [module, name] = toPython2Name(module, name);
  if (module.includes('\n') || name.includes('\n')) {
    throw new PicklingError(`global '${global}' contains a line break, which GLOBAL cannot carry; use protocol 4 or 5`);
  }
  if (protocol < 3 && !(isAscii(module) && isAscii(name))) {
    throw new PicklingError(
      `global '${global}' is not ASCII, which protocol ${protocol} cannot carry; use protocol 3 or higher`,
    );
  }
  // Unlike str, these lines are strict UTF-8.
  if (/\p{Surrogate}/u.test(`${module}\n${name}`)) {
    throw new PicklingError(`global '${global}' has a lone surrogate, which GLOBAL cannot carry; use protocol 4 or 5`);
  }
  out.byte(opcode);
  writeLine(out, module);
  writeLine(out, name);
}

function writeLine(out: Writer, text: string): void {
  if (isAscii(text)) out.ascii(text);
  else out.bytes(new TextEncoder().encode(text));
  out.byte(0x0a);
}

/** True when every character is below 0x80. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
