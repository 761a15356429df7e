// Starts the real binary as a demo on a free port, and talks to its API.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const binary = process.env.E2E_JIGSAW;

// A program that answers every line with the address of a new PostgreSQL database; without it each server has a SQLite file.
const databases = process.env.E2E_DATABASES && spawn(process.env.E2E_DATABASES, { stdio: ['pipe', 'pipe', 'inherit'] });
const addresses = databases && createInterface({ input: databases.stdout })[Symbol.asyncIterator]();
if (databases) {
  // It must not keep the tests from ending; it ends when its input does.
  for (const held of [databases, databases.stdin, databases.stdout]) held.unref();
}

async function database() {
  if (!databases) return {};
  databases.stdin.write('\n');
  const { value, done } = await addresses.next();
  if (done) throw new Error('there is no database: the program that gives them has ended');
  return { JIGSAW_DATABASE_URL: value };
}

export async function startDemo({ args = [], env = {} } = {}) {
  if (!binary) throw new Error('E2E_JIGSAW is not set: run the tests with `cargo xtask e2e`');
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--json', ...args], {
    env: { PATH: process.env.PATH, JIGSAW_LOG: 'warn', ...(await database()), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the demo ended with ${code} before it was ready`);
  });
  const [line] = await Promise.race([once(lines, 'line'), gone]);
  gone.catch(() => {});
  return new Demo(child, JSON.parse(line));
}

/// An empty server in a fresh folder; answers the set-up link that it prints, and how to stop it.
export async function startEmpty() {
  const folder = await mkdtemp(join(tmpdir(), 'jigsaw-'));
  const child = spawn(binary, ['serve', '--migrate'], {
    cwd: folder,
    env: { PATH: process.env.PATH, JIGSAW_LOG: 'warn', JIGSAW_LISTEN: '127.0.0.1:0', ...(await database()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let link;
  for await (const line of createInterface({ input: child.stdout })) {
    link = line.match(/https?:\/\/\S+\/setup\/\S+/)?.[0];
    if (link) break;
  }
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  };
  return { link, stop };
}

class Demo {
  constructor(child, facts) {
    this.child = child;
    this.url = facts.base_url;
    this.host = facts.host;
    this.token = facts.api_token;
    this.sessions = facts.sessions;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await ended;
    if (code !== 0) throw new Error(`the demo ended with ${code}`);
  }

  link(type) {
    return this.sessions.find((session) => session.invitation_type === type).link;
  }

  async api(method, path, body, token = this.token) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  }

  async created(fields) {
    const start = new Date(Date.now() - 60_000);
    const answer = await this.api('POST', '/sessions', {
      title: 'A session',
      starts_at: start.toISOString(),
      ends_at: new Date(start.getTime() + 3_600_000).toISOString(),
      time_zone: 'Europe/Berlin',
      ...fields,
    });
    if (answer.status !== 201) throw new Error(`create: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async live(fields) {
    const session = await this.created(fields);
    const started = await this.api('POST', `/sessions/${session.id}/start`);
    if (started.status !== 200) throw new Error(`start: ${started.status} ${JSON.stringify(started.body)}`);
    return session;
  }

  /// The newest captured mail for an address, waited for.
  async mail(to, kind, after = 0) {
    for (let tries = 0; tries < 100; tries += 1) {
      const { body } = await this.api('GET', '/mailbox');
      const found = body.filter(
        (mail) => mail.to.includes(to) && mail.kind === kind && Date.parse(mail.sent_at) >= after,
      );
      if (found.length > 0) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no ${kind} mail came`);
  }

  async code(to, after) {
    const mail = await this.mail(to, 'code', after);
    return mail.text.match(/\b\d{6}\b/)[0];
  }

  async personalLink(to) {
    const mail = await this.mail(to, 'invitation');
    return mail.text.match(/https?:\/\/\S+\/i\/[A-Za-z0-9_-]{48}/)[0];
  }

  key(link) {
    return link.split('/').pop();
  }

  join(link, evidence, token) {
    return this.api('POST', `/join/${this.key(link)}`, evidence, token ?? null);
  }
}
