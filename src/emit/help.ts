// Help texts of the printed programs.

import { PIN_ORDERS } from '../machine/pin-order.js';
import { scaleOptions } from '../options/scale-options.js';
import type { Scenario } from '../scenarios/scenario.js';

const COMMON = `  --pin-order ORDER         ${PIN_ORDERS.join(', ')}
  --no-pin                  leave the threads to the scheduler
  --show-cpus               print the CPUs in that order, and end
  --seed N                  seed of every random choice (default: drawn, and shown)
  --sys FOLDER              read the topology there, in place of /sys/devices/system: for tests
  --json                    print the result as JSON, which reftorture's report, compare and results read
  --help                    print this

Times: 500ms, 5s, 2m; a bare number is seconds.
`;

export function raceHelp({ name, minThreads }: Pick<Scenario, 'name' | 'minThreads'>): string {
  return `Worker threads play the roles of the scenario ${name} over one page array, and detectors watch for violations.

  --threads N               from ${minThreads}; may exceed the CPUs (default: ${Math.max(2, minThreads)})
  --duration TIME           (default: 5s)
  --until-violation TIME    until a violation shows, for so long at most
  --stall STALL             none, spin:ROUNDS, yield, sleep:MICROSECONDS: hold workers up between steps 1 and 2 of a put;
                            noise: at any access; with @PROBABILITY if not always (default: none)
${COMMON}Exit codes: 0 clean; 1 violated; 2 bad usage; 3 inconclusive; 130 interrupted, with what was gathered until then.
`;
}

export const SCALE_HELP = `Measures operations a second in tight loops without detectors. The trials of all cells take turns in random order.

  --threads N,N,...         (default: 1, 2, 4, ... up to the CPUs)
  --duration TIME           of a trial (default: ${scaleOptions.durationMs.default}ms)
  --trials N                of each cell of the table (default: ${scaleOptions.trials.default})
${COMMON}Exit codes: 0 measured; 2 bad usage; 3 a cell could not be measured; 130 interrupted, with what was gathered until then.
`;
