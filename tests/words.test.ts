// The words of the sources and of the tests: terms of the field instead of in-house ones, and comments that begin with a noun or a verb.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Findings in all of them. It only goes down. */
const LIMIT = 3;

/** Rooms of src without a finding. */
const DONE = ['violations', 'claims', 'arena', 'actors', 'pages', 'runtime', 'protocols', 'scenarios', 'engines'];
DONE.push('machine', 'host', 'workers', 'front-end', 'litmus', 'checker');

/** Words of names that only their author knows, with the field's term; `where`: the files in which they are. */
const IN_HOUSE: readonly (readonly [word: string, term: string, where?: RegExp])[] = [
  ['againstContract', 'contractComplaints'],
  ['ahead', 'pending', /front-end/],
  ['around', 'context', /front-end/],
  ['begun', 'prefix', /checker/],
  ['behindDetectors', 'runMonitors'],
  ['cast', 'threadRoles', /actors|scenarios|requests|harness|claims|report|checker.(model|check|build|simulation)/],
  ['circumstances', 'measurementConditions'],
  ['discoveries', 'valueDomains', /checker/],
  ['elsewhere', 'importReference', /front-end/],
  ['escapes', 'mayPass', /checker.lkmm/],
  ['exhibit', 'witnessEvidence', /claims/],
  ['guesses', 'predictedReads', /checker/],
  ['heeds', 'usesOptions'],
  ['idleOption', 'inapplicableOption'],
  ['inTime', 'linearisation', /checker.lkmm/],
  ['inWordsOfAll', 'inCommonWords'],
  ['journal', 'probes'],
  ['lookAround', 'readClientHints'],
  ['looks', 'observations', /checker/],
  ['mayPause', 'mayBlock'],
  ['noRoom', 'noSpaceError'],
  ['ownStep', 'monitorStep', /checker/],
  ['remains', 'finishedRace', /harness/],
  ['rulesMachine', 'canPinThreads'],
  ['saysDead', 'hasIsDead'],
  ['several', 'many'],
  ['sight', 'foundWitness', /claims/],
  ['sighting', 'detection', /violations|results|report/],
  ['sightOf', 'answerFromCheck', /claims/],
  ['situation', 'searchState', /checker/],
  ['sought', 'question', /claims/],
  ['stockTaking', 'finalAudit'],
  ['strayed', 'unmappedAddress', /checker/],
  ['surroundings', 'runnerSettings'],
  ['takeStock', 'auditFinalState'],
  ['tales', 'witnessGroups'],
  ['telling', 'wording', /claims/],
  ['told', 'text', /claims|violations|front-end|harness|host/],
  ['touches', 'descriptorUseMonitor', /checker/],
  ['troubles', 'obstacles', /harness/],
  ['unlessAborted', 'undefinedIfAborted'],
  ['unlike', 'differences', /harness/],
  ['vocabulary', 'intrinsics'],
  ['wholes', 'starExports', /front-end/],
  ['workerWords', 'perThreadWords'],
];

/** A comment that begins with a clause. */
const HEADLESS = /^\s*(?:\/\/|\/\*\*|\*)\s(?:What|Who|Whoever|Whatever|Whether|Where|How)\b/;
/** A line of a comment whose sentence may go on in the next line. */
const COMMENT = /^\s*(?:\/\/|\/?\*\*?) \S(?!.*\*\/)/;

/** `text` with blanks in the place of comments, strings and the texts of templates. */
function codeOf(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
    (part) => (part.startsWith('`') ? part.replace(/(?<=^`|\})[^`]*?(?=\$\{|`$)/g, blank) : blank(part)),
  );
}

/** Matches names with `word` as one of their words. */
function nameWith(word: string): RegExp {
  const inside = `${word[0]?.toUpperCase()}${word.slice(1)}`;
  return new RegExp(`(?<![A-Za-z])${word}(?![a-z])|(?<=[a-z])${inside}(?![a-z])`);
}

function findingsIn(file: string, text: string): string[] {
  const lines = text.split('\n');
  const code = codeOf(text).split('\n');
  const findings: string[] = [];
  const named = file.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  for (const [word, term, where] of IN_HOUSE) {
    if ((!where || where.test(file)) && nameWith(word).test(named))
      findings.push(`${file} ${word}: the field says ${term}`);
  }
  for (const [index, line] of lines.entries()) {
    const at = `${file}:${index + 1}`;
    if (HEADLESS.test(line) && !COMMENT.test(lines[index - 1] ?? ''))
      findings.push(`${at} begins with a clause: ${line}`);
    for (const [word, term, where] of IN_HOUSE) {
      if (where && !where.test(file)) continue;
      if (nameWith(word).test(code[index] ?? '')) findings.push(`${at} ${word}: the field says ${term}`);
    }
  }
  return findings;
}

/** By path from the root; this file lists the words. */
const files = ['src', 'tests'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'words.test.ts')
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort(),
);
const findings = files.flatMap((file) => findingsIn(file, readFileSync(join(ROOT, file), 'utf8')));

test('all rooms together stay under the limit', () => {
  expect(findings.length, findings.slice(0, 20).join('\n')).toBeLessThanOrEqual(LIMIT);
});

test.each(DONE)('src/%s has none', (room) => {
  expect(findings.filter((finding) => finding.startsWith(`src/${room}/`))).toEqual([]);
});

test('a clause, and an in-house name, are found; strings, and lines within a sentence, are left alone', () => {
  const text = [
    '// What is kept of a run.',
    '/** Returns what is kept,',
    ' * Where it is. */',
    "const several = 'several';",
    `const told = \`several $\{severalOf(1)} several\`;`,
    'const severe = 1; // several',
  ].join('\n');
  expect(findingsIn('a.ts', text).map((finding) => finding.split(' ')[0])).toEqual(['a.ts:1', 'a.ts:4', 'a.ts:5']);
});
