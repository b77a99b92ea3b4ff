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
