import type { ClassRow } from '../../types/class-table.js';
import { type Printer, printer } from '../../types/printer.js';
import { PyZoneInfo } from '../../types/zoneinfo.js';

/** `zoneinfo`. */
export function zoneInfoPrinters(): ClassRow<Printer>[] {
  return [printer(PyZoneInfo, ({ key }) => ['zoneinfo.ZoneInfo(key=', { value: key }, ')'])];
}
