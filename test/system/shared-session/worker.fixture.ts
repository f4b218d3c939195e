import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Report, Step } from './participant.mjs';
import { APP_ID, type TokenServer } from './token-server.fixture.js';
import type { Place } from './worker.mjs';

/** A step that did not come to an end, since the process was killed. */
export type Outcome = Report | 'killed';

type Answer = { readonly report: Report } | { readonly opened: string } | { readonly failure: string };

/** A process that shares a session, and can be killed and started anew at any moment. */
export class Worker {
  readonly name: string;
  readonly #server: TokenServer;
  readonly #place: Place;
  #process: ChildProcess | undefined;

  constructor(name: string, server: TokenServer, place: Place) {
    this.name = name;
    this.#server = server;
    this.#place = place;
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  /** Starts the process where there is none, and has it open the session that is stored. Resolves to its state. */
  async open(): Promise<string> {
    this.#process ??= fork(join(import.meta.dirname, 'worker.mjs'), { execArgv: [], stdio: 'inherit' });
    const { url, now } = this.#server;
    const answer = await this.#ask({ open: { url, now, name: this.name, appId: APP_ID, place: this.#place } });
    if (answer === 'killed' || !('opened' in answer)) throw new Error(`${this.name} could not open its session`);
    return answer.opened;
  }

  async perform(step: Omit<Step, 'now'>): Promise<Outcome> {
    const answer = await this.#ask({ step: { ...step, now: this.#server.now } });
    if (answer === 'killed') return answer;
    if (!('report' in answer)) throw new Error(`${this.name} had nothing to report`);
    return answer.report;
  }

  /** Kills the process without a warning, and resolves when it is gone. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
  }

  /** Stops the process where it is, until `thaw`. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async #ask(message: object): Promise<Answer | 'killed'> {
    const asked = this.#process;
    if (!asked) return 'killed';
    const answer = await new Promise<Answer | 'killed'>((resolve) => {
      const settle = (outcome: Answer | 'killed'): void => {
        asked.off('message', onMessage);
        asked.off('exit', onExit);
        resolve(outcome);
      };
      // Our own worker speaks on this channel.
      const onMessage = (said: unknown): void => settle(said as Answer);
      const onExit = (): void => settle('killed');
      asked.on('message', onMessage);
      asked.on('exit', onExit);
      asked.send(message, () => {}); // that it is gone is told by its exit
    });
    if (answer !== 'killed' && 'failure' in answer) throw new Error(`${this.name}: ${answer.failure}`);
    if (answer === 'killed' && this.#process === asked) throw new Error(`${this.name} ended by itself`);
    return answer;
  }
}
