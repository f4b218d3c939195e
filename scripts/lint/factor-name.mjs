import { readdirSync } from 'node:fs';
import { inRoot } from '../set-up/root.mjs';

// Names that differ from the folder of their factor.
const FOLDERS = { recovery_code: 'recovery-codes', sms: 'phone' };
// Names that are also names of fields and channels, everywhere but in the code of second factors.
const AMBIGUOUS = new Set(['phone', 'email', 'sms']);
const TYPE_NAMES = /^(?:type|name|kind|factor|factor_?type|authenticator_?type)s?$/i;

const folders = readdirSync(inRoot('packages', 'authentication-client', 'src', 'mfa', 'factors'), {
  withFileTypes: true,
}).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const aliased = Object.values(FOLDERS).filter((folder) => !AMBIGUOUS.has(folder));
const NAMES = new Set([...folders.filter((folder) => !aliased.includes(folder)), ...Object.keys(FOLDERS)]);

const MFA = /\/authentication-client\/src\/(?:mfa\/|(?:authing|gotrue)\/mfa[./-])/;
const API_STYLE_TYPES = /\/mfa\/(?:authing|gotrue)-api\/[^/]+\.types\.ts$/;
const TEST = /\.(?:test|test-d|fixture)\.ts$/;

/** Forbids the name of a factor as a literal outside its folder, so that a new factor is one folder and one entry. */
export const factorName = {
  create(context) {
    const file = context.filename.replaceAll('\\', '/');
    if (TEST.test(file) || API_STYLE_TYPES.test(file)) return {};
    const own = /\/mfa\/factors\/([^/]+)\//.exec(file)?.[1];
    return {
      Literal(node) {
        const { value } = node;
        if (!NAMES.has(value) || (FOLDERS[value] ?? value) === own) return;
        if (isMemberName(node)) return;
        if (AMBIGUOUS.has(value) && !(MFA.test(file) && isTypeName(node))) return;
        context.report({ node, message: `'${value}' belongs to the folder of its factor: read it from the registry.` });
      },
    };
  },
};

// The name of a member of a caller's argument, such as `member(params, 'webauthn')`.
function isMemberName({ parent }) {
  return parent.type === 'CallExpression' && parent.callee.name === 'member';
}

/** Whether a literal is the value of, or is compared with, something that is called a type. */
function isTypeName(node) {
  let { parent } = node;
  if (parent.type === 'TSLiteralType') ({ parent } = parent);
  while (['TSUnionType', 'TSTypeAnnotation', 'TSAsExpression', 'ArrayExpression'].includes(parent.type)) {
    ({ parent } = parent);
  }
  if (parent.type === 'BinaryExpression') return TYPE_NAMES.test(nameOf(parent.left) ?? nameOf(parent.right) ?? '');
  if (parent.type === 'VariableDeclarator') return TYPE_NAMES.test(nameOf(parent.id) ?? '');
  return 'key' in parent && TYPE_NAMES.test(nameOf(parent.key) ?? '');
}

function nameOf({ type, name, property }) {
  return type === 'Identifier' ? name : type === 'MemberExpression' ? property.name : undefined;
}
