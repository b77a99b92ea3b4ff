import { describe, expect, test } from 'vitest';
import { cpuQuota, describeEnvironment, threadsPerCore } from '../../src/machine/environment.js';
import { provenance } from '../../src/report/provenance.js';
import { ENVIRONMENT } from '../results/result-fixtures.js';

describe('the environment', () => {
  test('reads sibling lists', () => {
    expect(threadsPerCore('0')).toBe(1);
    expect(threadsPerCore('0,32')).toBe(2);
    expect(threadsPerCore('0-1')).toBe(2);
    expect(threadsPerCore('0-3,8-11')).toBe(8);
    expect(threadsPerCore(null)).toBeNull();
    expect(threadsPerCore('garbage')).toBeNull();
  });

  test('reads cgroup quotas', () => {
    expect(cpuQuota('max 100000')).toBeNull();
    expect(cpuQuota('150000 100000')).toBe(1.5);
    expect(cpuQuota(null)).toBeNull();
  });

  test('stands under a result as one line', () => {
    expect(provenance({ ...ENVIRONMENT, cpuQuota: 1.5, governor: 'performance' })).toBe(
      'Model T, 2 CPUs, 1 thread per core · quota 1.5 CPUs · Linux 6.1 · governor performance · Node 20.19.0 (V8 11.3) · reftorture 0.1.0',
    );
    expect(provenance({ ...ENVIRONMENT, cpus: 1, threadsPerCore: null })).toBe(
      'Model T, 1 CPU · Linux 6.1 · Node 20.19.0 (V8 11.3) · reftorture 0.1.0',
    );
  });

  test('names what runs', () => {
    const environment = describeEnvironment();
    expect(environment.node).toBe(process.versions.node);
    expect(environment.cpus).toBeGreaterThan(0);
    expect(environment.reftorture).toMatch(/^\d+\.\d+\.\d+/);
  });
});
