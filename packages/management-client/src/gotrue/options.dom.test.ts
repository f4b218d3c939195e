import { describe, expect, it } from '@jest/globals';
import { ManagementClient } from '../management-client.js';
import { GoTrueManagementClient } from './gotrue-management-client.js';

describe.each([
  [
    'GoTrueManagementClient',
    (options: object) =>
      new GoTrueManagementClient({ url: 'https://id.example', serviceRoleKey: 'service-canary', ...options }),
  ],
  [
    'ManagementClient',
    (options: object) =>
      new ManagementClient({ userPoolId: 'pool', secret: 'service-canary', host: 'https://id.example', ...options }),
  ],
])('%s in a page', (_, make) => {
  it('is refused, without showing the key (MGT-01)', () => {
    expect(() => make({})).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: expect.stringMatching(/^(?!.*canary).*option dangerouslyAllowBrowser /),
      }),
    );
  });

  it('is made where that was allowed (MGT-01)', () => {
    expect(() => make({ dangerouslyAllowBrowser: true })).not.toThrow();
  });
});
