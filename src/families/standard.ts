import { Registry, registerCopyreg } from '../registry/index.js';
import { registerNumpy } from './numpy/hooks.js';
import { registerBuiltins } from './stdlib/builtins/hooks.js';
import { registerCodecs } from './stdlib/codecs/hooks.js';
import { registerCollections } from './stdlib/collections/hooks.js';
import { registerDatetime } from './stdlib/datetime/hooks.js';
import { registerDecimal } from './stdlib/decimal/hooks.js';
import { registerExceptions } from './stdlib/exceptions/hooks.js';
import { registerFractions } from './stdlib/fractions/hooks.js';
import { registerPathlib } from './stdlib/pathlib/hooks.js';
import { registerTypes } from './stdlib/types/hooks.js';
import { registerUuid } from './stdlib/uuid/hooks.js';
import { registerZoneinfo } from './stdlib/zoneinfo/hooks.js';

let standard: Registry | undefined;

/**
 * The registry of every family this package knows, made on first use; `new Registry()` falls back to it. One for the
 * whole program: add to a registry of your own, so that no other user of the package sees it.
 */
export function standardRegistry(): Registry {
  if (standard !== undefined) return standard;
  const registry = new Registry(null);
  registerBuiltins(registry);
  registerExceptions(registry);
  registerCodecs(registry);
  registerCopyreg(registry);
  registerCollections(registry);
  registerDatetime(registry);
  registerZoneinfo(registry);
  registerDecimal(registry);
  registerFractions(registry);
  registerUuid(registry);
  registerPathlib(registry);
  registerTypes(registry);
  registerNumpy(registry);
  standard = registry;
  return registry;
}

// Whoever loads anything imports this module for `standardRegistry`; from then on `Registry.standard` is known.
Registry.provideStandard(standardRegistry);
