// A protocol of the reader's own: written here, vetted as it is written, checked, and raced.

import { basename } from 'node:path';
import { protocols } from '../../../protocols/index.js';
import { html } from '../../../report/markup.js';
import { type ResolvedCheck, resolveCheck } from '../../../requests/check-request.js';
import { NOISE, type RaceRequest } from '../../../requests/race-request.js';
import { resolveProtocol } from '../../../requests/resolve-protocol.js';
import { scaffold } from '../../../requests/scaffold.js';
import { scenarios } from '../../../scenarios/index.js';
import { offerAttempt, openSources, showCheck } from '../check/answers.js';
import { download, query } from '../elements.js';
import { type Choice, choiceOf, select } from '../form.js';
import type { PageContext, Panel } from '../panel.js';
import { raceBoard, showRaces } from '../race/board.js';
import { drawnSeed, withNatural } from '../race/form.js';
import { messageOf, startAndStop } from '../runner.js';
import type { Editor } from './editor.js';
import { keepDraft, keptDraft } from './editor.js';
import { flawIn, OWN_PROTOCOL, Vetting, writeOwn } from './own-file.js';

export const writePanel: Panel = { id: 'write', title: 'Write', mount };

const FIRST = { protocol: 'v4', scenario: 'email' };
/** After the last key. */
const VETTED_AFTER_MS = 400;
const DURATION_MS = 2000;

function mount(root: HTMLElement, page: PageContext): void {
  const choices: Choice[] = protocols.map(({ name, mutant }) => ({
    value: name,
    text: mutant ? `${name} (broken)` : name,
  }));
  root.innerHTML = html`<h2>Write: a protocol of your own</h2>
<p class="lead">Begun as a copy of another one. It is vetted as you write, with the words of <code>reftorture check --protocol mine.ts</code>, and runs in workers of this browser: checked as everywhere, raced on WebAssembly. The text stays in this browser.</p>
<form class="choices" aria-label="What to begin with, and where it runs">
${select('from', 'Begin with', choices, FIRST.protocol)}
${select(
  'scenario',
  'Scenario',
  scenarios.map(({ name }) => ({ value: name })),
  FIRST.scenario,
)}
</form>
<p class="buttons"><button type="button" class="begin" disabled>Begin anew</button> <button type="button" class="save" disabled>Download mine.ts</button></p>
<div class="editor"></div>
<p class="vetted" role="status"></p>
<div class="checking"><p class="buttons"><button type="button" class="start" disabled>Check every interleaving</button> <button type="button" class="stop" disabled>Stop</button> <button type="button" class="try" disabled>Be the scheduler</button></p>
<p class="problem" role="alert"></p><div class="outcome"></div></div>
<div class="racing"><p class="buttons"><button type="button" class="start" disabled>Race</button> <button type="button" class="stop" disabled>Stop</button></p>
<p class="problem" role="alert"></p>${raceBoard}</div>`.text;
  query(root, 'form', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
  open(root, page).catch((error: unknown) => {
    const vetted = query(root, '.vetted', HTMLElement);
    vetted.classList.add('wrong');
    vetted.textContent = `The editor cannot be loaded: ${messageOf(error)}. Loading the page again may help.`;
  });
}

/** Loads the editor, and lets the buttons do something. */
async function open(root: HTMLElement, page: PageContext): Promise<void> {
  const form = query(root, 'form', HTMLFormElement);
  const template = (): string => scaffold(OWN_PROTOCOL, resolveProtocol(choiceOf(form, 'from')));
  const editor = await editorIn(root, keptDraft() ?? template());
  const onClick = (button: string, act: () => void): void => {
    const element = query(root, button, HTMLButtonElement);
    element.disabled = false;
    element.addEventListener('click', act);
  };
  onClick('.begin', () => {
    editor.replace(template());
    page.announce('A new copy. Undo brings back what was there.');
  });
  onClick('.save', () => download(basename(OWN_PROTOCOL), editor.text(), 'text/plain'));

  const checking = query(root, '.checking', HTMLElement);
  const outcome = query(checking, '.outcome', HTMLElement);
  openSources(outcome);
  const asked = (): ResolvedCheck => {
    writeOwn(editor.text());
    return resolveCheck({ protocol: OWN_PROTOCOL, scenario: choiceOf(form, 'scenario') });
  };
  const { end: endCheck } = startAndStop(checking, page, (signal) => {
    outcome.replaceChildren();
    return showCheck(outcome, page, asked(), signal);
  });
  offerAttempt(checking, page, { asked, endCheck });
  const racing = query(root, '.racing', HTMLElement);
  startAndStop(racing, page, (signal) => {
    writeOwn(editor.text());
    return showRaces(racing, page, withNatural(raceOf(editor.text(), choiceOf(form, 'scenario'))), { signal });
  });
}

/** An editor that keeps what is written, and says below what is wrong with it. */
async function editorIn(root: HTMLElement, text: string): Promise<Editor> {
  const { createEditor } = await import('./editor.js');
  const vetted = query(root, '.vetted', HTMLElement);
  const vetting = new Vetting((complaint) => {
    const flaw = complaint === undefined ? undefined : flawIn(complaint);
    editor.mark(flaw);
    vetted.classList.toggle('wrong', complaint !== undefined);
    vetted.textContent = complaint ?? '✓ Vetted: every engine would run it.';
    if (!flaw) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Go there';
    button.addEventListener('click', () => editor.goTo(flaw));
    vetted.append(' ', button);
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const vetSoon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      keepDraft(editor.text());
      vetting.vet(editor.text()).catch((error: unknown) => {
        vetted.classList.add('wrong');
        vetted.textContent = `It could not be vetted: ${messageOf(error)}`;
      });
    }, VETTED_AFTER_MS);
  };
  const editor = createEditor(query(root, '.editor', HTMLElement), text, vetSoon);
  vetSoon();
  return editor;
}

/** A stall needs a window to hold workers up in; without one, noise holds them up anywhere. */
function raceOf(text: string, scenarioName: string): RaceRequest {
  const { minThreads = 2 } = scenarios.find(({ name }) => name === scenarioName) ?? {};
  return {
    protocol: OWN_PROTOCOL,
    scenario: scenarioName,
    threads: Math.max(2, minThreads),
    engine: typeof WebAssembly === 'undefined' ? 'js' : 'wasm',
    durationMs: DURATION_MS,
    stall: /\bwindow\(\)/.test(text) ? { kind: 'spin', amount: 1000, probability: 1 } : NOISE,
    seed: drawnSeed(),
  };
}
