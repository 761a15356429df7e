// Answers, links and mail of a session, in a browser: what a mail's link does, and what no scanner can do.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import jsQR from 'jsqr';
import { PNG } from 'pngjs';

import { launch, look, person } from '../lib/browser.mjs';
import { giveName, insideRoom, signIn } from '../lib/flows.mjs';
import { startDemo } from '../lib/server.mjs';

let browser;
let demo;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jigsaw-links-'));
  // A file whatever the other tests run on: its tables are read from outside.
  const env = { JIGSAW_DATABASE_URL: `sqlite://${join(folder, 'jigsaw.db')}` };
  [browser, demo] = await Promise.all([launch(), startDemo({ args: ['--data', folder], env })]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
  if (folder) await rm(folder, { recursive: true });
});

/// A session on a list in some hours, with one person invited and their mail sent.
async function listed(email, fields = {}) {
  const start = Date.now() + 5 * 3_600_000;
  const session = await demo.created({
    title: 'Board meeting',
    invitation_type: 'invitation_list',
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + 3_600_000).toISOString(),
    reminders: [10],
    ...fields,
  });
  const invited = await demo.api('POST', `/sessions/${session.id}/invitations`, { invitations: [{ email }] });
  assert.equal(invited.status, 201);
  const mail = await demo.mail(email, 'invitation');
  return { session, mail, link: await demo.personalLink(email), invitation: invited.body.items[0].id };
}

/// Every row of every table, as text.
async function tables() {
  const dump = `
import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print("\\n".join(db.iterdump()))`;
  const run = promisify(execFile);
  const { stdout } = await run('python3', ['-c', dump, join(folder, 'jigsaw.db')], { maxBuffer: 1 << 28 });
  return stdout;
}

/// Waits until nothing more is written by itself: mail that was sent is written down a moment later.
async function settled() {
  let last = await tables();
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = await tables();
    if (now === last) return now;
    last = now;
  }
  throw new Error('the tables never come to rest');
}

test('an invitation is answered by the link of the mail and a button, and the host sees it', async () => {
  const { session, mail } = await listed('answers@example.net');
  const answers = mail.text.match(/https?:\/\/\S+\/answer\?answer=\w+/g);
  assert.deepEqual(
    answers.map((address) => address.split('=')[1]),
    ['accept', 'tentative', 'decline'],
  );
  const guest = await person(browser, { size: 'phone' });
  await guest.goto(answers[2]);
  await guest.getByRole('heading', { name: 'Will you come?' }).waitFor();
  await look(guest, 'will-you-come');
  await guest.getByRole('button', { name: 'No, I cannot come' }).click();
  await guest.getByText('Your answer is noted').waitFor();
  await look(guest, 'will-you-come-answered');

  const host = await person(browser, { dark: true });
  await signIn(host, demo);
  await host.goto(`${demo.url}/sessions/${session.id}/invitations`);
  await host.getByText('1 will not come').waitFor();
  await host.getByText('to nobody').waitFor();
  await look(host, 'invitations-answers');

  // On the personal link's own page, without a script; the host's open page follows by itself.
  const plain = await person(browser, { script: false });
  await plain.goto(mail.text.match(/https?:\/\/\S+\/i\/[A-Za-z0-9_-]{48}(?=\s)/)[0]);
  await look(plain, 'personal-link-asks');
  await plain.getByRole('button', { name: 'Yes, I will come' }).click();
  await plain.getByText('Your answer is noted').waitFor();
  await host.reload();
  await host.getByText('1 will come').waitFor();
});

test('the QR code leads where the link leads, as PNG and in the page', async () => {
  const { session, invitation, link } = await listed('poster@example.net', { title: 'Poster' });
  const host = await person(browser);
  await signIn(host, demo);
  await host.goto(`${demo.url}/sessions/${session.id}`);
  await look(host, 'details-share');
  const download = async (button) => {
    const [file] = await Promise.all([host.waitForEvent('download'), button.click()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const read = (bytes) => {
    const png = PNG.sync.read(bytes);
    return jsQR(new Uint8ClampedArray(png.data), png.width, png.height).data;
  };
  const picture = await download(host.getByRole('link', { name: 'QR code as PNG' }));
  assert.equal(picture.name, 'qr-poster.png');
  assert.equal(read(picture.bytes), session.link);
  const drawing = await download(host.getByRole('link', { name: 'QR code as SVG' }));
  assert.match(drawing.bytes.toString(), /^<\?xml.*<svg /s);
  await host.getByText('Text to send').click();
  const words = await host.getByLabel('Text with time and link').inputValue();
  assert.match(words, new RegExp(`^Poster\\n.*\\n\\n${session.link}\\n\\nYou will be asked`, 's'));
  await look(host, 'details-share-open');

  await host.goto(`${demo.url}/sessions/${session.id}/invitations`);
  await host.locator(`#i-${invitation}`).getByRole('button', { name: 'Link', exact: true }).click();
  assert.equal(await host.getByRole('textbox', { name: 'Personal link' }).inputValue(), link);
  await look(host, 'personal-link-shown');
  const own = await download(host.getByRole('button', { name: 'QR code as PNG' }));
  assert.equal(read(own.bytes), link);
});

test('the link ends when the host says so', async () => {
  const session = await demo.live({ invitation_type: 'link_password_not_requested', title: 'Short link' });
  const host = await person(browser, { script: false });
  await signIn(host, demo);
  await host.goto(`${demo.url}/sessions/${session.id}`);
  await host.getByText('Limits of the link').click();
  await host.getByLabel('Link ends').fill('2026-01-01T10:00');
  await host.getByLabel('People at most').fill('7');
  await host.getByRole('button', { name: 'Save limits' }).click();
  await host.getByText('The link ended').waitFor();
  const refused = await demo.join(session.link, { email: 'late@example.net' });
  assert.deepEqual(
    refused.body.reasons.map((reason) => reason.code),
    ['link_expired'],
  );
});

test('the mail calendar shows what then arrives', async () => {
  const start = Date.now() + 62_000;
  const { session } = await listed('soon@example.net', {
    title: 'In a minute',
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + 3_600_000).toISOString(),
    reminders: [1],
    early_entry_minutes: 0,
  });
  const calendar = async () => (await demo.api('GET', `/sessions/${session.id}/mail-calendar`)).body.items;
  const reminder = (items) => items.find((item) => item.kind === 'reminder');
  const before = reminder(await calendar());
  assert.equal(Date.parse(before.at), Math.floor(start / 1000) * 1000 - 60_000, 'foretold to the second');
  // Invited less than half of it before: the invitation is the reminder, and the calendar says so.
  assert.equal(before.people, 1);
  const mail = await demo.mail('soon@example.net', 'reminder');
  assert.match(mail.subject, /In a minute/);
  await settled();
  const done = reminder(await calendar());
  assert.deepEqual([done.stage, done.sent], ['done', 1]);
});

test('no scanner changes anything, and then the person joins', async () => {
  const email = 'scanned@example.net';
  const { session, link } = await listed(email, { title: 'Scanned' });
  const open = await demo.created({ invitation_type: 'link_password_not_requested', title: 'Open door' });
  await demo.api('POST', `/sessions/${session.id}/start`);
  const addresses = [
    open.link,
    session.link,
    `${open.link}/session.ics`,
    link,
    `${link}/answer`,
    ...['accept', 'tentative', 'decline'].map((answer) => `${link}/answer?answer=${answer}`),
    `${demo.url}/sessions/${session.id}/qr.png`,
    `${demo.url}/sessions/${session.id}/qr.svg`,
    `${demo.url}/api/v1/join/${demo.key(link)}`,
    `${demo.url}/api/v1/join/${demo.key(link)}/answer`,
  ];
  const before = await settled();
  const ahead = [{ 'sec-purpose': 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }];
  for (const address of addresses) {
    for (const method of ['HEAD', 'GET', 'OPTIONS']) {
      for (const headers of [{}, ...ahead]) {
        const answer = await fetch(address, { method, headers, redirect: 'manual' });
        await answer.arrayBuffer();
        assert.ok(answer.status < 500, `${method} ${address}: ${answer.status}`);
      }
    }
    await Promise.all(Array.from({ length: 20 }, () => fetch(address, { redirect: 'manual' })));
  }
  // A browser that runs every script, waits, and clicks nothing.
  const scanner = await person(browser);
  for (const address of addresses.filter((address) => !/\.(ics|png|svg)$/.test(address))) {
    await scanner.goto(address);
    await scanner.waitForLoadState('networkidle');
  }
  assert.equal(await settled(), before, 'not a row is another');

  const guest = await person(browser, { size: 'phone' });
  await guest.goto(link);
  await giveName(guest, 'Sam', 'Scanned');
  await insideRoom(guest);
});
