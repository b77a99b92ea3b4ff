// Proofs and their verification, for a terminal.

import pc from 'picocolors';
import type { ProofFile, VerifyResult } from '../results/proof-result.js';
import { propertyTitle } from '../violations/table.js';
import { settingsOf } from './check-report.js';
import { wrapped } from './layout.js';
import { grouped, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { threadNames } from './witness.js';

export function verifyReport(result: VerifyResult): string {
  const { verdict, reason, assumes, views, elapsedMs, environment } = result;
  const what = reason ?? `${grouped(views)} views, closed under every step, none bad`;
  return [
    ...headingOf('verify', result),
    '',
    `${verdict}: ${what}, ${time(elapsedMs)}`,
    ...(verdict === 'confirmed' ? wrapped(`${proved(result)} Assumes: ${assumes}.`).map(pc.dim) : []),
    ...provenanceLines(environment).map(pc.dim),
  ].join('\n');
}

/** Says what a certificate is of. */
export function proofText(proof: ProofFile): string {
  const lines = [
    ...headingOf('proof', proof),
    '',
    ...wrapped(`${proved(proof)} To be confirmed by reftorture verify.`),
  ];
  return lines.join('\n');
}

function headingOf(what: string, { config }: Pick<ProofFile, 'config'>): string[] {
  const of = `${what}: ${config.protocol} in ${config.scenario}, any number of threads (${threadNames(config).join(', ')})`;
  return wrapped([of, ...settingsOf(config)].join(', '));
}

function proved({ proved: all }: Pick<ProofFile, 'proved'>): string {
  return `Holds for any number of threads and rounds: ${all.map(propertyTitle).join(', ')}.`;
}
