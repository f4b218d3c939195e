// Rules of our own for oxlint.

import { factorName } from './factor-name.mjs';
import { justifiedCast } from './justified-cast.mjs';
import { lazyImport } from './lazy-import.mjs';
import { noSystemDate } from './no-system-date.mjs';

export default {
  meta: { name: 'sallyport' },
  rules: {
    'factor-name': factorName,
    'justified-cast': justifiedCast,
    'lazy-import': lazyImport,
    'no-system-date': noSystemDate,
  },
};
