import { z } from 'zod';
import { type ApiEvent, type ApiOperation, openApiPath, parametersOf } from './operation.ts';

type Json = Record<string, unknown>;
export type ApiDocument = {
  openapi: string;
  info: Json;
  servers: Json[];
  tags: { name: string }[];
  paths: Record<string, { get: Json }>;
  webhooks: Record<string, { post: Json }>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
};

const keyName = 'networkKey';
const explained: Record<string, string> = {
  network: "The network's address.",
  locale: 'A language of the network; titles and texts come in it.',
};

/** An OpenAPI 3.1 document of everything that the features describe, in their order. Pure: the same words give the same bytes. */
export function apiDocument(given: {
  title: string;
  description: string;
  servers: readonly string[];
  operations: readonly ApiOperation[];
  events: readonly ApiEvent[];
}): ApiDocument {
  const schemas: Record<string, Json> = {};
  // Each schema stands once under components, by the id of what answers it.
  const named = (name: string, schema: z.ZodType): Json => {
    const { $schema: _, ...json } = z.toJSONSchema(schema) as Json;
    schemas[name] = json;
    return { $ref: `#/components/schemas/${name}` };
  };
  const paths: ApiDocument['paths'] = {};
  for (const operation of given.operations) {
    const path = openApiPath(operation);
    if (paths[path]) throw new Error(`two operations describe ${path}`);
    paths[path] = { get: describe(operation, path, operation.answer && named(operation.id, operation.answer)) };
  }
  const webhooks: ApiDocument['webhooks'] = {};
  for (const { name, summary, body } of given.events)
    webhooks[name] = {
      post: {
        operationId: `told.${name}`,
        tags: ['webhooks'],
        summary,
        requestBody: { required: true, content: { 'application/json': { schema: named(`told.${name}`, body) } } },
        responses: { '2XX': { description: 'It arrived. Anything else is tried again; 410 ends it.' } },
      },
    };
  const groups = new Set([
    ...given.operations.map(({ group }) => group),
    ...(given.events.length > 0 ? ['webhooks'] : []),
  ]);
  return {
    openapi: '3.1.0',
    info: { title: given.title, version: '1', description: given.description },
    servers: given.servers.map((url) => ({ url })),
    tags: [...groups].map((name) => ({ name })),
    paths,
    webhooks,
    components: {
      schemas,
      securitySchemes: { [keyName]: { type: 'apiKey', in: 'header', name: 'OSDI-API-Token' } },
    },
  };
}

function describe(operation: ApiOperation, path: string, schema: Json | undefined): Json {
  const { id, group, summary, reader, query = {}, type } = operation;
  const parameters = [
    ...parametersOf(path).map((name) => ({
      name,
      in: 'path',
      required: true,
      ...(explained[name] ? { description: explained[name] } : {}),
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    security: reader === 'key' ? [{ [keyName]: [] }] : [],
    responses: {
      '200': { description: summary, content: { [type]: { schema: schema ?? { type: 'string' } } } },
      ...(reader === 'key' ? { '401': { description: 'No key, or one that is not valid any more.' } } : {}),
      ...(parametersOf(path).length > 0 ? { '404': { description: 'There is nothing at this address.' } } : {}),
      ...(reader === 'key' ? { '429': { description: 'Too many requests; see Retry-After.' } } : {}),
    },
  };
}
