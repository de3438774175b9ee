import { PyGlobal } from '../../types/global.js';
import type { Reduction } from '../reduce-symbol.js';

const OBJECT = /*#__PURE__*/ new PyGlobal('builtins', 'object');
const NEWOBJ = /*#__PURE__*/ new PyGlobal('copyreg', '__newobj__');
const RECONSTRUCTOR = /*#__PURE__*/ new PyGlobal('copyreg', '_reconstructor');

/**
 * What `object.__reduce_ex__(protocol)` returns for an instance without items: `cls.__new__(cls, *args)` and the state from
 * protocol 2 on, `copyreg._reconstructor(cls, object, None)` and the state below (PEP 307).
 */
export function defaultReduction(protocol: number, cls: unknown, args: unknown[], state: unknown): Reduction {
  return protocol >= 2 ? [NEWOBJ, [cls, ...args], state] : [RECONSTRUCTOR, [cls, OBJECT, null], state];
}
