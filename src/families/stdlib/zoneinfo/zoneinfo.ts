/** Python's `zoneinfo.ZoneInfo`: the name of an IANA time zone; offsets come from the platform's `Intl`. */
import { expectText, KEY, Tuple } from '../../../values/index.js';

const DAY = 86_400_000;
/** Before this year every zone has its local mean time, and no calendar question gets in the way. */
const FIRST_YEAR = 1800;

/** `zoneinfo.ZoneInfo(key)`. */
export class PyZoneInfo {
  /** IANA name, for instance `'Europe/Paris'`. */
  readonly key: string;
  /** True when Python takes it from its cache (`ZoneInfo(key)`), false for `ZoneInfo.no_cache(key)`. */
  readonly fromCache: boolean;
  #format: Intl.DateTimeFormat | null | undefined = undefined;

  constructor(key: string, fromCache = true) {
    expectText(key);
    this.key = key;
    this.fromCache = fromCache;
  }

  /**
   * Seconds east of UTC when clocks in the zone show the given time; undefined when the platform does not know the
   * zone.
   * @param wall what the clock shows, in milliseconds since 1970 as if it were UTC
   * @param fold 0 or 1: which of two equal times at the end of summer time (PEP 495); in a gap 0 means the rule before
   *   it
   */
  utcOffset(wall: number, fold: number): number | undefined {
    const first = Date.UTC(FIRST_YEAR, 0, 2);
    const time = Math.max(Math.floor(wall / 1000) * 1000, first);
    const before = this.offsetAt(time - DAY);
    const after = this.offsetAt(time + DAY);
    if (before === undefined || after === undefined || before === after) return before;
    const beforeHolds = this.offsetAt(time - before * 1000) === before;
    const afterHolds = this.offsetAt(time - after * 1000) === after;
    return (beforeHolds !== afterHolds ? beforeHolds : fold === 0) ? before : after;
  }

  /**
   * Seconds east of UTC at an instant, in milliseconds since 1970; undefined when the platform does not know the zone.
   * @internal
   */
  offsetAt(instant: number): number | undefined {
    if (this.#format === undefined) this.#format = makeFormat(this.key);
    if (this.#format === null) return undefined;
    const text = this.#format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    // `GMT+05:30`, `GMT-00:44:30`, or `GMT` alone.
    const [, sign, hours, minutes, seconds] = /([+-])(\d+):(\d+):?(\d*)/.exec(text) ?? [];
    const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
    return sign === '-' ? -offset : offset;
  }

  /** The IANA name. */
  toString(): string {
    return this.key;
  }

  toJSON(): string {
    return this.key;
  }

  /** Python compares zones by identity, and keeps one object per name. */
  [KEY](): Tuple {
    return Tuple.of<unknown>(PyZoneInfo, this.key);
  }
}

/** Null when the platform has no `Intl` or does not know the zone. */
function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}
