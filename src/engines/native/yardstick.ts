// The yardstick, compiled by the same compiler as native kernels, and loaded in their place.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CAS_RETRIES, FAILED_GETS, FREES, ROUNDS } from '../../runtime/counters.js';
import { CONFIG_PAGES_BASE, STOP, WORKER_BYTES, WORKERS_BASE } from '../../runtime/layout.js';
import type { KernelCode } from '../kernel.js';
import { libraryOf } from './library-cache.js';

const SOURCE = fileURLToPath(new URL('../../../bench/yardstick.c', import.meta.url));

/** The protocols that it has, and the workload. */
export const YARDSTICK_PROTOCOLS = ['old', 'v4'] as const;
export const YARDSTICK_WORKLOAD = 'shared';

const NUMBERS = {
  ...{ STOP, CONFIG_PAGES_BASE, WORKERS_BASE, WORKER_BYTES },
  ...{ ROUNDS, FAILED_GETS, CAS_RETRIES, FREES },
};

/** @throws NativeError where there is no compiler */
export async function yardstick(
  protocol: (typeof YARDSTICK_PROTOCOLS)[number],
  signal?: AbortSignal,
): Promise<KernelCode> {
  const numbers = Object.entries(NUMBERS).map(([name, value]) => `#define ${name} ${value}\n`);
  const text = `#define YARDSTICK_${protocol.toUpperCase()}\n${numbers.join('')}${readFileSync(SOURCE, 'utf8')}`;
  return { engine: 'native', library: await libraryOf(text, signal) };
}
