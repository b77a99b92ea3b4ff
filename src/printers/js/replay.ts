import { accesses } from './atomics.js';

/**
 * The intrinsics (see runtime/atomics.ts) on the `js` engine in a replay, and the choices of the worker. The host makes
 * every access wait for its turn in the schedule, performs it with Atomics, and compares what it found with the witness. A
 * choice is a step of the schedule, too.
 */
export const REPLAY = `
${accesses((name, [first = 0, second = 0]) => `host.step('${name}', address, ${first}, ${second})`)}
// Needs no turn: in the schedule it belongs to the step before, whose turn the thread still has.
function observe(address) {
  return host.observe(address);
}

function glance(address) {
  return host.observe(address);
}

function peek(address) {
  return words[address >> 2];
}

function poke(address, value) {
  host.poke(address, value);
}

function copyLine(from, to) {
  for (let offset = 0; offset < 64; offset += 4) poke(to + offset, peek(from + offset));
}

// Nothing: in a replay the schedule alone holds threads up.
function sleep(_address, _microseconds) {}

function stamp(address) {
  host.stamp(address);
}

function choose(outcomes) {
  return host.choose(outcomes);
}
`;
