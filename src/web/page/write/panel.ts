// A protocol of the reader's own, and a scenario: written here, vetted as they are written, checked, and raced.

import { loadParser } from '../../../front-end/late-parser.js';
import { html } from '../../../report/markup.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { NOISE, type RaceRequest } from '../../../requests/race-request.js';
import { offerCheck } from '../check/answers.js';
import { bindSettings, chosenCheck, settings } from '../check/panel.js';
import { bindAddress } from '../frame/address.js';
import { choiceOf, select } from '../frame/form.js';
import { protocolChoices } from '../frame/names.js';
import { OWN, writeOwnFiles } from '../frame/own-files.js';
import { packedFiles, unpackedFiles } from '../frame/packed-text.js';
import { download, markOutdated, type PageContext, query } from '../frame/page.js';
import { messageOf, runButtons, startAndStop, wordsOf } from '../frame/runner.js';
import { usualRace, withNatural } from '../race/panel.js';
import { Desk } from './desk.js';
import type { Draft } from './drafts.js';
import { createEditor, type Editor, type Flaw } from './editor.js';
import { scenarioTemplate } from './templates.js';
import { flawIn, vetter } from './vetting.js';

/** After the last key. */
const VETTED_AFTER_MS = 400;

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Write: a protocol of your own</h2>
<p class="lead">Begun as a copy of another one. Vetting, check and shortest witness follow as you write. It runs in workers of this browser; the text stays here, and is in the address for whom you give it to.</p>
<div class="bench"><div class="writing">
<p class="buttons drafts">${select('draft', 'Draft', [], '')} <button type="button" class="rename" disabled>Rename</button> <button type="button" class="remove" disabled>Remove</button> <button type="button" class="save" disabled>Download</button></p>
<details class="more"><summary>Begin anew, or open a file</summary><p class="buttons">${select('from', 'Begin with', protocolChoices, 'v4')} <button type="button" class="begin" disabled>Begin anew</button> <label class="file"><span>Open a file</span> <input type="file" accept=".ts"></label></p></details>
<p class="notes other" role="status"></p>
<p class="buttons files" role="group" aria-label="Files"><button type="button" data-file="protocol" aria-pressed="true" disabled>mine.ts</button> <button type="button" data-file="scenario" aria-pressed="false" hidden disabled>scenario.ts</button></p>
<div class="editor"></div>
<p class="vetted" role="status"></p></div>
<div class="answers"><div class="checking">${settings(html``)}
${runButtons('Check every interleaving', html` <button type="button" class="try" disabled>Be the scheduler</button>`)}
<div class="racing">${runButtons('Race it on real threads')}
<div class="raced"></div></div>
<div class="outcome"></div></div></div></div>`.text;
  const form = query(root, 'form', HTMLFormElement);
  query(form, 'select[name=scenario]', HTMLSelectElement).append(new Option('Your own: scenario.ts', OWN.scenario));
  bindSettings(query(root, '.checking', HTMLElement));
  open(root, form, page).catch((error: unknown) =>
    say(root, `The editor cannot be loaded: ${messageOf(error)}. Loading the page again may help.`, true),
  );
}

/** Loads the editor, and lets the buttons do something. */
async function open(root: HTMLElement, form: HTMLFormElement, page: PageContext): Promise<void> {
  const checking = query(root, '.checking', HTMLElement);
  const outcome = query(checking, '.outcome', HTMLElement);
  let begun = ''; // what the last check is of
  const wanted = (): string => JSON.stringify({ ...chosenCheck(form), ...files() });
  await loadParser();
  const editor = createEditor(query(root, '.editor', HTMLElement), () => {
    markOutdated(checking);
    vetSoon();
  });
  /** Returns what runs now. */
  const files = (): Draft => {
    const { protocol, ...others } = editor.texts();
    return choiceOf(form, 'scenario') === OWN.scenario ? { protocol, ...others } : { protocol };
  };
  const goTo = (flaw: Flaw): void => {
    desk.show(flaw.file);
    editor.goTo(flaw);
  };
  const vet = vetter((complaint) => {
    tell(root, editor, complaint, goTo);
    if (complaint !== undefined) return;
    if (outcome.querySelector('.by-hand, .trying')) return; // the reader is at it, or about to be
    if (outcome.querySelector('.working') && begun === wanted()) return; // by the button
    run();
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** Has the texts kept and vetted once the reader pauses. */
  const vetSoon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      offerScenario();
      desk.save();
      void follow();
      vet(files()).catch((error: unknown) => say(root, `It could not be vetted: ${messageOf(error)}`, true));
    }, VETTED_AFTER_MS);
  };
  const desk = new Desk(root, editor, page);
  const offerScenario = (): void => {
    const own = choiceOf(form, 'scenario') === OWN.scenario;
    if (own && editor.texts().scenario === undefined) editor.put('scenario', scenarioTemplate());
    desk.offerScenario(own);
  };
  form.addEventListener('change', ({ target }) => {
    if (target === form) return; // an address is being read: its own scenario may come with it
    offerScenario();
    if (choiceOf(form, 'scenario') === OWN.scenario) desk.show('scenario');
    vetSoon();
  });
  const run = offerCheck(
    checking,
    page,
    () => {
      writeOwnFiles(files());
      begun = wanted();
      return resolveCheck({ ...chosenCheck(form), protocol: OWN.protocol });
    },
    (clicked) => clicked,
    (problem) => flawIn(problem) && tell(root, editor, problem, goTo), // an endless loop shows when it runs
  );
  const racing = query(root, '.racing', HTMLElement);
  startAndStop(racing, page, (signal) => {
    writeOwnFiles(files());
    const races = withNatural(raceOf(editor.texts().protocol, choiceOf(form, 'scenario')));
    return page.race(racing, races, { signal });
  });
  const input = query(root, 'input[type=file]', HTMLInputElement);
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    if (file) desk.open(file.name.replace(/\.ts$/, ''), { ...files(), [editor.shown]: await file.text() });
    input.value = '';
  });
  query(root, '.save', HTMLButtonElement).addEventListener('click', () => {
    download(OWN[editor.shown].slice(2), editor.texts()[editor.shown] ?? '', 'text/plain');
  });
  const follow = bindAddress(checking, {
    panel: 'write',
    more: async () => (await packedFiles(files())) ?? {},
    async arrive(choices, problem) {
      try {
        const { protocol, scenario } = await unpackedFiles(choices);
        if (protocol !== undefined) desk.arrive({ protocol, ...(scenario !== undefined && { scenario }) });
        offerScenario();
        vetSoon();
        if (problem !== undefined) desk.say(problem);
      } catch (error) {
        desk.say(`${wordsOf(error)}. This is a draft of your own.`);
      }
    },
  });
}

/** Says below the editor of `root` what comes of its texts. */
function say(root: HTMLElement, text: string, wrong: boolean): HTMLElement {
  const vetted = query(root, '.vetted', HTMLElement);
  vetted.classList.toggle('wrong', wrong);
  vetted.textContent = text;
  return vetted;
}

/** Says what is wrong with the texts in the editor; undefined: nothing is. `goTo` brings the reader to its place. */
function tell(root: HTMLElement, editor: Editor, complaint: string | undefined, goTo: (flaw: Flaw) => void): void {
  const flaw = flawIn(complaint);
  editor.mark(flaw);
  const vetted = say(root, complaint ?? '✓ Vetted: every engine would run it.', complaint !== undefined);
  if (!flaw) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Go there';
  button.addEventListener('click', () => goTo(flaw));
  vetted.append(' ', button);
}

/** A stall needs a window to hold workers up in; without one, noise holds them up anywhere. */
function raceOf(text: string, scenario: string): RaceRequest {
  const race = { ...usualRace(), protocol: OWN.protocol, scenario };
  return /\bwindow\(\)/.test(text) ? race : { ...race, stall: NOISE };
}
