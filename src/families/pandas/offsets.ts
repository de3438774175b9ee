/** pandas' date offsets (frequencies) as readable data. */
import { asBigInt, asEntries, asSequence } from '../../registry/index.js';
import { Dict, setOwn, Tuple } from '../../values/index.js';
import { type Made, Pickled } from './pickled.js';

/**
 * Name of the class: its code (of periods, when that is another one, behind a slash), and what its arguments behind `n`
 * and `normalize` are called. pandas/_libs/tslibs/offsets.pyx, spelled as from pandas 2.2 on.
 */
const OFFSETS: Readonly<Record<string, string>> = {
  DateOffset: '',
  BusinessDay: 'B offset',
  BDay: 'B offset',
  BusinessHour: 'bh start end offset',
  CustomBusinessDay: 'C weekmask holidays calendar offset',
  CustomBusinessHour: 'cbh weekmask holidays calendar start end offset',
  CustomBusinessMonthEnd: 'CBME weekmask holidays calendar offset',
  CustomBusinessMonthBegin: 'CBMS weekmask holidays calendar offset',
  MonthEnd: 'ME/M',
  MonthBegin: 'MS',
  BusinessMonthEnd: 'BME',
  BusinessMonthBegin: 'BMS',
  SemiMonthEnd: 'SME day_of_month',
  SemiMonthBegin: 'SMS day_of_month',
  QuarterEnd: 'QE/Q startingMonth',
  QuarterBegin: 'QS startingMonth',
  BQuarterEnd: 'BQE startingMonth',
  BQuarterBegin: 'BQS startingMonth',
  HalfYearEnd: 'HYE startingMonth',
  HalfYearBegin: 'HYS startingMonth',
  BHalfYearEnd: 'BHYE startingMonth',
  BHalfYearBegin: 'BHYS startingMonth',
  YearEnd: 'YE/Y month',
  YearBegin: 'YS month',
  BYearEnd: 'BYE month',
  BYearBegin: 'BYS month',
  Week: 'W weekday',
  WeekOfMonth: 'WOM week weekday',
  LastWeekOfMonth: 'LWOM weekday',
  FY5253: 'RE weekday startingMonth variation',
  FY5253Quarter: 'REQ weekday startingMonth qtr_with_extra_week variation',
  Easter: 'Easter',
  Day: 'D',
  Hour: 'h',
  Minute: 'min',
  Second: 's',
  Milli: 'ms',
  Micro: 'us',
  Nano: 'ns',
};
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'MON TUE WED THU FRI SAT SUN'.split(' ');

/** Names of the classes. @internal */
export const OFFSET_NAMES: readonly string[] = /*#__PURE__*/ Object.keys(OFFSETS);

/** A date offset, such as `MonthEnd(2)`: how an index of times or a period advances. */
export class DateOffset extends Pickled {
  /** Name of the class, such as `'MonthEnd'`. */
  readonly name: string;
  /** How often it is taken. */
  readonly n: number;
  /** Times of day are dropped. */
  readonly normalize: boolean;
  /** Its other arguments by name: `weekday`, `month`, `startingMonth`, `weekmask`, … as the pickle has them. */
  readonly options: Readonly<Record<string, unknown>> = {};

  /** @internal */
  constructor(made: Made, name: string) {
    super(made, made.args.length > 0);
    this.name = name;
    this.n = 1;
    this.normalize = false;
    this.#take(['n', 'normalize', ...OFFSETS[name].split(' ').slice(1)].map((key, i) => [key, made.args[i]] as const));
  }

  /** @internal */
  static setState(offset: DateOffset, state: unknown): void {
    Pickled.keepState(offset, state);
    offset.#take(asEntries(asSequence(state)?.[0] ?? state) ?? []);
    Pickled.complete(offset);
  }

  #take(entries: Iterable<readonly [unknown, unknown]>): void {
    for (const [key, value] of entries) {
      const integer = asBigInt(value);
      if (key === 'n' && integer !== undefined) (this as { n: number }).n = Number(integer);
      else if (key === 'normalize') (this as { normalize: boolean }).normalize = value === true;
      else if (value !== undefined && typeof key === 'string' && !key.startsWith('_')) setOwn(this.options, key, value);
    }
  }

  /** Without the number in front, as periods have it with `period`: `'ME'` or `'M'`. @internal */
  code(period = false): string {
    const { weekday, month, startingMonth, week, day_of_month } = this.options as Record<
      string,
      number | null | undefined
    >;
    const [prefix, other = prefix] = OFFSETS[this.name].split(' ')[0].split('/');
    const code = period ? other : prefix;
    if (this.name === 'WeekOfMonth') return `${code}-${Number(week) + 1}${DAYS[weekday ?? 0]}`;
    if (this.name === 'Week' && period) return `W-${DAYS[weekday ?? 6]}`;
    const of = month ?? startingMonth;
    if (typeof of === 'number') return `${code}-${MONTHS[of - 1] ?? of}`;
    if (typeof weekday === 'number') return `${code}-${DAYS[weekday] ?? weekday}`;
    return typeof day_of_month === 'number' ? `${code}-${day_of_month}` : code;
  }

  /** pandas' alias as from version 2.2 on: `'2ME'`, `'W-THU'`; the text of `toString` where there is none. */
  get freqstr(): string {
    const code = this.code();
    return code === '' ? this.toString() : `${this.n === 1 ? '' : this.n}${code}`;
  }

  /** As pandas prints it: `<2 * MonthEnds>`, `<Week: weekday=3>`. */
  override toString(): string {
    const plural = Math.abs(this.n) === 1 ? '' : 's';
    const times = this.n === 1 ? '' : `${this.n} * `;
    const shown = Object.entries(this.options).filter(([, value]) => value !== null && typeof value !== 'object');
    const options = shown.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`);
    return `<${times}${this.name}${plural}${options.length > 0 ? `: ${options.join(', ')}` : ''}>`;
  }

  toJSON(): string {
    return this.freqstr;
  }

  /** Start and end of business hours, and holidays, are tuples. */
  protected override written(args: readonly unknown[], state: unknown): [unknown[], unknown] {
    const tupled = (value: unknown) => (Array.isArray(value) ? new Tuple(value) : value);
    const entries = asSequence(state) === undefined ? asEntries(state ?? null) : undefined;
    if (entries === undefined) return [args.map(tupled), tupled(state)];
    return [args.map(tupled), new Dict(Array.from(entries, ([key, value]) => [key, tupled(value)]))];
  }
}
