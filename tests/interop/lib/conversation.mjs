// How a script talks with the test that started it: JSON, a message a line.
//   test -> script   { "scenario": name, "arguments": … }                  once, at the beginning
//   script -> test   { "ask": what the user shall do, … }, answered by     as often as needed
//   test -> script   { … }
//   script -> test   { "result": … } or { "error": … }                     once, at the end; after an error the exit code is 1
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function read() {
  const { value, done } = await lines.next();
  if (done) {
    throw new Error('The test has hung up.');
  }
  return JSON.parse(value);
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

export async function ask(what, question) {
  write({ ask: what, ...question });
  return read();
}

// What the library says of an error: messages say little, what matters is in `code`, `error` and the chain of causes.
export function describe(error, depth = 0) {
  if (!(error instanceof Error)) {
    return error;
  }
  const { name, message, code, status, error: oauthError, error_description, cause } = error;
  return { name, message, code, status, error: oauthError, error_description, cause: depth < 4 ? describe(cause, depth + 1) : undefined };
}

// The OAuth error that a request is refused with; a request that succeeds is an error here.
export async function refusal(request) {
  try {
    await request;
  } catch (error) {
    return error.error ?? Promise.reject(error);
  }
  throw new Error('The request was to be refused and was not.');
}

export async function serve(scenarios) {
  try {
    const { scenario, arguments: given } = await read();
    write({ result: await scenarios[scenario](given) });
  } catch (error) {
    write({ error: describe(error) });
    process.exitCode = 1;
  } finally {
    process.stdin.destroy();
  }
}
