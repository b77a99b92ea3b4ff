// The terminal that the program writes to.

/** The terminal's own width, else $COLUMNS. */
export function outputColumns(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout): number {
  return stream.isTTY ? stream.columns : Number(process.env.COLUMNS);
}
