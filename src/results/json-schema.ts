// The schemas as JSON Schema (draft 7), for other programs and for people who have only the file.

import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { type SchemaName, schemas } from './schemas.js';

/**
 * Returns the schema called `name` as JSON Schema, which cannot say two things that are required of a file: that text has
 * no control characters, and that the steps of a witness belong to threads of its configuration.
 */
export function jsonSchema(name: SchemaName): JsonSchema {
  const { $schema, title, description, ...rest } = toJsonSchema(schemas[name], {
    ignoreActions: ['check', 'finite'], // JSON has no infinity
    // Keys from a list become `propertyNames`, as they should, though the library objects.
    overrideSchema: ({ valibotSchema, jsonSchema: made }) => (valibotSchema.type === 'record' ? made : undefined),
  });
  return { $id: name, $schema, title, description, ...rest } as JsonSchema;
}
