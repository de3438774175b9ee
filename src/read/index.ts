/** What a caller sees of loading. */
export { chooseEngine, createEngine, type Engine, engineInfo, failed } from './choose-engine.js';
export { loadAll } from './load-all.js';
export { type Loaded, loads, runBytes } from './loads.js';
export { openSource, type StreamInput } from './source.js';
export { load } from './stream.js';
export { Unpickler } from './unpickler.js';
