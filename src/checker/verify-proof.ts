// Verifies a proof in a file against the sources as they are now.

import * as v from 'valibot';
import type { Maker } from '../engines/kernels.js';
import { describeEnvironment } from '../machine/environment.js';
import { type CheckRequest, resolveCheck } from '../requests/check-request.js';
import type { VerifyResult } from '../results/proof-result.js';
import { readJson } from '../results/read-result.js';
import { UsageError } from '../usage-error.js';
import { properties } from '../violations/table.js';
import { certified, viewsSchema } from './any-threads/certificate.js';
import { Undecided } from './any-threads/count-word.js';
import { NoProof, verify } from './any-threads/verify.js';
import { systemOfAnyThreads } from './build.js';
import { ASSUMES } from './check-any-threads.js';
import { bitOf } from './monitors/property-bits.js';
import { shortageIn } from './search/memory-budget.js';
import { Pace } from './search/progress.js';
import { codeOf } from './unexplored.js';
import { digestOf } from './witness/token.js';

const FILE = v.object({
  schema: v.literal('reftorture/proof@1'),
  config: v.looseObject({ anyThreads: v.literal(true) }),
  digest: v.string(),
  proved: v.pipe(v.array(v.picklist(properties)), v.minLength(1)),
  ...viewsSchema,
});

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called some times a second, with the share that is done. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Verifies the proof in `file`. @throws UsageError for what is none, is damaged, or is of other sources or settings */
export async function verifyProof(file: string, maker: Maker, options: VerifyOptions = {}): Promise<VerifyResult> {
  const started = performance.now();
  const parsed = v.safeParse(FILE, readJson(file), { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UsageError(`"${file}" is no proof, or damaged: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }
  const { config, digest, proved, ...views } = parsed.output;
  const resolved = resolveCheck(config as CheckRequest);
  const code = await codeOf(resolved, maker);
  if (digestOf(code.digest, resolved.config) !== digest) {
    throw new UsageError('the proof is of other sources or settings than these: run check again');
  }
  const system = systemOfAnyThreads(code.program, resolved);
  const certificate = certified(views, system, code.program);
  const judgement = await judged();
  return {
    schema: 'reftorture/verify@1',
    ...{ config: resolved.config, environment: describeEnvironment() },
    ...{ verdict: 'confirmed', reason: null, interrupted: false, ...judgement },
    ...{ proved, assumes: ASSUMES, views: certificate.size, elapsedMs: performance.now() - started },
  };

  async function judged(): Promise<Partial<VerifyResult>> {
    const pace = new Pace();
    const excluded = proved.reduce((bits, property) => bits | (1 << bitOf(property)), 0);
    try {
      for (const part of verify(system, certificate, { proved: excluded, useAfterFree: 1 << bitOf('useAfterFree') })) {
        if (!pace.isDue()) continue;
        options.onProgress?.(part / certificate.rests.length);
        await new Promise((resolve) => setTimeout(resolve)); // so that a signal is heard
        if (options.signal?.aborted)
          return { verdict: 'inconclusive', reason: 'it was interrupted', interrupted: true };
      }
      return {};
    } catch (error) {
      if (error instanceof NoProof || error instanceof Undecided) return { verdict: 'refuted', reason: error.message };
      if (shortageIn(error)) return { verdict: 'inconclusive', reason: 'there is no memory for it' };
      throw error;
    }
  }
}
