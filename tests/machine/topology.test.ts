// CPU topologies of real machines, written down from public descriptions of their /sys trees.

import { describe, expect, test } from 'vitest';
import { pinOrder } from '../../src/machine/pin-order.js';
import { type ReadSystemFile, readTopology, summarise } from '../../src/machine/topology.js';

interface Machine {
  readonly online: string;
  readonly nodes?: Readonly<Record<string, string>>;
  /** core_id, physical_package_id, cpuinfo_max_freq in kHz; `sharers`: CPUs behind the same last-level cache. */
  cpu(number: number): { core: number; package: number; maxFreq?: number; capacity?: number; sharers?: string };
}

function files({ online, nodes = { 0: online }, cpu }: Machine): ReadSystemFile {
  return (path) => {
    const of = /^cpu\/cpu(\d+)\/(.*)$/.exec(path);
    const node = /^node\/node(\d+)\/cpulist$/.exec(path);
    if (path === 'cpu/online') return online;
    if (path === 'node/online') return Object.keys(nodes).join(',');
    if (node) return nodes[node[1] as string];
    if (!of) return undefined;
    const { core, package: pack, maxFreq, capacity, sharers } = cpu(Number(of[1]));
    return {
      'topology/core_id': `${core}`,
      'topology/physical_package_id': `${pack}`,
      'cpufreq/cpuinfo_max_freq': maxFreq === undefined ? undefined : `${maxFreq}`,
      'cache/index3/shared_cpu_list': sharers,
      cpu_capacity: capacity === undefined ? undefined : `${capacity}`,
    }[of[2] as string];
  };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Intel Core i7-6700: 4 cores, the second threads numbered behind the first ones. */
const SMT = files({ online: '0-7', cpu: (number) => ({ core: number % 4, package: 0, maxFreq: 4_000_000 }) });

/** Two Xeon Gold 6130 (16 cores each): packages interleave over the numbers, core ids have holes. */
const TWO_SOCKETS = files({
  online: '0-63',
  nodes: {
    0: range(0, 62)
      .filter((cpu) => cpu % 2 === 0)
      .join(','),
    1: range(1, 63)
      .filter((cpu) => cpu % 2)
      .join(','),
  },
  cpu: (number) => ({ core: ((number % 32) >> 1) * 2, package: number % 2 }),
});

/** Intel Core i7-12700: 8 performance cores with two threads each, numbered pair by pair, then 4 efficiency cores. */
const HYBRID = files({
  online: '0-19',
  cpu: (number) =>
    number < 16
      ? { core: (number >> 1) * 4, package: 0, maxFreq: 4_800_000 }
      : { core: 32 + (number - 16), package: 0, maxFreq: 3_600_000 },
});

/** Arm big.LITTLE (Rockchip RK3399): four little cores come first. */
const BIG_LITTLE = files({
  online: '0-5',
  cpu: (number) => ({ core: number % 4, package: number < 4 ? 0 : 1, capacity: number < 4 ? 485 : 1024 }),
});

/** Two sockets of two chiplets of two cores each; the second threads are numbered behind the first ones. */
const CHIPLETS = files({
  online: '0-15',
  cpu: (number) => {
    const core = number % 8;
    const chiplet = core >> 1;
    return { core: core % 4, package: core >> 2, sharers: `${2 * chiplet}-${2 * chiplet + 1},${2 * chiplet + 8}` };
  },
});

describe('SMT', () => {
  const topology = readTopology(SMT);
  test('four cores of two threads', () => {
    expect(summarise(topology)).toEqual({ cores: 4, packages: 1, numaNodes: 1, threadsPerCore: 2, coreKinds: 1 });
  });
  test.each([
    ['cores', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['siblings', [0, 4, 1, 5, 2, 6, 3, 7]],
    ['numbers', [0, 1, 2, 3, 4, 5, 6, 7]],
  ] as const)('order %s', (order, expected) => {
    expect(pinOrder(topology, range(0, 7), order)).toEqual(expected);
  });
});

describe('two sockets', () => {
  const topology = readTopology(TWO_SOCKETS);
  test('32 cores of two threads on two packages and nodes', () => {
    expect(summarise(topology)).toEqual({ cores: 32, packages: 2, numaNodes: 2, threadsPerCore: 2, coreKinds: 1 });
  });
  test('the first package is filled, core by core, before the second; siblings come last', () => {
    const order = pinOrder(topology, range(0, 63), 'cores');
    expect(order.slice(0, 16)).toEqual(range(0, 15).map((core) => 2 * core));
    expect(order.slice(16, 32)).toEqual(range(0, 15).map((core) => 2 * core + 1));
    expect(order[32]).toBe(32);
    expect([...order].sort((a, b) => a - b)).toEqual(range(0, 63));
  });
});

describe('apart', () => {
  test('each thread in the other package, there on the other chiplet; siblings come last', () => {
    expect(pinOrder(readTopology(CHIPLETS), range(0, 15), 'apart')).toEqual([
      ...[0, 4, 2, 6, 1, 5, 3, 7],
      ...[8, 12, 10, 14, 9, 13, 11, 15],
    ]);
  });

  test('a container with CPUs of one chiplet has no other choice', () => {
    expect(pinOrder(readTopology(CHIPLETS), [2, 3, 10], 'apart')).toEqual([2, 3, 10]);
  });

  test('a system that says nothing about caches: packages in turn', () => {
    expect(pinOrder(readTopology(TWO_SOCKETS), range(0, 63), 'apart').slice(0, 4)).toEqual([0, 1, 2, 3]);
  });

  test('boost frequencies that differ from core to core make no kinds', () => {
    const boost = (number: number) => ({
      core: number,
      package: 0,
      maxFreq: 5_700_000 - 100_000 * number,
      sharers: number < 2 ? '0-1' : '2-3',
    });
    expect(pinOrder(readTopology(files({ online: '0-3', cpu: boost })), range(0, 3), 'apart')).toEqual([0, 2, 1, 3]);
  });

  test('where the second level is the last, it is what cores are dealt out over', () => {
    const machine = files({
      online: '0-3',
      cpu: (number) => ({ core: number, package: 0, sharers: number < 2 ? '0-1' : '2-3' }),
    });
    const read: ReadSystemFile = (path) =>
      path.includes('index3') ? undefined : machine(path.replace('index2', 'index3'));
    expect(pinOrder(readTopology(read), range(0, 3), 'apart')).toEqual([0, 2, 1, 3]);
  });

  test('the fastest kind of cores comes first', () => {
    expect(pinOrder(readTopology(BIG_LITTLE), range(0, 5), 'apart')).toEqual([4, 5, 0, 1, 2, 3]);
  });

  test.each(['cores', 'siblings', 'apart', 'numbers'] as const)(
    '%s leaves nobody out, and takes nobody twice',
    (order) => {
      for (const [machine, last] of [
        [SMT, 7],
        [TWO_SOCKETS, 63],
        [HYBRID, 19],
        [BIG_LITTLE, 5],
        [CHIPLETS, 15],
      ] as const) {
        const pinned = pinOrder(readTopology(machine), range(0, last), order);
        expect(pinned.sort((a, b) => a - b)).toEqual(range(0, last));
      }
    },
  );
});

describe('hybrid cores', () => {
  test('performance cores first, efficiency cores next, second threads last', () => {
    const topology = readTopology(HYBRID);
    expect(summarise(topology)).toMatchObject({ cores: 12, threadsPerCore: 2, coreKinds: 2 });
    expect(pinOrder(topology, range(0, 19), 'cores')).toEqual([
      ...[0, 2, 4, 6, 8, 10, 12, 14],
      ...[16, 17, 18, 19],
      ...[1, 3, 5, 7, 9, 11, 13, 15],
    ]);
  });

  test('the big cores of an Arm machine come first although they are numbered last', () => {
    expect(pinOrder(readTopology(BIG_LITTLE), range(0, 5), 'cores')).toEqual([4, 5, 0, 1, 2, 3]);
  });
});

describe('limits', () => {
  test('a container that may use some CPUs gets these alone', () => {
    expect(pinOrder(readTopology(SMT), [2, 3, 6], 'cores')).toEqual([2, 3, 6]);
    expect(pinOrder(readTopology(SMT), [2, 3, 6], 'siblings')).toEqual([2, 6, 3]);
  });

  test('CPUs that are offline are not listed', () => {
    const topology = readTopology(files({ online: '0,2-3', cpu: (number) => ({ core: number, package: 0 }) }));
    expect(topology.map(({ cpu }) => cpu)).toEqual([0, 2, 3]);
  });

  test('a node with memory and no CPUs adds no node', () => {
    const read = files({ online: '0-1', nodes: { 0: '0-1', 1: '' }, cpu: (number) => ({ core: number, package: 0 }) });
    expect(summarise(readTopology(read)).numaNodes).toBe(1);
  });

  test('a system that says nothing leaves the order of the numbers', () => {
    const topology = readTopology(() => undefined);
    expect(topology).toEqual([]);
    expect(pinOrder(topology, [0, 1, 2], 'cores')).toEqual([0, 1, 2]);
  });
});
