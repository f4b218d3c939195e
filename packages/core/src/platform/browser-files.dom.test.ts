import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../errors/index.js';
import { FileLease, FileStorage } from '../storage.js';

describe('files in a browser', () => {
  it.each([
    ['FileStorage', () => new FileStorage('tokens')],
    ['FileLease', () => new FileLease('tokens')],
  ])('%s says that it needs Node', (_, create) => {
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(/Node/);
  });
});
