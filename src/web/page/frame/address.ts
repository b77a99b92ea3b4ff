// Choices in the address, behind the panel that it names: `#check?protocol=v5&scenario=mixed`. A form follows the address
// when somebody arrives by a link, loads the page again or goes back, and the address follows the form.

import { choicesIn, type Field, fieldsIn, labelOf, listed } from './form.js';
import { markOutdated, query } from './page.js';

/** Returns the panel and the choices that `fragment` names; undefined: it leaves them to the page. */
export function addressIn(fragment: string): { readonly panel: string; readonly choices: URLSearchParams | undefined } {
  const [panel = '', choices] = fragment.replace(/^#/, '').split(/\?(.*)/s);
  return { panel, choices: choices === undefined ? undefined : new URLSearchParams(choices) };
}

/** Keeps the address from changing with every key. */
const WRITTEN_AFTER_MS = 250;

interface Bound {
  readonly panel: string;
  /** Returns all else that belongs into the address than the choices of the form. */
  readonly more?: () => Promise<Readonly<Record<string, string>>>;
  /** Called with what the address asks for besides, and in words what it asks for in vain, which is said already. */
  readonly arrive?: (choices: URLSearchParams, problem: string | undefined) => void;
}

/**
 * Has the choices of the form in `root` and the address follow each other; results of other choices grey out. Returns
 * what writes the address anew, in its place.
 */
export function bindAddress(root: HTMLElement, { panel, more, arrive }: Bound): () => Promise<void> {
  const form = query(root, 'form.choices', HTMLFormElement);
  const initial = new URLSearchParams(choicesIn(form));
  let filling = false;
  const read = (): void => {
    const { panel: named, choices } = addressIn(location.hash);
    if (named !== panel) return;
    if (choices === undefined) return void write('replaceState');
    filling = true;
    form.reset(); // what is disabled now, too
    fill(form, initial);
    // Each scenario has threads and rounds of its own: an address that leaves them to it asks for no others.
    const wishes = [...fill(form, choices), ...noChoices(form, choices, more !== undefined)];
    const problem =
      wishes.length > 0
        ? `The address asks for ${wishes.join(' and ')}, which cannot be chosen here. Look at the choices, and start.`
        : undefined;
    filling = false;
    markOutdated(root);
    query(root, '.problem', HTMLElement).textContent = problem ?? '';
    arrive?.(choices, problem);
  };
  const write = async (how: 'pushState' | 'replaceState'): Promise<void> => {
    const all = new URLSearchParams({ ...choicesIn(form), ...(await more?.()) });
    const fragment = `#${panel}?${all}`;
    const isHere = addressIn(location.hash).panel === panel; // the reader may have turned to another panel
    if (isHere && fragment !== location.hash) history[how](null, '', fragment);
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('change', () => {
    if (filling) return;
    markOutdated(root);
    clearTimeout(waiting);
    waiting = setTimeout(() => void write('pushState'), WRITTEN_AFTER_MS);
  });
  addEventListener('hashchange', read);
  read();
  return () => write('replaceState');
}

/** Returns what `choices` ask for that `form` does not ask about, or twice. `own`: files may come along. */
function noChoices(form: HTMLFormElement, choices: URLSearchParams, own: boolean): string[] {
  const isKnown = (name: string): boolean =>
    form.elements.namedItem(name) !== null || (own && /^own-(?:protocol|scenario)$/.test(name));
  return [...new Set(choices.keys())].flatMap((name) => {
    const values = choices.getAll(name);
    return isKnown(name) && values.length === 1 ? [] : values.map((value) => asked(name, value));
  });
}

function asked(name: string, value: string): string {
  return `${name.slice(0, 100)} "${value.slice(0, 100)}"`;
}

/** Puts `choices` into `form`; some of them decide what others can be. Returns what cannot be chosen. */
function fill(form: HTMLFormElement, choices: URLSearchParams): string[] {
  const problems = new Map<string, string>();
  for (let pass = 0; pass < 2; pass++) {
    problems.clear();
    const fields = fieldsIn(form);
    for (const field of fields) {
      const wanted = choices.get(field.name);
      if (wanted === null || put(field, wanted, fields)) continue;
      problems.set(field.name, asked(labelOf(field), wanted));
    }
    form.dispatchEvent(new Event('change'));
  }
  return [...problems.values()];
}

/** Has `field` hold what is wanted, and returns true, if it can; of boxes, if there is one for each. */
function put(field: Field, wanted: string, fields: readonly Field[]): boolean {
  if (field.type === 'checkbox') {
    const names = listed(wanted);
    (field as HTMLInputElement).checked = names.includes(field.value);
    return names.every((one) => fields.some(({ name, value }) => name === field.name && value === one));
  }
  const before = field.value;
  field.value = wanted;
  if (field.value === wanted && !('selectedIndex' in field && field.selectedIndex < 0)) return true;
  field.value = before;
  return false;
}
