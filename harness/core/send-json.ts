import type { ServerResponse } from 'node:http';

/** Answers a person with curl, or a program: JSON on lines of their own. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
