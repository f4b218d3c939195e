import { describe, expect, it } from '@jest/globals';
import { graphqlWith, type Selection } from './graphql.js';

const graphql = graphqlWith<{ UserInput: { name: string } }>();
const fields: Selection<{ id: string }> = 'id name';

const documentOf = (row: { address: { document: () => string } }) => row.address.document();

describe('graphql', () => {
  it('writes variables, root arguments and selection', () => {
    const row = graphql('query users', { page: 'Int', limit: 'Int!' })
      .accepts((page: number, limit: number) => ({ page, limit }))
      .returns(fields);
    expect(documentOf(row)).toBe(
      'query users($page: Int, $limit: Int!) { users(page: $page, limit: $limit) { id name } }',
    );
  });

  it('writes an operation without variables without brackets', () => {
    const row = graphql('query me', {})
      .accepts(() => ({}))
      .returns(fields);
    expect(documentOf(row)).toBe('query me { me { id name } }');
  });

  it('writes a scalar answer without a selection', () => {
    const row = graphql('mutation ping', { id: 'String!' })
      .accepts((id: string) => ({ id }))
      .returns<boolean>();
    expect(documentOf(row)).toBe('mutation ping($id: String!) { ping(id: $id) }');
  });

  it('gives a variable that the selection uses to that nested field alone', () => {
    const nested: Selection<{ id: string }> = 'id children(depth: $depth) { id }';
    const row = graphql('query node', { id: 'String!', depth: 'Int' })
      .accepts((id: string, depth?: number) => ({ id, depth }))
      .returns(nested);
    expect(documentOf(row)).toBe(
      'query node($id: String!, $depth: Int) { node(id: $id) { id children(depth: $depth) { id } } }',
    );
  });

  it('tells a variable from one whose name begins alike', () => {
    const nested: Selection<{ id: string }> = 'id children(ids: $ids) { id }';
    const row = graphql('query node', { id: 'String!', ids: '[String!]' })
      .accepts((id: string, ids?: readonly string[]) => ({ id, ids }))
      .returns(nested);
    expect(documentOf(row)).toContain('{ node(id: $id) {');
  });

  it('counts queries as harmless to repeat, and mutations not', () => {
    const read = graphql('query me', {})
      .accepts(() => ({}))
      .returns(fields);
    const write = graphql('mutation me', {})
      .accepts(() => ({}))
      .returns(fields);
    expect([read.traits.idempotent, write.traits.idempotent]).toEqual([true, false]);
  });

  it('names the root field, whose value is the answer', () => {
    const row = graphql('mutation create', { input: 'UserInput!' })
      .accepts((input: { name: string }) => ({ input }))
      .returns(fields);
    expect(row.address.root).toBe('create');
    expect(row.toWire({ name: 'Ada' })).toEqual({ input: { name: 'Ada' } });
  });
});
