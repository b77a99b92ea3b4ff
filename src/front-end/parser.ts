// The parser of TypeScript. Pages load it when they need it, as late-parser.ts: it is a sixth of what they load.

import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser, type Program } from 'acorn';

export const TypeScriptParser = Parser.extend(tsPlugin() as unknown as (parser: typeof Parser) => typeof Parser);

/** @throws SyntaxError, which has its offset as `pos` */
export function parseTypeScript(text: string): Program {
  return TypeScriptParser.parse(text, { ecmaVersion: 2022, sourceType: 'module', locations: true });
}
