const message = 'Time comes from the injected Clock, so that tests can move it: new Date(clock.now()).';

const readsClock = ({ callee, arguments: values }) =>
  callee.type === 'Identifier' && callee.name === 'Date' && values.length === 0;

/** Forbids `new Date()` and `Date()`, which read the system's clock. `new Date(instant)` does not. */
export const noSystemDate = {
  create(context) {
    const check = (node) => {
      if (readsClock(node)) context.report({ node, message });
    };
    return { NewExpression: check, CallExpression: check };
  },
};
