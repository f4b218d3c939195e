import type { RegisteredClient } from '../../domain/registered-clients/registered-client.types.js';
import { isPublic, type NewClientSecret } from '../../domain/registered-clients/registered-clients.js';
import { isUuid } from '../../domain/uuid.js';
import type { Context } from '../../http/context.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { readBody } from '../request-body.js';
import { AUDIENCE } from '../user-view.js';
import { clientTypeOf, registrationChangeOf, registrationOf } from './oauth-client-attributes.js';
import { pageOf } from './pages.js';

const PATH = '/admin/oauth/clients';

/** The clients of an OAuth 2.1 server. They are administered here; nothing on this wire gives them tokens. */
export function mountOauthClients(context: GotrueContext): void {
  const { domain, gate, on } = context;
  const { registeredClients: clients } = domain;

  on('GET', PATH, async (c) => {
    await gate.requireAdmin(c);
    return c.json({ clients: pageOf(c, PATH, clients.all()).map(clientView), aud: AUDIENCE });
  });

  on('POST', PATH, async (c) => {
    await gate.requireAdmin(c);
    return c.json(shownOnce(clients.register(registrationOf(await readBody(context, c)))), 201);
  });

  on('GET', `${PATH}/{clientId}`, async (c) => {
    await gate.requireAdmin(c);
    return c.json(clientView(requireClient(context, c)));
  });

  on('PUT', `${PATH}/{clientId}`, async (c) => {
    await gate.requireAdmin(c);
    requireClient(context, c);
    const body = await readBody(context, c);
    const client = requireClient(context, c);
    return c.json(clientView(clients.change(client, registrationChangeOf(body, client))));
  });

  on('DELETE', `${PATH}/{clientId}`, async (c) => {
    await gate.requireAdmin(c);
    clients.delete(requireClient(context, c).id);
    return c.body(null, 204);
  });

  on('POST', `${PATH}/{clientId}/regenerate_secret`, async (c) => {
    await gate.requireAdmin(c);
    const client = requireClient(context, c);
    if (isPublic(client)) throw invalid('Cannot regenerate secret for public client');
    return c.json(shownOnce(clients.renewSecret(client)));
  });
}

/** @throws {GotrueRefusal} There is no client with this id, or it is no id. */
function requireClient({ domain }: GotrueContext, c: Context): RegisteredClient {
  const id = c.req.param('clientId') ?? '';
  if (!isUuid(id)) throw invalid('invalid client_id format');
  const client = domain.registeredClients.get(id.toLowerCase());
  if (client) return client;
  throw new GotrueRefusal(404, 'oauth_client_not_found', 'OAuth client not found');
}

function shownOnce({ client, secret }: NewClientSecret): object {
  return { ...clientView(client), ...(secret === null ? {} : { client_secret: secret }) };
}

/** A client as this wire tells it. What is not there is left out; its secret has no place in it. */
function clientView(client: RegisteredClient): object {
  const { id, name, uri, logoUri, redirectUris, grantTypes, authentication, createdAt, updatedAt } = client;
  return {
    client_id: id,
    client_type: clientTypeOf(client),
    redirect_uris: redirectUris,
    token_endpoint_auth_method: authentication,
    grant_types: grantTypes,
    response_types: ['code'],
    ...(name === '' ? {} : { client_name: name }),
    ...(uri === '' ? {} : { client_uri: uri }),
    ...(logoUri === '' ? {} : { logo_uri: logoUri }),
    registration_type: 'manual',
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}
