// Choices in the address, behind the panel that it names: `#check?protocol=v5&scenario=mixed`. A form follows the address
// when somebody arrives by a link, loads the page again or goes back, and the address follows the form.

/** The panel and the choices that a fragment names. */
export interface Address {
  readonly panel: string;
  /** Undefined: the address leaves them to the page. */
  readonly choices: URLSearchParams | undefined;
}

export function addressIn(fragment: string): Address {
  const [panel = '', choices] = fragment.replace(/^#/, '').split(/\?(.*)/s);
  return { panel, choices: choices === undefined ? undefined : new URLSearchParams(choices) };
}

/** Keeps the address from changing with every key. */
const WRITTEN_AFTER_MS = 250;

interface Bound {
  readonly panel: string;
  /** Returns all else that belongs into the address than the choices of the form. */
  readonly more?: () => Promise<Readonly<Record<string, string>>>;
  /** Called with what the address asks for besides, and in words what it asks for in vain. */
  readonly arrive: (choices: URLSearchParams, problem: string | undefined) => void;
  /** Called when the reader has changed the form. */
  readonly change?: () => void;
}

/** Has the choices of `form` and the address follow each other. Returns what writes the address anew, in its place. */
export function bindAddress(form: HTMLFormElement, { panel, more, arrive, change }: Bound): () => Promise<void> {
  const initial = choicesOf(form);
  let filling = false;
  const read = (): void => {
    const { panel: named, choices } = addressIn(location.hash);
    if (named !== panel) return;
    if (choices === undefined) return void write('replaceState');
    filling = true;
    const problem = fill(form, new URLSearchParams({ ...initial, ...Object.fromEntries(choices) }));
    filling = false;
    arrive(choices, problem);
  };
  const write = async (how: 'pushState' | 'replaceState'): Promise<void> => {
    const all = new URLSearchParams({ ...choicesOf(form), ...(await more?.()) });
    const fragment = `#${panel}?${all}`;
    const isHere = addressIn(location.hash).panel === panel; // the reader may have turned to another panel
    if (isHere && fragment !== location.hash) history[how](null, '', fragment);
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('change', () => {
    if (filling) return;
    change?.();
    clearTimeout(waiting);
    waiting = setTimeout(() => void write('pushState'), WRITTEN_AFTER_MS);
  });
  addEventListener('hashchange', read);
  read();
  return () => write('replaceState');
}

function choicesOf(form: HTMLFormElement): Record<string, string> {
  const enabled = [...elementsIn(form)].filter(({ disabled }) => !disabled);
  return Object.fromEntries(enabled.map(({ name, value }) => [name, value]));
}

function elementsIn(form: HTMLFormElement): NodeListOf<HTMLInputElement | HTMLSelectElement> {
  return form.querySelectorAll('select[name], input[type=number][name]');
}

/** Puts `choices` into `form`; some of them decide what others can be. Returns what cannot be chosen, in words. */
function fill(form: HTMLFormElement, choices: URLSearchParams): string | undefined {
  const problems = new Map<string, string>();
  for (let pass = 0; pass < 2; pass++) {
    problems.clear();
    for (const element of elementsIn(form)) {
      const value = choices.get(element.name);
      if (value === null || element.value === value) continue;
      const before = element.value;
      element.value = value;
      if (element.value === value) continue;
      element.value = before;
      const label = element.closest('label')?.querySelector('span')?.textContent ?? element.name;
      problems.set(element.name, `${label} "${value.slice(0, 100)}"`);
    }
    form.dispatchEvent(new Event('change'));
  }
  if (problems.size === 0) return undefined;
  return `The address asks for ${[...problems.values()].join(' and ')}, which cannot be chosen here. Look at the choices, and start.`;
}
