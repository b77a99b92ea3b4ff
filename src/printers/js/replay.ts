/**
 * The intrinsics (see runtime/atomics.ts) on the `js` engine in a replay, and the choices of the worker. The host makes
 * every access wait for its turn in the schedule, performs it with Atomics, and compares what it found with the witness. A
 * choice is a step of the schedule, too.
 */
export const REPLAY = `
function load(address, _order) {
  return host.step('load', address, 0, 0);
}

function store(address, value, _order) {
  host.step('store', address, value, 0);
}

function fetchAdd(address, value, _order) {
  return host.step('fetchAdd', address, value, 0);
}

function fetchSub(address, value, _order) {
  return host.step('fetchSub', address, value, 0);
}

function fetchOr(address, value, _order) {
  return host.step('fetchOr', address, value, 0);
}

function exchange(address, value, _order) {
  return host.step('exchange', address, value, 0);
}

function compareExchange(address, expected, value, _order) {
  return host.step('compareExchange', address, expected, value);
}

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
