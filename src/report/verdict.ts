// Verdicts in colour, one way everywhere.

import pc from 'picocolors';
import { wrapped } from './layout.js';
import { type Cell, painted } from './table.js';

const GOOD = ['clean', 'holds', 'confirmed', 'agrees'];
const BAD = ['violated', 'differs'];

/** A verdict, green where it is good, red where it is bad, else yellow. */
export function verdictCell(verdict: string): Cell {
  return painted(verdict, GOOD.includes(verdict) ? pc.green : BAD.includes(verdict) ? pc.red : pc.yellow);
}

/** `verdict` in colour and what is said of it, in lines that fit the output. */
export function verdictLines(verdict: string, text: string): string[] {
  const [first = '', ...rest] = wrapped(`${verdict}: ${text}`);
  return [verdictText(verdict) + first.slice(verdict.length), ...rest];
}

export function verdictText(verdict: string): string {
  const cell = verdictCell(verdict);
  return typeof cell === 'string' ? cell : cell.paint(cell.text);
}
