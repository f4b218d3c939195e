import { requireText } from '@sallyport/core';
import type { Factor } from '../../domain/factor.js';

/** A photo of the user's face, which the server compares with the ones that are enrolled. */
export const faceFactor: Factor<'face'> = {
  type: 'face',
  method: 'face',
  parseAnswer: ({ photo }) => ({ photo: requireText('photo', photo) }),
};
