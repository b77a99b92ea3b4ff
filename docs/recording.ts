// One run of everything that the documents show. Nothing is measured twice: the answers to the thread, the tables and the
// excerpts of one measurement all come from the one result of it, so that no two documents can contradict each other.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';
import type { Instruments } from '../dist/claims/claim.js';
import { claims, settle } from '../dist/claims/index.js';
import { cachedInstruments } from '../dist/claims/instruments.js';
import {
  type Engine,
  type RaceRequest,
  type RaceResult,
  readResult,
  type ScaleRequest,
  type ScaleResult,
  scale,
} from '../dist/index.js';
import { describeEnvironment } from '../dist/machine/environment.js';
import { claimInFull, claimsMarkdown, claimsTable } from '../dist/report/claims-report.js';
import { wrapped } from '../dist/report/layout.js';
import { scaleMarkdown, scaleReport } from '../dist/report/scale-report.js';
import { resolveRace } from '../dist/requests/race-request.js';
import type { ClaimResult, ClaimsResult } from '../dist/results/claims-result.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Width of the terminal that the commands are told of, and the most that a page of the repository shows unscrolled. */
export const COLUMNS = 100;
process.env.COLUMNS = String(COLUMNS);
process.stdout.isTTY = false; // so that it counts, whatever terminal this is

/** Races that answer rows of the thread as well. */
const ANSWERING = [
  'reftorture race --protocol old,v4 --duration 5s --expect',
  'reftorture race --protocol old,v4 --scenario mixed --pages 2 --stall none,spin:100,spin:1000 --duration 5s',
  'reftorture race --protocol old,v4 --scenario stale,two-puts --stall none,spin:1000 --duration 2s',
];

/** Of everything that is measured with `scale`: each command in the documents shows a part of it. */
const TRIALS = { trials: 15, durationMs: 40 };
const WORKLOADS = ['shared', 'read', 'free', 'free-contended', 'failed-get'];

export class OutputError extends Error {}

/** The output of `command`, without trailing spaces. @throws OutputError when it exits with another code than `exit`. */
export function outputOf(command: string, exit: number | 'any', input?: string): string {
  const { status, stdout, stderr } = spawnSync(command.replaceAll(/(^|; )(npx )?reftorture /g, '$1node dist/cli.js '), {
    cwd: ROOT,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: String(COLUMNS) },
    ...(input !== undefined && { input }),
  });
  if (exit !== 'any' && status !== exit)
    throw new OutputError(`expected exit code ${exit}, got ${status}: ${command}\n${stderr}`);
  return tidied(stdout + stderr);
}

function tidied(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/^> .*\n/gm, '') // npm's own lines
    .replace(/^reftorture: after \d+ s: .*\n/gm, '') // of a long run, to a log
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** Runs each command once, and what stands before its first pipe once for all commands that begin with it. */
export class Recording {
  readonly #printed = new Map<string, Promise<string>>();
  readonly #races: RaceResult[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  #scaled: Promise<ScaleResult> | undefined;
  #claimed: Promise<readonly ClaimResult[]> | undefined;

  /** `protocols`: those that the `scale` commands of the documents name. */
  constructor(readonly protocols: readonly string[]) {}

  async output(command: string, exit: number | 'any'): Promise<string> {
    const [first = '', ...filters] = command.split(' | ');
    let printed = this.#printed.get(first);
    if (!printed) {
      console.error(first);
      printed = this.#print(first, filters.length > 0 ? 'any' : exit); // a pipe exits as its last command does
      this.#printed.set(first, printed);
    }
    const whole = await printed;
    return filters.length === 0 ? whole : outputOf(filters.join(' | '), 0, `${whole}\n`);
  }

  end(): void {
    rmSync(this.#folder, { recursive: true });
  }

  async #print(command: string, exit: number | 'any'): Promise<string> {
    if (/^reftorture claims\b(?!.*--help)/.test(command)) return this.#claimsText(command);
    if (/^reftorture scale\b(?!.*--help)/.test(command)) return this.#scaleText(command);
    if (ANSWERING.includes(command)) return this.#answeringRace(command);
    return outputOf(command, exit);
  }

  async #answeringRace(command: string): Promise<string> {
    const file = join(this.#folder, `${this.#races.length}.json`);
    const text = outputOf(`${command} --out ${file}`, 'any'); // a busy machine changes what shows
    this.#races.push(...((await readResult(file)).results as RaceResult[]));
    return text;
  }

  async #scaleText(command: string): Promise<string> {
    const part = partOf(await this.#scale(), {
      protocols: listIn(command, 'protocol') ?? ['old', 'v4'],
      workloads: listIn(command, 'workload') ?? ['shared', 'failed-get', 'free'],
      engines: (listIn(command, 'engine') ?? ['native']) as Engine[],
    });
    if (!command.includes('--markdown')) return tidied(scaleReport(part));
    const lines = scaleMarkdown(part).split('\n');
    return lines.flatMap((line) => (line.startsWith('|') ? line : wrapped(line))).join('\n');
  }

  #scale(): Promise<ScaleResult> {
    this.#scaled ??= scale({ protocols: this.protocols, workloads: WORKLOADS, engines: ['wasm', 'native'], ...TRIALS });
    return this.#scaled;
  }

  async #claimsText(command: string): Promise<string> {
    const all = await this.#claims();
    const ids: readonly string[] = command.match(/\bC\d+\b/g) ?? [];
    if (ids.length > 0) {
      const chosen = all.filter(({ id }) => ids.includes(id));
      return tidied(chosen.map(claimInFull).join('\n\n'));
    }
    const result: ClaimsResult = {
      schema: 'reftorture/claims@1',
      quick: false,
      environment: describeEnvironment(),
      claims: all,
      elapsedMs: all.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
      interrupted: false,
    };
    return tidied(command.includes('--markdown') ? claimsMarkdown(result) : claimsTable(result));
  }

  #claims(): Promise<readonly ClaimResult[]> {
    this.#claimed ??= this.#answered();
    return this.#claimed;
  }

  async #answered(): Promise<readonly ClaimResult[]> {
    for (const command of ANSWERING) await this.output(command, 'any');
    const instruments = recordedInstruments(this.#races, await this.#scale());
    const results: ClaimResult[] = [];
    for (const claim of claims) {
      console.error(claim.id);
      results.push(await settle(claim, instruments));
    }
    return results;
  }
}

/** Returns instruments that measure nothing again. */
function recordedInstruments(races: readonly RaceResult[], scaled: ScaleResult): Instruments {
  const measuring = cachedInstruments({ quick: false });
  return {
    ...measuring,
    async race(request: RaceRequest): Promise<RaceResult> {
      const { seed: _, ...asked } = resolveRace(request).config;
      const recorded = races.find(({ config: { seed: __, ...config } }) => isDeepStrictEqual(config, asked));
      return recorded ?? measuring.race(request);
    },
    async scale(request: ScaleRequest): Promise<ScaleResult> {
      const { protocols = [], workloads = [] } = request;
      const isRecorded = protocols[0] === 'old' && protocols.every((name) => scaled.config.protocols.includes(name));
      return isRecorded
        ? partOf(scaled, { protocols, workloads, engines: scaled.config.engines })
        : measuring.scale(request);
    },
  };
}

interface Chosen {
  readonly protocols: readonly string[];
  readonly workloads: readonly string[];
  readonly engines: readonly Engine[];
}

/** The cells of `result` that a command asks for. */
function partOf(result: ScaleResult, { protocols, workloads, engines }: Chosen): ScaleResult {
  const isAsked = (one: { readonly protocol: string; readonly workload: string; readonly engine: Engine }): boolean =>
    protocols.includes(one.protocol) && workloads.includes(one.workload) && engines.includes(one.engine);
  return {
    ...result,
    config: {
      ...result.config,
      protocols,
      workloads,
      engines,
    },
    series: result.series.filter(isAsked),
    fits: result.fits.filter(isAsked),
    warnings: result.warnings.filter((warning) => !warning.startsWith('noisy:')), // names cells that are not in the part
  };
}

function listIn(command: string, option: string): string[] | undefined {
  return new RegExp(`--${option} (\\S+)`).exec(command)?.[1]?.split(',');
}
