import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { PyZoneInfo } from './zoneinfo.js';

/** `zoneinfo`. */
export function zoneInfoPrinters(): ClassRow<Printer>[] {
  return [printer(PyZoneInfo, ({ key }) => ['zoneinfo.ZoneInfo(key=', { value: key }, ')'])];
}
