import { asInteger, define, fail, needed, type Registry, refuseState } from '../../../registry/index.js';
import type { PyGlobal } from '../../../values/index.js';
import { PyZoneInfo } from './zoneinfo.js';

/**
 * Registers `zoneinfo.ZoneInfo`: `ZoneInfo(key)`, and `ZoneInfo._unpickle(key, from_cache)` as pickles have it. The key
 * is not looked up anywhere: whether the zone exists shows when its offset is asked for.
 */
export function registerZoneinfo(registry: Registry): void {
  const zone = ([key, fromCache = 1]: unknown[]) =>
    new PyZoneInfo(typeof key === 'string' ? key : fail('str expected'), needed(asInteger(fromCache), 'int') !== 0);
  define(registry, 'zoneinfo', 'ZoneInfo._unpickle', [2, 2], zone);
  const attributes = new Map([['_unpickle', registry.lookup('zoneinfo', 'ZoneInfo._unpickle') as PyGlobal]]);
  define(registry, 'zoneinfo', 'ZoneInfo', [1, 1], zone, { setState: refuseState, attributes });
}
