// The keys of requests as a table of docs/library.md, made from the tables of options.

import { checkOptions } from '../dist/options/check-options.js';
import type { Table } from '../dist/options/option.js';
import { raceOptions } from '../dist/options/race-options.js';
import { scaleOptions } from '../dist/options/scale-options.js';

const TABLES: Readonly<Record<string, Table>> = { race: raceOptions, check: checkOptions, scale: scaleOptions };

const PLACE = /(?<=<!-- keys of requests -->\n)[\s\S]*?(?=<!-- \/ -->)/;

/** Returns `document` with the keys that there are. */
export function withRequestKeys(document: string): string {
  const rows = Object.entries(TABLES).map(([command, table]) => `| \`${command}\` | ${keysOf(table)} |\n`);
  return document.replace(PLACE, `| | keys |\n|---|---|\n${rows.join('')}`);
}

function keysOf(table: Table): string {
  const keys = Object.entries(table).filter(([, option]) => /^(?:config\??|request)$/.test(option.in));
  return keys.map(([key, { value }]) => `\`${key}\`${value.kind === 'list' ? ' (list)' : ''}`).join(', ');
}
