import { describe, expect, test } from 'vitest';
import { TYPE_X, TYPE_Y } from '../../src/runtime/layout.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { PageArray } from './page-array.js';

describe.each(TESTED_ENGINES)('index slots on %s', (engine) => {
  test('a slot holds nothing, then the page that was published, then nothing', async () => {
    const array = await PageArray.ready(engine);
    const [writer, reader] = [array.thread(0), array.thread(1)];
    const slot = writer.slotOf(0);
    expect(reader.lookup(slot)).toBe(0);
    expect(writer.publish(slot, array.page(1))).toBeTruthy();
    expect(reader.lookup(slot)).toBe(array.page(1));
    expect(writer.remove(slot)).toBe(array.page(1));
    expect(reader.lookup(slot)).toBe(0);
    expect(writer.remove(slot)).toBe(0);
  });

  test('a taken slot refuses another page and keeps its own', async () => {
    const array = await PageArray.ready(engine);
    const slot = array.thread(0).slotOf(1);
    array.thread(0).publish(slot, array.page(0));
    expect(array.thread(1).publish(slot, array.page(1))).toBeFalsy();
    expect(array.thread(0).lookup(slot)).toBe(array.page(0));
  });

  test('of two removers one gets the page', async () => {
    const array = await PageArray.ready(engine);
    const slot = array.thread(0).slotOf(0);
    array.thread(0).publish(slot, array.page(0));
    expect([array.thread(1).remove(slot), array.thread(2).remove(slot)]).toEqual([array.page(0), 0]);
  });

  test('a locked slot shows its page, and keeps it until whoever has the lock gives it back', async () => {
    const array = await PageArray.ready(engine);
    const [holder, other] = [array.thread(0), array.thread(1)];
    const slot = holder.slotOf(0);
    holder.publish(slot, array.page(0));
    expect(holder.lock(slot, array.page(1))).toBeFalsy();
    expect(holder.lock(slot, array.page(0))).toBeTruthy();
    expect(other.lookup(slot)).toBe(array.page(0));
    expect(other.lock(slot, array.page(0))).toBeFalsy();
    expect(other.remove(slot)).toBe(0);
    holder.unlock(slot, array.page(1));
    expect(other.remove(slot)).toBe(array.page(1));
  });

  test('even keys are for type X, odd keys for type Y, each on a line of its own', async () => {
    const array = await PageArray.ready(engine, { slots: 4 });
    const thread = array.thread(0);
    expect([0, 1, 2, 3].map((key) => thread.typeOfKey(key))).toEqual([TYPE_X, TYPE_Y, TYPE_X, TYPE_Y]);
    const lines = [0, 1, 2, 3].map((key) => thread.slotOf(key) >> 6);
    expect(new Set(lines).size).toBe(4);
    expect(thread.slotOf(0)).toBe(array.arena.slotsBase);
    expect(thread.slotOf(3)).toBeLessThan(array.arena.pagesBase);
  });
});
