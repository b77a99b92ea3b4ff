// Portable. The seeded choices as an entry module.

export { choose } from '../../src/runtime/choice.js';
export { setWorker } from '../../src/runtime/worker.js';
