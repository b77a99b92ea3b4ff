// A table without lines: what a terminal, a pipe and a README can all show.

import { getBorderCharacters, table } from 'table';

/** `rows` with columns padded to the left-aligned width, or right-aligned where `alignRight` names the column. */
export function plainTable(rows: readonly (readonly string[])[], alignRight: readonly number[] = []): string {
  return table(
    rows.map((row) => [...row]),
    {
      border: getBorderCharacters('void'),
      columnDefault: { paddingLeft: 0, paddingRight: 2 },
      columns: Object.fromEntries(alignRight.map((column) => [column, { alignment: 'right' as const }])),
      drawHorizontalLine: () => false,
    },
  ).replace(/ +$/gm, '');
}
