// The places of a document that a run fills. `<!-- $ COMMAND -->` before a code block names the command whose output it
// holds; before a table, a command that prints Markdown, which ends at `<!-- / -->`. `<!-- > FILE $ COMMAND -->` keeps an
// output that is too long for a document in a file of its own. An exit code other than 0 is announced: `# exit N`.

const BLOCK =
  /<!-- \$ (?<command>.+?)(?: # exit (?<exit>\d+))? -->\n(?:```(?<language>\w*)\n(?<code>[\s\S]*?)^```$|(?<table>\|[\s\S]*?)^<!-- \/ -->$)/gm;
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
    command: groups.command as string,
    exit: Number(groups.exit ?? 0),
    output: (groups.table ?? groups.code?.replace(/^\$ .*\n/, '') ?? '').replace(/\n$/, ''),
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
    const { command = '', exit, language, table } = rest.at(-1) as Record<string, string | undefined>;
    const output = outputs[command];
    if (output === undefined) return block;
    const head = `<!-- $ ${command}${exit === undefined ? '' : ` # exit ${exit}`} -->`;
    if (table !== undefined) return `${head}\n${output}\n<!-- / -->`;
    return `${head}\n\`\`\`${language}\n$ ${shown(command)}\n${output}\n\`\`\``;
  });
}

/** The command as a reader would type it: without the filter that cuts its output. */
function shown(command: string): string {
  const [first = '', ...filters] = command.split(' | ');
  return filters.length === 0 ? first : `${first}  # excerpt`;
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
