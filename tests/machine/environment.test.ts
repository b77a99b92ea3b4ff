import { describe, expect, test } from 'vitest';
import { cpuQuota, describeEnvironment, threadsPerCore } from '../../src/machine/environment.js';

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

  test('names what runs', () => {
    const environment = describeEnvironment();
    expect(environment.node).toBe(process.versions.node);
    expect(environment.cpus).toBeGreaterThan(0);
    expect(environment.reftorture).toMatch(/^\d+\.\d+\.\d+/);
  });
});
