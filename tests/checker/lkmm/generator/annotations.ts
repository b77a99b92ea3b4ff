// Forms in C of an event of a cycle.

interface Written {
  readonly statement: string;
  /** The value that the register of the statement holds, if the word held `before`. Absent: it has no register. */
  readonly seen?: number;
  /** The value that the word holds afterwards. */
  readonly left: number;
}

/** `register`: where a value goes. `place`: a pointer. `plus`: a term of value 0 that is added to what is written. */
type Form = (register: string, place: string, before: number, plus: string) => Written;

const SUFFIXES = { '': '', Acq: '_acquire', Rel: '_release', Rlx: '_relaxed' };

const FORMS = new Map<string, Form>([
  ['R', (to, at, before) => ({ statement: `${to} = READ_ONCE(*${at});`, seen: before, left: before })],
  ['W', (_, at, before, plus) => ({ statement: `WRITE_ONCE(*${at}, ${plus}${before + 1});`, left: before + 1 })],
  ['R P', (to, at, before) => ({ statement: `${to} = *${at};`, seen: before, left: before })],
  ['W P', (_, at, before, plus) => ({ statement: `*${at} = ${plus}${before + 1};`, left: before + 1 })],
  ['R Acq', (to, at, before) => ({ statement: `${to} = smp_load_acquire(${at});`, seen: before, left: before })],
  [
    'W Rel',
    (_, at, before, plus) => ({ statement: `smp_store_release(${at}, ${plus}${before + 1});`, left: before + 1 }),
  ],
]);
for (const [name, suffix] of Object.entries(SUFFIXES)) {
  // A read that writes as well is a link of the chain on its word like any other.
  both(`X${name}`, (to, at, before, plus) => ({
    statement: `${to} = xchg${suffix}(${at}, ${plus}${before + 1});`,
    ...{ seen: before, left: before + 1 },
  }));
  both(`C${name}`, (to, at, before, plus) => ({
    statement: `${to} = cmpxchg${suffix}(${at}, ${before}, ${plus}${before + 1});`,
    ...{ seen: before, left: before + 1 },
  }));
  both(`A${name}`, (to, at, before, plus) => ({
    statement: `${to} = atomic_add_return${suffix}(${plus}1, ${at});`,
    ...{ seen: before + 1, left: before + 1 },
  }));
  FORMS.set(`R F${name}`, (to, at, before) => ({
    statement: `${to} = cmpxchg${suffix}(${at}, 8, 9);`,
    ...{ seen: before, left: before },
  }));
}
both('Inc', (_, at, before) => ({ statement: `atomic_inc(${at});`, left: before + 1 }));

function both(name: string, form: Form): void {
  FORMS.set(`R ${name}`, form);
  FORMS.set(`W ${name}`, form);
}

export function formOf(direction: string, annotation: string): Form {
  const form = FORMS.get(`${direction} ${annotation}`.trim());
  if (!form) throw new Error(`no ${direction} is written as ${annotation}`);
  return form;
}

/** Returns whether an event that is written so reads and writes. */
export function isUpdate(annotation: string): boolean {
  return FORMS.has(`R ${annotation}`) && FORMS.has(`W ${annotation}`) && annotation !== '' && annotation !== 'P';
}
