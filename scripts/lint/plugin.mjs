// Rules of our own for oxlint.

import { justifiedCast } from './justified-cast.mjs';
import { noSystemDate } from './no-system-date.mjs';

export default {
  meta: { name: 'sallyport' },
  rules: { 'justified-cast': justifiedCast, 'no-system-date': noSystemDate },
};
