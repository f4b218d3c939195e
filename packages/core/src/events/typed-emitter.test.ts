import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InputError } from '../errors/index.js';
import { TypedEmitter } from './typed-emitter.js';

interface Events {
  opened: { readonly id: number };
  closed: { readonly id: number };
}

describe('TypedEmitter', () => {
  const logger = { warn: jest.fn(), error: jest.fn() };
  let emitter: TypedEmitter<Events>;
  beforeEach(() => {
    jest.clearAllMocks();
    emitter = new TypedEmitter<Events>(['opened', 'closed'], logger);
  });

  it('calls the listeners of that event with its payload, in order', () => {
    const heard: string[] = [];
    emitter.on('opened', ({ id }) => heard.push(`one ${id}`));
    emitter.on('opened', ({ id }) => heard.push(`two ${id}`));
    emitter.on('closed', () => heard.push('closed'));
    emitter.emit('opened', { id: 7 });
    expect(heard).toEqual(['one 7', 'two 7']);
  });

  it('removes a listener by the function that `on` returned, also twice', () => {
    const listener = jest.fn();
    const off = emitter.on('opened', listener);
    off();
    off();
    emitter.emit('opened', { id: 1 });
    expect(listener).not.toHaveBeenCalled();
  });

  it('removes one of two registrations of the same function', () => {
    const listener = jest.fn();
    const off = emitter.on('opened', listener);
    emitter.on('opened', listener);
    off();
    emitter.emit('opened', { id: 1 });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('calls the others when a listener throws, and reports it without its words', () => {
    const other = jest.fn();
    emitter.on('opened', () => {
      throw new TypeError('canary');
    });
    emitter.on('opened', other);
    emitter.emit('opened', { id: 1 });
    expect(other).toHaveBeenCalledTimes(1);
    expect(logger.error.mock.calls).toEqual([['A listener failed', { event: 'opened', reason: 'TypeError' }]]);
  });

  it('reports a listener whose promise rejects', async () => {
    emitter.on('opened', async () => {
      throw new RangeError('canary');
    });
    emitter.emit('opened', { id: 1 });
    await Promise.resolve();
    expect(logger.error.mock.calls).toEqual([['A listener failed', { event: 'opened', reason: 'RangeError' }]]);
  });

  it('lets a listener remove itself while it is called', () => {
    const other = jest.fn();
    const off = emitter.on('opened', () => off());
    emitter.on('opened', other);
    emitter.emit('opened', { id: 1 });
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('forgets every listener when it is cleared', () => {
    const listener = jest.fn();
    emitter.on('opened', listener);
    emitter.clear();
    emitter.emit('opened', { id: 1 });
    expect(listener).not.toHaveBeenCalled();
  });

  it('refuses an event that does not exist, and names those that do', () => {
    expect(() => emitter.on('open' as 'opened', () => {})).toThrow(
      expect.objectContaining({ kind: 'invalid-input', remedy: 'Listen to one of opened, closed.' }),
    );
  });

  it.each([[undefined], [null], ['text'], [{}]])('refuses the listener %p', (listener) => {
    expect(() => emitter.on('opened', listener as unknown as () => void)).toThrow(InputError);
  });
});
