/**
 * The intrinsics (see runtime/atomics.ts) on the `js` engine: JavaScript's Atomics over the shared words. All of them are
 * sequentially consistent, so the ordering argument has nothing to select. V8 inlines the calls, and takes `words`, a
 * parameter of the function around them, for a constant.
 */
export const ATOMICS = `
// The index of the word at a byte address. Rotated right by two bits, an address of no whole word is an index beyond the
// memory, at which Atomics throw, as the other engines trap. One instruction where V8 optimises.
function indexOf(address) {
  return (address >>> 2) | (address << 30);
}

function load(address, _order) {
  return Atomics.load(words, indexOf(address));
}

function store(address, value, _order) {
  Atomics.store(words, indexOf(address), value);
}

function fetchAdd(address, value, _order) {
  return Atomics.add(words, indexOf(address), value);
}

function fetchSub(address, value, _order) {
  return Atomics.sub(words, indexOf(address), value);
}

function fetchOr(address, value, _order) {
  return Atomics.or(words, indexOf(address), value);
}

function exchange(address, value, _order) {
  return Atomics.exchange(words, indexOf(address), value);
}

function compareExchange(address, expected, value, _order) {
  return Atomics.compareExchange(words, indexOf(address), expected, value);
}

function observe(address) {
  return Atomics.load(words, indexOf(address));
}

function glance(address) {
  return Atomics.load(words, indexOf(address));
}

function peek(address) {
  return words[address >> 2];
}

function poke(address, value) {
  words[address >> 2] = value;
}

function copyLine(from, to) {
  for (let word = 0; word < 16; word++) words[(to >> 2) + word] = words[(from >> 2) + word];
}

// The word at \`address\` is this thread's own, and nobody notifies it.
function sleep(address, microseconds) {
  Atomics.wait(words, address >> 2, 0, microseconds / 1000);
}

function stamp(address) {
  host.stamp(address);
}
`;
