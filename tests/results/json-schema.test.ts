// The JSON Schemas that the package ships, against the schemas that they are made from and against what the commands
// really print.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonSchema } from '../../src/results/json-schema.js';
import { type SchemaName, schemas } from '../../src/results/schemas.js';
import { askCli } from '../commands/kept-cli.js';
import { oneMutant, sharedRun, shortExamination } from '../commands/shared-run.js';
import { SLOW } from '../slow.js';
import { raceFixture, scaleFixture } from './result-fixtures.js';

const FOLDER = fileURLToPath(new URL('../../docs/schemas/', import.meta.url));
const CLAIMS = fileURLToPath(new URL('../../examples/claims/', import.meta.url));
const LITMUS = fileURLToPath(new URL('../litmus/', import.meta.url));
const names = Object.keys(schemas) as SchemaName[];

/** Keys that some results lack. */
const OPTIONAL = ['madeAt', 'commandLine', 'distances', 'scenarioFinds'];

function fileOf(name: SchemaName): string {
  return `${name.replace('reftorture/', '')}.schema.json`;
}

function onDisk(name: SchemaName): Record<string, unknown> {
  return JSON.parse(readFileSync(join(FOLDER, fileOf(name)), 'utf8'));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, value: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

async function printed(command: string, ...more: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await askCli([...command.split(' '), ...more, '--json']);
  if (stdout === '') throw new Error(`${command} printed nothing: ${stderr}`);
  return JSON.parse(stdout);
}

/** Returns the file `name`, which `command` writes, once. */
async function writtenBy(command: string, name: string): Promise<string> {
  const file = join(folder, name);
  if (!existsSync(file)) await printed(command, file);
  return file;
}

const witnessFile = (): Promise<string> => writtenBy('check --memory sc --witness', 'witness.json');
const proofFile = (): Promise<string> =>
  writtenBy('check --protocol old --scenario two-puts --dtor looked-up --threads any --proof', 'proof.json');

/** A quick run for each schema. */
const RUNS: Readonly<Record<SchemaName, () => Promise<unknown>>> = {
  'reftorture/race@1': () => printed('race --duration 20ms --stall spin:1000 --pin'),
  'reftorture/race-set@1': () => printed('race --protocol old,v4 --duration 10ms --scenario mixed --dtor looked-up'),
  'reftorture/check@1': () => printed('check --memory ra --dtor looked-up'),
  'reftorture/check-set@1': () => printed('check --protocol old,v4'),
  'reftorture/witness@1': async () => JSON.parse(readFileSync(await witnessFile(), 'utf8')),
  'reftorture/replay@1': async () => printed('replay', await witnessFile()),
  'reftorture/judge@1': () => printed('judge', join(CLAIMS, 'step-2-too-early.md')),
  'reftorture/proof@1': async () => JSON.parse(readFileSync(await proofFile(), 'utf8')),
  'reftorture/verify@1': async () => printed('verify', await proofFile()),
  'reftorture/scale@1': () => printed('scale --protocol old,v4 --threads 1,2 --trials 1 --duration 5ms'),
  'reftorture/claims@1': () => printed('claims C10 --quick'),
  'reftorture/litmus@1': () => printed('check --litmus', join(LITMUS, 'SB.litmus')),
  'reftorture/litmus-set@1': () => printed('check --litmus', join(LITMUS, 'MP.litmus'), join(LITMUS, 'put+get.litmus')),
  'reftorture/compare@1': () => {
    const rates = { 'old 1': [1, 2, 3, 4, 5], 'v4 1': [2, 3, 4, 5, 6] };
    const a = written('a.json', scaleFixture(rates));
    const b = written('b.json', scaleFixture({ ...rates, 'v4 2': [1] }, {}, { node: '26.0.0', cpus: 4 }));
    return printed('compare --anyway', a, b);
  },
  'reftorture/results@1': () => {
    written('race.json', raceFixture());
    written('other.json', {});
    return printed('results', folder);
  },
  'reftorture/demo@1': async () => JSON.parse((await sharedRun(['demo', '--duration', '20ms'])).written),
  'reftorture/list@1': () => printed('list'),
  'reftorture/mutants@1': oneMutant,
  'reftorture/doctor@1': shortExamination,
};

/** Those of commands that race and explore many protocols. */
const LONG: readonly SchemaName[] = ['reftorture/demo@1', 'reftorture/mutants@1'];

test('there is a file for each schema, and no other', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(names.map(fileOf).sort());
});

describe.each(names)('%s', (name) => {
  test('stands in its file as the code has it, down to the order of the keys', () => {
    const hint = `${fileOf(name)} is out of date: npm run docs:schemas`;
    expect(JSON.stringify(onDisk(name), null, 2), hint).toBe(JSON.stringify(jsonSchema(name), null, 2));
  });

  test('says what it is', () => {
    const { $id, $schema, title, description } = onDisk(name);
    expect($id).toBe(name);
    expect($schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(title).toMatch(/^[A-Z]/);
    expect(description).toMatch(/\.$/);
  });

  test.skipIf(LONG.includes(name) && !SLOW)('fits what the command prints, and keeps every key of it', async () => {
    const result = JSON.parse(JSON.stringify(await RUNS[name]()));
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(onDisk(name));
    validate(result);
    expect(validate.errors).toBeNull();
    expect(v.parse(schemas[name], result)).toEqual(result);
    for (const key of Object.keys(result).filter((own) => !OPTIONAL.includes(own))) {
      const { [key]: _, ...rest } = result;
      expect(validate(rest), `without ${key}`).toBe(false);
    }
  });
});

// The page compares a check that it has read with one that it has made, as texts.
test('a check that is read has its keys in the order in which it was printed', async () => {
  const result = await RUNS['reftorture/check@1']();
  expect(JSON.stringify(v.parse(schemas['reftorture/check@1'], result))).toBe(JSON.stringify(result));
});

interface Key {
  readonly path: string;
  readonly description: string | undefined;
}

/** Every key of the objects in a JSON Schema, the outer ones first. */
function keysIn(schema: unknown, path = ''): Key[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, anyOf = [], oneOf = [] } = schema as Record<string, never>;
  const inner = [items, ...Object.values(anyOf), ...Object.values(oneOf)].flatMap((part) => keysIn(part, path));
  const own = Object.entries<{ description?: string }>(properties).flatMap(([key, value]) => [
    { path: `${path}.${key}`, description: value.description },
    ...keysIn(value, `${path}.${key}`),
  ]);
  return [...own, ...inner];
}

const keys = names.flatMap((name) => keysIn(jsonSchema(name), fileOf(name)));

test('every outer key is described', () => {
  const outer = names.flatMap((name) => Object.entries(jsonSchema(name).properties ?? {}));
  expect(outer.filter(([, value]) => !(value as Key).description).map(([key]) => key)).toEqual([]);
});

test.each([
  [/Ms$/, /\bmilliseconds\b/],
  [/[bB]ytes/, /\bbytes\b/],
  [/nanoseconds/, /\bnanoseconds\b/],
  [/PerSec$|perThread$|samples/, /\boperations per second|served/i],
  [/PerOp$/, /\bper operation\b/],
  [/[sS]hare$|probability/, /\bfrom 0 to 1\b/],
  [/cpuQuota/, /in CPUs/],
  [/\.width$/, /\bBits\b/],
])('keys like %s say their unit: %s', (key, unit) => {
  const measured = keys.filter(({ path }) => key.test(path.slice(path.lastIndexOf('.'))));
  expect(measured.length).toBeGreaterThan(0);
  expect(measured.filter(({ description = '' }) => !unit.test(description))).toEqual([]);
});
