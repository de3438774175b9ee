import { registerCopyreg } from '../registry/copyreg.js';
import { Registry } from '../registry/registry.js';
import { registerBuiltins } from './builtins.js';
import { registerCodecs } from './codecs.js';
import { registerCollections } from './collections.js';
import { registerDatetime } from './datetime.js';
import { registerDecimal } from './decimal.js';
import { registerExceptions } from './exceptions.js';
import { registerFractions } from './fractions.js';
import { registerNumpy } from './numpy.js';
import { registerPathlib } from './pathlib.js';
import { registerTypes } from './types.js';
import { registerUuid } from './uuid.js';
import { registerZoneinfo } from './zoneinfo.js';

let standard: Registry | undefined;

/**
 * The registry of every family this package knows, made on first use; `new Registry()` falls back to it. One for the whole
 * program: add to a registry of your own, so that no other user of the package sees it.
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
