/** What the entry points for Node begin with (scripts/build.mjs). */
import { install } from './index.js';

install();
