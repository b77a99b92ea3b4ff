// Portable. The seeded choices as an entry module.

export { choose } from '../../src/memory/choice.js';
export { become } from '../../src/memory/worker.js';
