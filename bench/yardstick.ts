// Measurement of how near each engine comes to C written by hand (yardstick.c), trial by trial in random order. Run:
//
//   npm run bench:yardstick [-- TRIALS MS]

import { ENGINES } from '../dist/front-end/sources.js';
import { distancesToYardstick } from '../dist/harness/scale/yardstick.js';
import { usableCpus } from '../dist/machine/environment.js';
import { distanceTable } from '../dist/report/doctor-text.js';
import { textTable } from '../dist/report/table.js';

const [trials = 51, durationMs = 40] = process.argv.slice(2).map(Number);
const threads = usableCpus() > 1 ? [1, 2] : [1];
console.log(textTable(distanceTable(await distancesToYardstick({ engines: ENGINES, threads, trials, durationMs }))));
