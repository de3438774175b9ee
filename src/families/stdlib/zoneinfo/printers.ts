import type { ClassRow } from '../../../registry/class-table.js';
import { type Printer, printer } from '../../../registry/printer.js';
import { PyZoneInfo } from './zoneinfo.js';

/** `zoneinfo`. */
export function zoneInfoPrinters(): ClassRow<Printer>[] {
  return [printer(PyZoneInfo, ({ key }) => ['zoneinfo.ZoneInfo(key=', { value: key }, ')'])];
}
