/** The two value models: what Python's ambiguous types become. */
export { addToSet, setInMap, textOfKey } from './natural-keys.js';
export { exactFloat, exactModel, naturalModel } from './value-model.js';
