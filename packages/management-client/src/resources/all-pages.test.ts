import { describe, expect, it } from '@jest/globals';
import { InvalidResponseError } from '@sallyport/core/errors';
import fc from 'fast-check';
import { allPages } from './all-pages.js';

interface Item {
  readonly id: string;
}

const items = (count: number): Item[] => Array.from({ length: count }, (_, index) => ({ id: `u${index}` }));

/** A list on a server, which may change between two reads. */
class ServedList {
  reads = 0;
  list: Item[];
  readonly pageSize: number;

  constructor(list: Item[], pageSize: number) {
    this.list = list;
    this.pageSize = pageSize;
  }

  readonly read = (page: number) => {
    this.reads += 1;
    const start = (page - 1) * this.pageSize;
    const list = this.list.slice(start, start + this.pageSize);
    return Promise.resolve({ totalCount: this.list.length, list });
  };
}

async function collect(pages: AsyncIterable<Item>, onEach: (item: Item) => void = () => {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const item of pages) {
    ids.push(item.id);
    onEach(item);
  }
  return ids;
}

const idsOf = (list: readonly Item[]): string[] => list.map(({ id }) => id);

describe('allPages', () => {
  it.each([0, 1, 9, 10, 11, 25, 30])('gives each of %i items once', async (count) => {
    const served = new ServedList(items(count), 10);
    expect(await collect(allPages(served.read, 10))).toEqual(idsOf(items(count)));
    expect(served.reads).toBe(Math.max(1, Math.ceil(count / 10)));
  });

  it('gives every item to a script that deletes each as it comes', async () => {
    const served = new ServedList(items(35), 10);
    const seen = await collect(allPages(served.read, 10), ({ id }) => {
      served.list = served.list.filter((item) => item.id !== id);
    });
    expect(seen.sort()).toEqual(idsOf(items(35)).sort());
    expect(served.list).toEqual([]);
  });

  const none = fc.constant<readonly number[]>([]);
  const quiet = fc.record({ created: fc.constant(0), deleted: none });
  const creation = fc.record({ created: fc.nat(3), deleted: none });
  const deletion = fc.record({ created: fc.constant(0), deleted: fc.array(fc.nat(60), { maxLength: 3 }) });

  it.each([
    ['are created', fc.oneof(quiet, creation), true],
    ['are deleted', fc.oneof(quiet, quiet, quiet, deletion), true],
    ['come and go', fc.oneof(quiet, creation, deletion), false],
  ])('misses none while others %s between the reads', async (_, move, isEachOnce) => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async (steps) => {
        const served = new ServedList(items(45), 10);
        let created = 0;
        const gone = new Set<string>();
        const read = (page: number) => {
          const { created: count, deleted } = steps[served.reads] ?? { created: 0, deleted: [] };
          for (const index of deleted) for (const { id } of served.list.splice(index, 1)) gone.add(id);
          for (let n = 0; n < count; n += 1) {
            created += 1;
            served.list.unshift({ id: `new${created}` });
          }
          return served.read(page);
        };
        const seen = await collect(allPages(read, 10));
        if (isEachOnce) expect(new Set(seen).size).toBe(seen.length);
        expect(idsOf(items(45)).filter((id) => !gone.has(id) && !seen.includes(id))).toEqual([]);
      }),
    );
  });

  it('reads on where the server serves less in a page than was asked for', async () => {
    const served = new ServedList(items(120), 50);
    expect(await collect(allPages(served.read, 200))).toEqual(idsOf(items(120)));
  });

  it.each([
    ['is nothing', () => 0],
    ['comes now and then', (total: number, length: number) => (length < 10 ? total : null)],
    ['is never told', () => null],
  ])('reads on to the end where the total %s (MGT-05)', async (_, totalOf) => {
    for (const count of [0, 1, 9, 10, 11, 25, 30]) {
      const served = new ServedList(items(count), 10);
      const read = async (page: number) => {
        const { list, totalCount } = await served.read(page);
        return { list, totalCount: totalOf(totalCount, list.length) };
      };
      expect(await collect(allPages(read, 10))).toEqual(idsOf(items(count)));
    }
  });

  it.each([
    ['less in a page than was asked for', 120, 50],
    ['everything in one', 3, 50],
  ])('reads to the end where the server tells no total and serves %s', async (_, count, most) => {
    const served = new ServedList(items(count), most);
    const read = async (page: number) => ({ ...(await served.read(page)), totalCount: null });
    expect(await collect(allPages(read, 200))).toEqual(idsOf(items(count)));
  });

  it('ends where the server tells no total and turns no pages, when all was read', async () => {
    const read = () => Promise.resolve({ totalCount: null, list: items(3) });
    expect(await collect(allPages(read, 10))).toEqual(idsOf(items(3)));
  });

  it('refuses a server that tells no total and answers one full page for ever (MGT-05)', async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return Promise.resolve({ totalCount: null, list: items(10) });
    };
    await expect(collect(allPages(read, 10))).rejects.toBeInstanceOf(InvalidResponseError);
    expect(reads).toBeLessThan(15);
  });

  it('ends where the server overstates its total (MGT-05)', async () => {
    const served = new ServedList(items(12), 10);
    const read = async (page: number) => ({ ...(await served.read(page)), totalCount: 1e9 });
    expect(await collect(allPages(read, 10))).toHaveLength(12);
  });

  it.each([
    ['one page', 1],
    ['two pages in turn', 2],
  ])('refuses a server that answers %s for ever (MGT-05)', async (_, count) => {
    let reads = 0;
    const read = () => {
      reads += 1;
      const list = items(20).slice((reads % count) * 10, (reads % count) * 10 + 10);
      return Promise.resolve({ totalCount: 1e9, list });
    };
    await expect(collect(allPages(read, 10))).rejects.toBeInstanceOf(InvalidResponseError);
    expect(reads).toBeLessThan(15);
  });

  it('refuses a server whose total falls for ever', async () => {
    let total = 1e9;
    const read = () => {
      total -= 7;
      return Promise.resolve({ totalCount: total, list: items(10) });
    };
    await expect(collect(allPages(read, 10))).rejects.toBeInstanceOf(InvalidResponseError);
    expect(1e9 - total).toBeLessThan(15 * 7);
  });
});
