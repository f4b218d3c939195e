import { jest } from '@jest/globals';

// Eight processes or six tabs on a machine that others use too: a connection that breaks for want of time is no defect. A
// test that fails is run once more, and what it said the first time is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
