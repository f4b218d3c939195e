import { DEFAULT_NAMESPACE } from '../../domain/access/access.js';
import { RESOURCE_TYPES, type Statement } from '../../domain/access/access.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { ControlRefusal } from '../control-refusal.js';
import { listOf, object, oneOf, type Reader, readFields, required, text } from '../fields.js';
import { userNamed } from './references.js';
import type { SeedKind } from './seed-kind.js';

const texts = listOf(text);

/** A space for codes. Those that nobody seeds are there all the same once something names them. */
export const namespaceKind: SeedKind = {
  read(entry, place) {
    const { code, name } = readFields(entry, { kind: text, code: text, name: text }, place);
    const id = required(code, `${place}.code`);
    return ({ store }) => store.namespaces.put({ id, name: name ?? id });
  },
};

/** Something that rights are given on. */
export const resourceKind: SeedKind = {
  read(entry, place) {
    const readers = { namespace: text, code: text, type: oneOf(RESOURCE_TYPES), actions: texts, apiIdentifier: text };
    const fields = readFields(entry, { kind: text, ...readers }, place);
    const { namespace = DEFAULT_NAMESPACE, type = 'DATA', apiIdentifier = null } = fields;
    const [code, actions] = [required(fields.code, `${place}.code`), required(fields.actions, `${place}.actions`)];
    const id = JSON.stringify([namespace, code]);
    return ({ store }) => store.resources.put({ id, namespace, code, type, actions, apiIdentifier });
  },
};

/** A role, and the users that have it. */
export const roleKind: SeedKind = {
  read(entry, place) {
    const readers = { id: text, namespace: text, code: text, description: text, parent: text, users: texts };
    const fields = readFields(entry, { kind: text, ...readers }, place);
    const { namespace = DEFAULT_NAMESPACE, description = null, parent, users = [] } = fields;
    const code = required(fields.code, `${place}.code`);
    const id = fields.id ?? JSON.stringify([namespace, code]);
    return (domain) => {
      const { accounts, clock, store } = domain;
      const userIds = users.map((name, index) => userNamed(accounts, name, `${place}.users[${index}]`).id);
      const parentId = parent === undefined ? null : roleNamed(domain, parent, namespace, `${place}.parent`);
      store.roles.put({ id, namespace, code, description, parentId, userIds, createdAt: clock.now() });
    };
  },
};

const statement: Reader<Statement> = (value, place) => {
  const readers = { effect: oneOf(['ALLOW', 'DENY']), resource: text, actions: texts };
  const { effect = 'ALLOW', resource, actions } = readFields(object(value, place), readers, place);
  return {
    effect,
    resource: required(resource, `${place}.resource`),
    actions: required(actions, `${place}.actions`),
  };
};

/** Rights, and the users and roles that have them. */
export const policyKind: SeedKind = {
  read(entry, place) {
    const readers = { namespace: text, code: text, statements: listOf(statement), users: texts, roles: texts };
    const fields = readFields(entry, { kind: text, ...readers }, place);
    const { namespace = DEFAULT_NAMESPACE, users = [], roles = [] } = fields;
    const id = required(fields.code, `${place}.code`);
    const statements = required(fields.statements, `${place}.statements`);
    return (domain) => {
      const userIds = users.map((name, index) => userNamed(domain.accounts, name, `${place}.users[${index}]`).id);
      const roleIds = roles.map((name, index) => roleNamed(domain, name, namespace, `${place}.roles[${index}]`));
      domain.store.policies.put({ id, namespace, statements, userIds, roleIds });
    };
  },
};

/** By id, or by code in the namespace. */
function roleNamed({ store }: Domain, name: string, namespace: string, place: string): string {
  const role = store.roles.get(name) ?? store.roles.get(JSON.stringify([namespace, name])) ?? byCode();
  if (role) return role.id;
  throw new ControlRefusal('unknown-reference', `${place}: there is no role ${JSON.stringify(name)}`);

  function byCode() {
    return store.roles.values().find((other) => other.namespace === namespace && other.code === name);
  }
}
