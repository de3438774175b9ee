/** The two value models: what Python's ambiguous types become. */
export { addToSet, MAX_KEYS, setInMap, textOfKey } from './natural-keys.js';
export { exactFloat, exactModel, natural, naturalModel } from './value-model.js';
