// A protocol of the reader's own: written here, vetted as it is written, checked, and raced.

import { basename } from 'node:path';
import { html } from '../../../report/markup.js';
import { type ResolvedCheck, resolveCheck } from '../../../requests/check-request.js';
import { NOISE, type RaceRequest } from '../../../requests/race-request.js';
import { scenarios } from '../../../scenarios/index.js';
import { offerAttempt, openSources, showCheck } from '../check/answers.js';
import { bindSettings, chosenCheck, settings } from '../check/settings.js';
import { bindAddress } from '../frame/address.js';
import { download, markOutdated, query } from '../frame/elements.js';
import { choiceOf, select } from '../frame/form.js';
import { protocolChoices } from '../frame/names.js';
import { packed, unpacked } from '../frame/packed-text.js';
import type { PageContext, Panel } from '../frame/panel.js';
import { messageOf, startAndStop, wordsOf } from '../frame/runner.js';
import { raceBoard, showRaces } from '../race/board.js';
import { drawnSeed, withNatural } from '../race/form.js';
import { earlierDrafts, keepDraft, keepEarlier, keptDraft, onOtherTab } from './drafts.js';
import type { Editor } from './editor.js';
import { flawIn, OWN_PROTOCOL, OWN_SCENARIO, Vetting, writeOwn, writeOwnScenario } from './own-file.js';
import { templateOf } from './template.js';

export const writePanel: Panel = { id: 'write', title: 'Write', mount };

const FIRST = 'v4';
/** After the last key. */
const VETTED_AFTER_MS = 400;
const DURATION_MS = 2000;

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Write: a protocol of your own</h2>
<p class="lead">Begun as a copy of another one. Vetting, check and shortest witness follow as you write. It runs in workers of this browser; the text stays here, and is in the address for whom you give it to.</p>
<div class="bench"><div class="writing">
<p class="buttons">${select('from', 'Begin with', protocolChoices(), FIRST)} <button type="button" class="begin" disabled>Begin anew</button> <button type="button" class="save" disabled>Download mine.ts</button> <label class="choice earlier" hidden><span>Earlier drafts</span><select></select></label></p>
<div class="editor"></div>
<p class="vetted" role="status"></p><p class="notes other" role="status"></p></div>
<div class="answers"><div class="checking">${settings(html``)}
<p class="buttons"><label class="file">A scenario of your own <input type="file" accept=".ts"></label></p>
<p class="buttons"><button type="button" class="start" disabled>Check every interleaving</button> <button type="button" class="stop" disabled>Stop</button> <button type="button" class="try" disabled>Be the scheduler</button></p>
<p class="problem" role="alert"></p><div class="outcome"></div></div>
<div class="racing"><p class="buttons"><button type="button" class="start" disabled>Race it on real threads</button> <button type="button" class="stop" disabled>Stop</button></p>
<p class="problem" role="alert"></p>${raceBoard}</div></div></div>`.text;
  bindSettings(root);
  open(root, page).catch((error: unknown) => {
    const vetted = query(root, '.vetted', HTMLElement);
    vetted.classList.add('wrong');
    vetted.textContent = `The editor cannot be loaded: ${messageOf(error)}. Loading the page again may help.`;
  });
}

/** Loads the editor, and lets the buttons do something. */
async function open(root: HTMLElement, page: PageContext): Promise<void> {
  const form = query(root, 'form', HTMLFormElement);
  const template = (): string => templateOf(choiceOf(root, 'from'));
  const checking = query(root, '.checking', HTMLElement);
  const outcome = query(checking, '.outcome', HTMLElement);
  const problem = query(checking, '.problem', HTMLElement);
  let asIs = false; // the next check was not asked for by a button
  const editor = await editorIn(root, keptDraft() ?? template(), {
    edited: () => markOutdated(outcome),
    kept: () => void follow(),
    vetted() {
      if (outcome.querySelector('.by-hand')) return; // the reader is at it
      asIs = true;
      run();
    },
  });
  const onClick = (button: string, act: () => void): void => {
    const element = query(root, button, HTMLButtonElement);
    element.disabled = false;
    element.addEventListener('click', act);
  };
  /** The draft that gives way can be brought back. */
  const replace = (text: string): void => {
    if (editor.text() === text) return;
    keepEarlier(editor.text());
    editor.replace(text);
    showEarlier(root, replace);
  };
  onClick('.begin', () => {
    replace(template());
    page.announce('A new copy. What was there is among the earlier drafts.');
  });
  onClick('.save', () => download(basename(OWN_PROTOCOL), editor.text(), 'text/plain'));
  showEarlier(root, replace);
  onOtherTab((text) => {
    keepEarlier(text);
    showEarlier(root, replace);
    query(root, '.other', HTMLElement).textContent =
      'Another tab has written a draft of its own, which is among the earlier drafts here.';
  });

  openSources(outcome);
  const asked = (): ResolvedCheck => {
    writeOwn(editor.text());
    return resolveCheck({ ...chosenCheck(form), protocol: OWN_PROTOCOL });
  };
  const { run, end } = startAndStop(
    checking,
    page,
    (signal) => {
      outcome.replaceChildren();
      const keeps = !asIs;
      asIs = false;
      return showCheck(outcome, page, asked(), signal, keeps);
    },
    false,
  );
  offerAttempt(checking, page, { asked, endCheck: end });
  const racing = query(root, '.racing', HTMLElement);
  startAndStop(racing, page, (signal) => {
    writeOwn(editor.text());
    return showRaces(racing, page, withNatural(raceOf(editor.text(), choiceOf(form, 'scenario'))), { signal });
  });
  const input = query(root, 'input[type=file]', HTMLInputElement);
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    writeOwnScenario(await file.text());
    const scenario = query(form, 'select[name=scenario]', HTMLSelectElement);
    if (![...scenario.options].some(({ value }) => value === OWN_SCENARIO)) {
      scenario.append(new Option(`Yours: ${file.name}`, OWN_SCENARIO));
    }
    scenario.value = OWN_SCENARIO;
    form.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const follow = bindAddress(form, {
    panel: writePanel.id,
    change: () => markOutdated(outcome),
    async more(): Promise<Record<string, string>> {
      const source = await packed(editor.text());
      return source === undefined ? {} : { source };
    },
    async arrive(choices, told) {
      problem.textContent = told ?? '';
      const source = wasReloaded && outcome.childElementCount === 0 ? null : choices.get('source'); // the draft is newer
      try {
        if (source !== null) replace(new TextDecoder().decode(await unpacked(source)));
      } catch (error) {
        problem.textContent = wordsOf(error);
      }
    },
  });
}

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
const wasReloaded = navigation?.type === 'reload' && keptDraft() !== undefined;

/** Offers the earlier drafts, each of which `replace` brings back. */
function showEarlier(root: HTMLElement, replace: (text: string) => void): void {
  const label = query(root, '.earlier', HTMLElement);
  const list = query(label, 'select', HTMLSelectElement);
  const drafts = earlierDrafts();
  label.hidden = drafts.length === 0;
  const names = drafts.map(({ savedAt }, at) => new Option(new Date(savedAt).toLocaleString(), String(at)));
  list.replaceChildren(new Option('choose …', ''), ...names);
  list.onchange = () => {
    const draft = drafts[Number(list.value || -1)];
    if (draft) replace(draft.text);
  };
}

interface Watching {
  /** Called with every change of the text. */
  readonly edited: () => void;
  /** Called when the reader has paused, and the text is kept. */
  readonly kept: () => void;
  /** Called when the text is vetted, and nothing is wrong with it. */
  readonly vetted: () => void;
}

/** An editor that keeps what is written, and says below what is wrong with it. */
async function editorIn(root: HTMLElement, text: string, { edited, kept, vetted: passed }: Watching): Promise<Editor> {
  const { createEditor } = await import('./editor.js');
  const vetted = query(root, '.vetted', HTMLElement);
  const vetting = new Vetting((complaint) => {
    const flaw = complaint === undefined ? undefined : flawIn(complaint);
    editor.mark(flaw);
    vetted.classList.toggle('wrong', complaint !== undefined);
    vetted.textContent = complaint ?? '✓ Vetted: every engine would run it.';
    if (complaint === undefined) passed();
    if (!flaw) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Go there';
    button.addEventListener('click', () => editor.goTo(flaw));
    vetted.append(' ', button);
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    if (keepDraft(editor.text())) return;
    query(root, '.other', HTMLElement).textContent = 'This browser keeps no draft: download the file before you leave.';
  };
  addEventListener('pagehide', keep);
  const vetSoon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      keep();
      kept();
      vetting.vet(editor.text()).catch((error: unknown) => {
        vetted.classList.add('wrong');
        vetted.textContent = `It could not be vetted: ${messageOf(error)}`;
      });
    }, VETTED_AFTER_MS);
  };
  const editor = createEditor(query(root, '.editor', HTMLElement), text, () => {
    edited();
    vetSoon();
  });
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
