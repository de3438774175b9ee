/**
 * `copyreg`: the three constructors that need the engine. `unpickle/session.ts` knows them by identity and carries them
 * out, because they make an instance of the class that is their first argument.
 */

import type { ClassHooks } from '../values/index.js';
import type { Registry } from './registry.js';

/** `copyreg._reconstructor(cls, base, state)`: instances in protocols 0 and 1 (PEP 307). */
export const RECONSTRUCTOR: ClassHooks = /*#__PURE__*/ Object.freeze({});

/** `copyreg.__newobj__(cls, *args)`: what the opcode NEWOBJ does. */
export const NEWOBJ: ClassHooks = /*#__PURE__*/ Object.freeze({});

/** `copyreg.__newobj_ex__(cls, args, kwargs)`: what the opcode NEWOBJ_EX does. */
export const NEWOBJ_EX: ClassHooks = /*#__PURE__*/ Object.freeze({});

/** Registers the constructors of `copyreg`. */
export function registerCopyreg(registry: Registry): void {
  registry
    .add('copyreg', '_reconstructor', RECONSTRUCTOR)
    .add('copyreg', '__newobj__', NEWOBJ)
    .add('copyreg', '__newobj_ex__', NEWOBJ_EX);
}
