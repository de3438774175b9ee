/** PyTorch. */
export { type TensorData, TorchDtype } from './dtypes.js';
export { type ReadArchive, registerTorch } from './hooks.js';
export { MAGIC_PICKLE } from './legacy-archive.js';
export { type SafetensorsOptions, safetensors } from './safetensors.js';
export { Storage, type StorageSource } from './storage.js';
export { type Quantizer, SparseTensor, Tensor } from './tensor.js';
export { Size, TorchConstant, TorchDevice } from './values.js';
