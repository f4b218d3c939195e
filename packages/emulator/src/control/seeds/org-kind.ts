import { randomUUID } from 'node:crypto';
import type { Domain } from '../../domain/create-domain.js';
import { ControlRefusal } from '../control-refusal.js';
import { flag, integer, listOf, object, type Reader, readFields, required, text } from '../fields.js';
import { userNamed } from './references.js';
import type { SeedKind } from './seed-kind.js';

interface Member {
  readonly user: string;
  readonly isMain: boolean;
}

interface Node {
  readonly id: string;
  readonly place: string;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly order: number | null;
  readonly members: readonly Member[];
  readonly children: readonly Node[];
}

// A user is named as text, or as an object that says more.
const member: Reader<Member> = (value, place) => {
  if (typeof value === 'string') return { user: text(value, place), isMain: false };
  const { user, isMain = false } = readFields(object(value, place), { user: text, isMain: flag }, place);
  return { user: required(user, `${place}.user`), isMain };
};

const node: Reader<Node> = (value, place) => {
  const texts = { id: text, name: text, code: text, description: text };
  const readers = {
    kind: text,
    ...texts,
    order: integer(0, 1_000_000),
    members: listOf(member),
    children: listOf(node),
  };
  const fields = readFields(object(value, place), readers, place);
  const { id = randomUUID(), code = null, description = null, order = null, members = [], children = [] } = fields;
  const name = required(fields.name, `${place}.name`);
  return { id, place, name, code, description, order, members, children };
};

/** An organization: a department with all below it, and who is where. */
export const orgKind: SeedKind = {
  read(entry, place) {
    const root = node(entry, place);
    return (domain) => plant(domain, root, null, root.id);
  },
};

function plant(domain: Domain, planted: Node, parentId: string | null, organizationId: string): void {
  const { accounts, organizations } = domain;
  const { id, place, members, children, ...fields } = planted;
  if (organizations.has(id)) throw new ControlRefusal('taken', `${place}.id is taken`);
  organizations.add({ ...fields, id, parentId, organizationId });
  for (const [index, { user, isMain }] of members.entries()) {
    organizations.join(id, userNamed(accounts, user, `${place}.members[${index}]`).id, isMain);
  }
  for (const child of children) plant(domain, child, id, organizationId);
}
