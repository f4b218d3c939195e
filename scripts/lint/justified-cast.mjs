const message = 'Say in a comment, at this statement, why the compiler can be overruled here; or parse the value.';

const isConst = ({ typeAnnotation }) =>
  typeAnnotation.type === 'TSTypeReference' && typeAnnotation.typeName.name === 'const';

/** The statement or class member that a node stands in. */
function statementOf(node) {
  let current = node;
  while (current.parent && !/Statement$|Declaration$|Definition$|^Property$/.test(current.type))
    current = current.parent;
  return current;
}

/** Demands a comment at every `as`, from the line above its statement to its own line. `as const` is no cast. */
export const justifiedCast = {
  create(context) {
    const comments = () => context.sourceCode.getAllComments();
    const check = (node) => {
      if (isConst(node)) return;
      const from = statementOf(node).loc.start.line - 1;
      const to = node.loc.end.line;
      if (!comments().some(({ loc }) => loc.end.line >= from && loc.start.line <= to))
        context.report({ node, message });
    };
    return { TSAsExpression: check };
  },
};
