import { PyGlobal } from '../types/global.js';
import { PyZoneInfo } from '../types/zoneinfo.js';
import { arity, asInteger, fail, knownClass, refuseState } from './arguments.js';
import type { Registry } from './registry.js';

/**
 * Registers `zoneinfo.ZoneInfo`: `ZoneInfo(key)`, and `ZoneInfo._unpickle(key, from_cache)` as pickles have it. The key is not
 * looked up anywhere: whether the zone exists shows when its offset is asked for.
 */
export function registerZoneinfo(registry: Registry): void {
  const unpickle = new PyGlobal(
    'zoneinfo',
    'ZoneInfo._unpickle',
    knownClass({
      construct(args) {
        arity(args, 'ZoneInfo._unpickle', 2, 2);
        return new PyZoneInfo(keyOf(args[0]), (asInteger(args[1]) ?? fail('from_cache must be an integer')) !== 0);
      },
      setState: refuseState,
    }),
  );
  const hooks = knownClass({
    construct(args) {
      arity(args, 'ZoneInfo', 1, 1);
      return new PyZoneInfo(keyOf(args[0]));
    },
    setState: refuseState,
    attributes: new Map([['_unpickle', unpickle]]),
  });
  registry.add('zoneinfo', 'ZoneInfo', hooks).addValue('zoneinfo', 'ZoneInfo._unpickle', unpickle);
}

function keyOf(value: unknown): string {
  return typeof value === 'string' ? value : fail('the key of a ZoneInfo is a str');
}
