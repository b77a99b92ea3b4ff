// Portable. The seeded choices as an entry module.

export { choose } from '../../src/runtime/choice.js';
export { become } from '../../src/runtime/worker.js';
