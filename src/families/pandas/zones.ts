/** Time zones as pandas pickles them: those of the standard library, and the inert forms of pytz and dateutil. */
import { PyCall, PyGlobal, PyObject } from '../../values/index.js';
import { PyTimeZone, PyZoneInfo, utcOffset } from '../index.js';

const zones = /*#__PURE__*/ new Map<string, PyZoneInfo>();
/** Zones that are remembered: there are some 600. */
const MAX_ZONES = 1000;

/** What a Date can hold, in milliseconds from 1970. */
const MAX_INSTANT = 8.64e15;

function zoneNamed(name: string): PyZoneInfo {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new PyZoneInfo(name);
    if (zones.size < MAX_ZONES) zones.set(name, zone);
  }
  return zone;
}

function inert(tz: unknown, module: string): PyCall | PyObject | undefined {
  return (tz instanceof PyCall || tz instanceof PyObject) && tz.module.startsWith(module) ? tz : undefined;
}

/** IANA name of a zone, when it has one. */
function zoneName(tz: unknown): string | undefined {
  const [first, second] = inert(tz, 'pytz')?.args ?? [];
  if (inert(tz, 'pytz')?.name === '_p' && typeof first === 'string') return first;
  const path = inert(tz, 'dateutil.tz') === undefined ? undefined : (inert(tz, 'dateutil.tz')?.args[1] ?? second);
  return typeof path === 'string' ? path.replace(/^.*zoneinfo\//, '') : undefined;
}

/** The zone as pandas shows it in a dtype: `UTC`, `Europe/Paris`, `UTC+05:30`. */
export function zoneText(tz: unknown): string {
  if (tz instanceof PyTimeZone || tz instanceof PyZoneInfo || typeof tz === 'string') return String(tz);
  const pytz = inert(tz, 'pytz');
  if (pytz?.name === '_UTC') return 'UTC';
  if (pytz?.name === 'FixedOffset') return `pytz.FixedOffset(${pytz.args[0]})`;
  if (pytz !== undefined) return zoneName(tz) ?? 'pytz';
  const dateutil = inert(tz, 'dateutil.tz');
  if (dateutil?.name === 'tzfile') return `tzfile('${dateutil.args[1] ?? dateutil.args[0]}')`;
  if (dateutil !== undefined) return `${dateutil.name}()`;
  return tz instanceof PyGlobal ? String(tz) : 'unknown';
}

/** Seconds east of UTC at an instant, in milliseconds since 1970; undefined when nobody can tell. */
export function offsetAt(tz: unknown, instant: number): number | undefined {
  if (Math.abs(instant) > MAX_INSTANT) return undefined;
  const name = tz instanceof PyZoneInfo ? undefined : zoneName(tz);
  const zone = name !== undefined ? zoneNamed(name) : tz;
  if (zone instanceof PyZoneInfo) return zone.offsetAt(instant);
  const offset = utcOffset(tz, undefined, 0);
  return offset === undefined ? undefined : offset / 1e6;
}
