// The places of a document that a run fills. `<!-- $ -->` before a code block says that the block holds the output of the
// command in its first line, behind `$ `. Before a table, `<!-- $ COMMAND -->` names a command that prints Markdown, which
// ends at `<!-- / -->`. `<!-- > FILE $ COMMAND -->` keeps an output that is too long for a document in a file of its own. An
// exit code other than 0 is announced: `<!-- $ # exit N -->`.

const BLOCK =
  /<!-- \$(?: (?<command>[^#\s].*?))?(?: # exit (?<exit>\d+))? -->\n(?:```(?<language>\w*)\n(?:\$ (?<typed>.+)\n)?(?<code>[\s\S]*?)^```$|(?<table>\|[\s\S]*?)^<!-- \/ -->$)/gm;
const FILE = /<!-- > (?<path>\S+) \$ (?<command>.+?)(?: # exit (?<exit>\d+))? -->/g;

export interface Block {
  readonly command: string;
  readonly exit: number;
  /** As the document shows it now. */
  readonly output: string;
}

export interface OutputFile {
  readonly path: string;
  readonly command: string;
  readonly exit: number;
}

export function blocksIn(document: string): Block[] {
  return [...document.matchAll(BLOCK)].map(({ groups = {} }) => ({
    command: (groups.command ?? groups.typed) as string,
    exit: Number(groups.exit ?? 0),
    output: (groups.table ?? groups.code ?? '').replace(/\n$/, ''),
  }));
}

export function outputFilesIn(document: string): OutputFile[] {
  return [...document.matchAll(FILE)].map(({ groups = {} }) => ({
    path: groups.path as string,
    command: groups.command as string,
    exit: Number(groups.exit ?? 0),
  }));
}

/** `document` with the output that each of its commands is known to have. */
export function filled(document: string, outputs: Readonly<Record<string, string>>): string {
  return document.replace(BLOCK, (block: string, ...rest: unknown[]) => {
    const { command, typed, exit, language, table } = rest.at(-1) as Record<string, string | undefined>;
    const known = command ?? typed ?? '';
    const output = outputs[known];
    if (output === undefined) return block;
    const ending = exit === undefined ? '' : ` # exit ${exit}`;
    if (table !== undefined) return `<!-- $ ${known}${ending} -->\n${output}\n<!-- / -->`;
    return `<!-- $${ending} -->\n\`\`\`${language}\n$ ${known}\n${output}\n\`\`\``;
  });
}

/** The text of an output file: the command, and below it the output. */
export function fileText(command: string, output: string): string {
  return `$ ${command}\n${output}\n`;
}

/** Commands whose figures are another run's tomorrow. */
export function isMeasured(command: string): boolean {
  return /^reftorture (?:race|scale|claims|demo|doctor)\b(?!.* --help)|^npm run /.test(command);
}

/** Returns the part of `output` that is the same in every run: no times, no rates, no machine, no line breaks. */
export function settled(output: string): string {
  return output
    .replace(/^[^\n]*, \d+ CPUs?\b[\s\S]*?· reftorture \S+$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/[\d.,]+ (?:[kM] )?states\/s/g, 'RATE')
    .replace(/\b[\d.]+ (?:ns|µs|ms|s|min)\b/g, 'TIME')
    .trim();
}
