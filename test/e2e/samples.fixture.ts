import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from '@jest/globals';
import { transform } from '@swc/core';

const root = join(import.meta.dirname, '../..');

/** A program in a document. */
export interface Sample {
  /** Where it stands, such as `README.md:32`. */
  readonly place: string;
  /** What the comment above it calls it; `undefined` where no test runs it. */
  readonly name: string | undefined;
  readonly code: string;
}

/** The programs of a document, as they stand there. */
export async function samplesOf(document: string): Promise<readonly Sample[]> {
  const text = await readFile(join(root, document), 'utf8');
  const blocks = text.matchAll(/(?:<!-- runs in \S+: ([\w ]+) -->\n)?```(?:ts|js)\n([\s\S]*?)```/g);
  return [...blocks].map((block) => {
    const line = text.slice(0, block.index).split('\n').length;
    return { place: `${document}:${line}`, name: block[1], code: block[2] ?? '' };
  });
}

/** Makes modules of samples, in a folder that goes with the test file. */
export class RunnableSamples {
  readonly folder: string;

  constructor(name: string) {
    this.folder = join(root, '.cache', `${name}-${process.pid}`);
    afterAll(() => rm(this.folder, { recursive: true, force: true }));
  }

  /**
   * Writes a sample as a program that Node runs, and resolves with its file.
   *
   * @param changes - What a reader would put in place of addresses and keys.
   */
  async write(document: string, name: string, changes: Readonly<Record<string, string>> = {}): Promise<string> {
    const sample = (await samplesOf(document)).find((each) => each.name === name);
    if (!sample) throw new Error(`${document} has no sample of the name ${name}`);
    let { code } = sample;
    for (const [from, to] of Object.entries(changes)) code = code.replaceAll(from, to);
    const parser = { syntax: 'typescript' } as const;
    const plain = await transform(code, { jsc: { target: 'es2022', parser } });
    const file = join(this.folder, `${name.replaceAll(' ', '-')}.mjs`);
    await mkdir(this.folder, { recursive: true });
    await writeFile(file, plain.code);
    return file;
  }

  /** The same, loaded here. */
  async import<Exports>(...sample: Parameters<RunnableSamples['write']>): Promise<Exports> {
    return import(pathToFileURL(await this.write(...sample)).href);
  }
}
