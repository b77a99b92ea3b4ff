// The command demo, which npm start runs.

import { demo } from '../harness/demo/demo.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { time } from '../options/value.js';
import { demoCheck, demoClosing, demoOpening, demoRace, demoReplay, demoScale } from '../report/demo-text.js';
import type { DemoResult } from '../results/demo-result.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { commandOf } from './shell.js';

const options = {
  durationMs: commandOption(time(), '--duration <time>', 'length of each race', { default: 2500 }),
  ...output,
};

export const define = commandOf({
  description:
    'Shows what reftorture does on one example, the reported race: real threads with nothing slowed down, every interleaving of the same source, the shortest one forced onto real threads, and what the change gains in speed.',
  help: [
    [
      ['reftorture demo', 'in about a quarter of a minute'],
      ['reftorture demo --duration 10s', 'longer races, in which rarer things show'],
    ],
    'It succeeds on any machine, busy or not: where the race does not show by chance, it says so, and shows it with a stall and by a forced schedule.',
    'Exit codes: 0 succeeded; 1 a sound protocol was accused, a known race was not found, or a replay differs; 2 bad usage; 3 a worker died or hung; 130 interrupted, with what was gathered until then.',
  ],
  options,
  run: async ({ durationMs }, { signal, progress, say }) => {
    say(demoOpening());
    const result = await demo({
      durationMs,
      signal,
      onStart: (what) => progress.update(what),
      onStep: {
        race: (result) => say(demoRace(result)),
        check: (result) => say(demoCheck(result)),
        replay: (result, steps) => say(demoReplay(result, steps)),
        scale: (result) => say(demoScale(result)),
      },
    });
    return { value: result, text: () => demoClosing(result), exitCode: exitCodeOf(result) };
  },
});

function exitCodeOf({ broken, races, replay }: DemoResult): ExitCode {
  if (broken.length === 0) return EXIT.asExpected;
  const inconclusive = races.some(({ verdict }) => verdict === 'inconclusive') || replay?.verdict === 'inconclusive';
  return inconclusive ? EXIT.inconclusive : EXIT.violation;
}
