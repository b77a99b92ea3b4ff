// Figures in an output, each under the name of the thing that it is a figure of: the same thing has to have the same figure
// wherever it is shown.

export type Figures = ReadonlyMap<string, string>;

/** The figures that `output` of `command` shows, those of checks, ratios, answers and rates of thefts. */
export function figuresIn(command: string, output: string): Figures {
  return new Map([
    ...checks(output),
    ...markdownRatios(output),
    ...gains(output),
    ...answers(output),
    ...thefts(command, output),
  ]);
}

type Found = (readonly [thing: string, figure: string])[];

/** `v4 in email, ...: leak` and how it was decided, with the steps of the shortest witness. */
function checks(output: string): Found {
  return output.split(/^(?=check: )/m).flatMap((text) => {
    const heading = /^check: ([\s\S]*?)\n\n/.exec(text)?.[1]?.replace(/\s+/g, ' ');
    if (heading === undefined) return [];
    const rows = [...text.matchAll(/^(\w[\w ,]*?) {2,}(violated|observed|holds)(?: +(\d+ steps?))?/gm)];
    const states = /^(?:violated|clean|inconclusive): ([\d,]+ states)/m.exec(text)?.[1];
    return [
      ...rows.map(([, property, word, steps = '']) => [`${heading}: ${property}`, `${word} ${steps}`.trim()] as const),
      ...(states === undefined ? [] : [[`${heading}: states`, states] as const]),
    ];
  });
}

/** Ratios to old of a table in Markdown. */
function markdownRatios(output: string): Found {
  const [head = '', , ...rows] = output.split('\n').filter((line) => line.startsWith('| '));
  const columns = cells(head);
  if (columns[0] !== 'workload') return [];
  return rows.flatMap((row) => {
    const [workload, engine, threads, ...rest] = cells(row);
    return columns
      .slice(3)
      .flatMap((column, index) =>
        column.endsWith(' / old')
          ? [[ratioName(column.split(' ')[0], workload, engine, threads), median(rest[index])] as const]
          : [],
      );
  });
}

/** Those of the table of gains and losses, which leaves out the engine where there is one. */
function gains(output: string): Found {
  return [...output.matchAll(/^protocol +(?:engine +)?threads .*\n(?:.+\n?)+/gm)].flatMap(([table]) => {
    const [head = '', ...rows] = table.trimEnd().split('\n');
    const columns = head.split(/ {2,}/);
    const workloads = columns.filter((name) => !['protocol', 'engine', 'threads'].includes(name));
    return rows.flatMap((row) => {
      const values = row.split(/ {2,}/);
      const of = (name: string): string | undefined => values[columns.indexOf(name)];
      return workloads.map(
        (workload) => [ratioName(of('protocol'), workload, of('engine'), of('threads')), median(of(workload))] as const,
      );
    });
  });
}

/** Answers of the front page, with the ratios among them. */
function answers(output: string): Found {
  return [...output.matchAll(/^\| (C\d+) \|.*\| (.*) \|$/gm)].flatMap(([, id = '', answer = '']) => {
    const ratios = id === 'C15' ? [...answer.matchAll(/(reads|get and put).*?: ([\d.]+)x, (\d+) threads/g)] : [];
    return [
      [id, answer] as const,
      ...ratios.map(
        ([, what, ratio = '', threads]) =>
          [ratioName('v4', what === 'reads' ? 'read' : 'shared', 'native', threads), ratio] as const,
      ),
    ];
  });
}

const THEFTS = 'v4 in email, nothing slowed down: stolen frees';

/** Of the race that the documents begin with, and of the row that rests on it. */
function thefts(command: string, output: string): Found {
  const raced = /^reftorture race --protocol old,v4 --duration/.test(command)
    ? /^ +stolen free +.* ([\d,]+)$/m.exec(output)?.[1]?.replaceAll(',', '')
    : undefined;
  const stolen = raced ?? /tight loop, 1 page: (\d+) stolen of/.exec(output)?.[1];
  return stolen === undefined ? [] : [[THEFTS, stolen]];
}

function ratioName(protocol = '', workload = '', engine = 'native', threads = ''): string {
  return `${protocol} / old, ${workload}, ${engine === 'C' ? 'native' : engine}, ${threads} threads`;
}

function median(cell = ''): string {
  return cell.split(' ')[0] ?? '';
}

function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
