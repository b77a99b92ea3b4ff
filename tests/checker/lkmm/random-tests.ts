// Random litmus tests: a few threads over two locations, with every kind of access, fence and dependency that the
// vocabulary has.

import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';

/**
 * `random`: from 0 up to 1, as Math.random(). `relaxed`: without anything that orders but dependencies, so that load
 * buffering is frequent.
 */
export function randomLitmus(name: string, random: () => number, relaxed = false): LitmusTest {
  return parseLitmus(name, randomText(random, relaxed));
}

function randomText(random: () => number, relaxed = false): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const threads = 2 + below(2);
  const bodies = Array.from({ length: threads }, () =>
    randomBody(below, threads === 2 ? 2 + below(2) : 1 + below(2), relaxed),
  );
  const text = bodies.map((body, thread) => `P${thread}(int *x, int *y)\n{\n${body.join('\n')}\n}`).join('\n\n');
  return `C random\n\n{}\n\n${text}\n\nexists (x=0)\n`;
}

function randomBody(below: (limit: number) => number, length: number, relaxed: boolean): string[] {
  const lines: string[] = [];
  const registers: string[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const value = (): string => {
    if (registers.length === 0 || below(2) === 0) return String(1 + below(2));
    return below(2) === 0 ? pick(registers) : `${pick(registers)} * 0 + 1`;
  };
  const suffix = (): string => (relaxed ? '_relaxed' : pick(['', '_relaxed', '_relaxed', '_acquire', '_release']));
  for (let line = 0; line < length; line++) {
    const [at, register] = [pick(['x', 'y']), `r${line}`];
    const stores = [`WRITE_ONCE(*${at}, ${value()});`, `smp_store_release(${at}, ${value()});`];
    const store = relaxed ? (stores[0] as string) : pick(stores);
    switch (below(relaxed ? 10 : 7)) {
      case 0:
      case 1:
        lines.push(`int ${register} = READ_ONCE(*${at});`);
        break;
      case 2:
        lines.push(`int ${register} = ${relaxed ? `READ_ONCE(*${at})` : `smp_load_acquire(${at})`};`);
        break;
      case 3:
        lines.push(`int ${register} = xchg${suffix()}(${at}, ${value()});`);
        break;
      case 4:
        lines.push(`int ${register} = cmpxchg${suffix()}(${at}, ${below(2)}, ${value()});`);
        break;
      case 5:
        lines.push(`int ${register} = atomic_fetch_add${suffix()}(1, ${at});`);
        break;
      default:
        lines.push(registers.length > 0 && below(3) === 0 ? `if (${pick(registers)}) { ${store} }` : store);
        continue;
    }
    registers.push(register);
    if (!relaxed && below(4) === 0) lines.push(pick(['smp_mb();', 'smp_wmb();', 'smp_rmb();']));
  }
  return lines;
}

/** Two or three threads that exchange, release, write and read a few words: little is allowed of what they can do. */
export function randomExchanges(name: string, random: () => number): LitmusTest {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const threads = 2 + below(2);
  const bodies = Array.from({ length: threads }, (_, thread) => {
    const registers: string[] = [];
    const line = (_: unknown, index: number): string => {
      const [at, some] = [pick(['l', 'x', 'y']), registers.length > 0 ? pick(registers) : '1'];
      const stores = [
        `smp_store_release(${at}, ${below(3)});`,
        `WRITE_ONCE(*${at}, ${pick([some, `${thread + 1}`])});`,
      ];
      const updates = [`atomic_inc(${at});`, `int q${index} = cmpxchg(${at}, 0, 1);`];
      const others = [...updates, `int q${index} = atomic_fetch_add_acquire(1, ${at});`, 'smp_mb();'];
      const kind = below(6);
      if (kind < 2) return pick(stores);
      if (kind === 2) return pick([...others, `if (${some}) { WRITE_ONCE(*${at}, 3); }`]);
      registers.push(`r${index}`);
      const suffix = pick(['', '_acquire', '_release', '_relaxed']);
      if (kind === 3) return `int r${index} = ${pick([`READ_ONCE(*${at})`, `smp_load_acquire(${at})`])};`;
      return `int r${index} = xchg${suffix}(${at}, ${1 + below(2)});`;
    };
    const lines = Array.from({ length: threads === 2 ? 3 + below(2) : 2 }, line);
    return `P${thread}(int *x, int *y, int *l)\n{\n${lines.join('\n')}\n}`;
  });
  return parseLitmus(name, `C random\n\n{}\n\n${bodies.join('\n\n')}\n\nexists (x=0)\n`);
}

/** The test with a condition on a few of its registers and locations. */
export function withRandomCondition({ file, text, words, threads }: LitmusTest, random: () => number): LitmusTest {
  const below = (limit: number): number => Math.floor(random() * limit);
  const registers = threads.flatMap(({ registers }, thread) => registers.map((name) => `${thread}:${name}`));
  const names = [...words.map(({ name }) => name), ...registers, ...registers];
  const atom = (): string => {
    const [name, other] = [names[below(names.length)], names[below(names.length)]];
    const value = below(4) > 0 ? String(below(3)) : other?.includes(':') ? other : `[${other}]`;
    return `${['', '', '~'][below(3)]}(${name}${['=', '=', '!=', '<'][below(4)]}${value})`;
  };
  const atoms = Array.from({ length: 1 + below(3) }, atom).join([' /\\ ', ' \\/ '][below(2)]);
  return parseLitmus(file, text.replace(/exists[^\n]*\n$/, `${['exists', 'forall'][below(2)]} (${atoms})\n`));
}
