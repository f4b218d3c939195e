const message = 'Import it as lazy(() => import(…)), so that a file that cannot be loaded is a NetworkError.';

const isLazyCall = ({ type, callee }) =>
  type === 'CallExpression' && callee.type === 'Identifier' && callee.name === 'lazy';

/** Demands that every `import()` is inside an argument of `lazy`. */
export const lazyImport = {
  create(context) {
    return {
      ImportExpression(node) {
        let current = node.parent;
        while (current && !isLazyCall(current)) current = current.parent;
        if (!current) context.report({ node, message });
      },
    };
  },
};
