// The violations that the reader's next steps can still lead to, each with its shortest schedule, as the checker finds them.

import { parseSchedule, type ScheduleStep, type Simulation } from '../../../checker/simulation.js';
import { check } from '../../../harness/check/check.js';
import { progressText } from '../../../report/check-report.js';
import { witnessGroups } from '../../../report/html/player.js';
import { html, type Markup } from '../../../report/markup.js';
import { plural } from '../../../report/numbers.js';
import { threadNames } from '../../../report/witness.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { CheckResult } from '../../../results/check-result.js';
import { propertyTitle } from '../../../violations/table.js';
import type { PageContext } from '../frame/page.js';
import { wordsOf } from '../frame/runner.js';

/** A schedule to a violation, from the very start. */
interface Way {
  readonly name: string;
  readonly shows: string;
  readonly livelock: boolean;
  readonly schedule: readonly ScheduleStep[];
}

const STUCK = 'This is a livelock: whoever moves from here on, not every thread will end.';

export class Ahead {
  #looking: AbortController | undefined;
  #ways: readonly Way[] = [];
  /** A sentence on the part that was not explored; empty where all was. */
  #missed = '';

  /** Shows what it finds in `root`. */
  constructor(
    private readonly root: HTMLElement,
    private readonly page: PageContext,
    private readonly resolved: ResolvedCheck,
    private readonly simulation: Simulation,
  ) {}

  /** Looks ahead from here. The reader may go on meanwhile, which ends it. */
  async look(): Promise<void> {
    this.#forget();
    const looking = new AbortController();
    this.#looking = looking;
    this.page.onLeave(() => looking.abort());
    const startMs = performance.now();
    this.#say('Looking ahead …');
    const result = await check(this.resolved, {
      prefix: this.simulation.schedule,
      signal: looking.signal,
      onProgress: (progress) => {
        if (!looking.signal.aborted) this.#say(`Looking ahead: ${progressText(progress, performance.now() - startMs)}`);
      },
    }).catch((error: unknown) => wordsOf(error));
    if (this.#looking !== looking) return;
    this.#looking = undefined;
    if (typeof result === 'string') this.#say(result);
    else this.#tell(result);
  }

  /** The reader has moved: ways that begin as the steps so far do are still ways. */
  moved(): void {
    if (this.#looking) this.#forget();
    this.#show();
  }

  #show(): void {
    const prefix = this.simulation.schedule;
    const ways = this.#ways.filter(({ schedule }) =>
      prefix.every(({ thread, choice }, at) => schedule[at]?.thread === thread && schedule[at].choice === choice),
    );
    this.#ways = ways.filter(({ schedule }) => schedule.length > prefix.length);
    // No step shows a livelock.
    const stuck = ways.some(({ livelock, schedule }) => livelock && schedule.length === prefix.length);
    this.root.innerHTML = html`${stuck && html`<p>${STUCK}</p>`}${this.#ways.length > 0 && this.#list()}`.text;
    if (stuck) this.page.announce(STUCK);
  }

  /** Takes the next step of the way of that name. */
  follow(name: string): void {
    const next = this.#ways.find((way) => way.name === name)?.schedule[this.simulation.steps.length];
    if (next) this.simulation.take(next.thread, next.choice);
  }

  #forget(): void {
    this.#looking?.abort();
    this.#looking = undefined;
    this.#ways = [];
  }

  #tell(result: CheckResult): void {
    const { config, properties, verdict, states, notes, complete } = result;
    const [note = ''] = notes;
    this.#missed = complete ? '' : note;
    const violations = result.witnesses.filter(({ property }) => properties[property] === 'violated');
    this.#ways = witnessGroups(violations.map((witness) => ({ config, witness })))
      .map(({ witness: { schedule }, shows }) => ({
        name: schedule,
        shows: shows.map(propertyTitle).join('; '),
        livelock: shows.includes('livelock'),
        schedule: parseSchedule(schedule) ?? [],
      }))
      .sort((one, other) => one.schedule.length - other.schedule.length);
    const more = this.simulation.findings().length > 0 ? 'more ' : '';
    if (verdict === 'clean')
      this.#say(
        `Nothing ${more}can go wrong from here, whoever moves: all that can follow was explored, ${plural(states, 'state')}.`,
      );
    else if (this.#ways.length === 0) this.#say(note);
    else {
      this.page.announce(`${plural(this.#ways.length, 'way')} to a violation from here.`);
      this.#show();
    }
  }

  #say(text: string): void {
    this.root.innerHTML = html`<p>${text}</p>`.text;
    if (!this.#looking) this.page.announce(text);
  }

  #list(): Markup {
    const names = threadNames(this.resolved.config);
    const at = this.simulation.steps.length;
    const items = this.#ways.map(({ name, shows, schedule }) => {
      const left = schedule.slice(at);
      const next = names[left[0]?.thread ?? 0];
      return html`<li><button type="button" data-way="${name}" aria-label="${next} next, to ${shows}">${next} next ▶</button> <b>${shows}</b> in ${plural(left.length, 'step')}: ${inWords(left, names)}</li>`;
    });
    return html`<p>The shortest ways to what can go wrong from here:</p><ul>${items}</ul>${this.#missed !== '' && html`<p class="notes">${this.#missed}</p>`}`;
  }
}

/** Returns a schedule in words: `T1 ×2, T3`. */
function inWords(schedule: readonly ScheduleStep[], names: readonly string[]): string {
  const turns: { thread: number; steps: number }[] = [];
  for (const { thread } of schedule) {
    const last = turns.at(-1);
    if (last?.thread === thread) last.steps++;
    else turns.push({ thread, steps: 1 });
  }
  return turns.map(({ thread, steps }) => (steps === 1 ? names[thread] : `${names[thread]} ×${steps}`)).join(', ');
}
