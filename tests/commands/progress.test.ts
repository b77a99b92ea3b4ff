import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProgressTerminal, progressLine } from '../../src/commands/progress.js';

/** A terminal of one row: what stands there now, and all that was written. */
class Row {
  readonly isTTY: boolean = true;
  written = '';
  constructor(readonly columns = 40) {}
  readonly write = ((text: string) => {
    this.written += text;
    return true;
  }) as ProgressTerminal['write'];
  get shown(): string {
    return this.written.slice(this.written.lastIndexOf('\u001b[K') + 3);
  }
}

/** Longer than the line takes to be drawn again. */
const A_WHILE = 1000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('CI', '').stubEnv('TERM', 'xterm');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('the line that shows how far a command is', () => {
  test('has the latest text, until it is hidden', () => {
    const row = new Row();
    const progress = progressLine(row);
    progress.update('first');
    vi.advanceTimersByTime(A_WHILE);
    expect(row.shown).toMatch(/^[\u2800-\u28ff] first$/);
    progress.update('second');
    vi.advanceTimersByTime(A_WHILE);
    expect(row.shown).toMatch(/^[\u2800-\u28ff] second$/);
    progress.hide();
    expect(row.shown).toBe('');
    vi.advanceTimersByTime(A_WHILE);
    expect(row.shown).toBe('');
    progress.update('third');
    vi.advanceTimersByTime(A_WHILE);
    expect(row.shown).toMatch(/third$/);
  });

  test('stays on its row', () => {
    const row = new Row(20);
    progressLine(row).update(`${'long '.repeat(30)}`);
    vi.advanceTimersByTime(A_WHILE);
    expect(row.shown).toHaveLength(19);
    expect(row.written).not.toContain('\n');
  });

  test('leaves nothing of a command that is over at once', () => {
    const row = new Row();
    const progress = progressLine(row);
    progress.update('first');
    progress.hide();
    vi.advanceTimersByTime(A_WHILE);
    expect(row.written).toBe('');
  });

  test.each<[string, Row, object]>([
    ['where there is no terminal', Object.assign(new Row(), { isTTY: false }), {}],
    ['on a terminal without columns', new Row(0), {}],
    ['on a terminal that cannot empty a row', new Row(), { TERM: 'dumb' }],
    ['in a log of automatic runs', new Row(), { CI: 'true' }],
  ])('is not there %s', (_, row, environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const progress = progressLine(row);
    progress.update('first');
    vi.advanceTimersByTime(A_WHILE);
    progress.hide();
    expect(row.written).toBe('');
  });
});
