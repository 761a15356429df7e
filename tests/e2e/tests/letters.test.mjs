// What people are mailed: a change and a cancellation with the host's reason, a way to a new password; and how mails look.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { launch, look, person } from '../lib/browser.mjs';
import { createSession, signIn } from '../lib/flows.mjs';
import { startDemo } from '../lib/server.mjs';

let browser;
let demo;

before(async () => {
  [browser, demo] = await Promise.all([launch(), startDemo()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/// Invites by the API, and waits until the mail has left: only whoever was mailed is told of anything later.
async function mailed(session, invitation) {
  await demo.api('POST', `/sessions/${session.id}/invitations`, { invitations: [invitation] });
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await demo.api('GET', `/sessions/${session.id}/invitations`);
    const listed = body.items.find((one) => one.email === invitation.email);
    if (listed.delivery === 'sent') return listed;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the mail to ${invitation.email} has not left`);
}

const later = () => Date.now() + 3 * 3_600_000;

test('invitees are told of another time, and of the end with the reason, unless the host unticks it', async () => {
  const host = await person(browser);
  await signIn(host, demo);
  const session = await createSession(host, demo, { title: 'Told', type: 'Invitation list', start: later() });
  await mailed(session, { email: 'told@example.net', language: 'de' });
  const invitation = await demo.mail('told@example.net', 'invitation');
  assert.match(invitation.subject, /lädt Sie zu „Told“ ein/, 'in the language that the host chose for them');

  await host.goto(`${demo.url}/sessions/${session.id}`);
  const tell = host.getByRole('checkbox', { name: 'Tell the person who was invited by mail' });
  assert.equal(await tell.first().isChecked(), true);
  await look(host, 'details-tell');
  await host.getByLabel('Message to invitees').fill('Please bring the book.');
  await host.getByLabel('Title', { exact: true }).fill('Told anew');
  await host.getByRole('button', { name: 'Save' }).click();
  await host.getByText('Saved').first().waitFor();
  const change = await demo.mail('told@example.net', 'change');
  assert.match(change.text, /> Please bring the book\./);

  await host.getByRole('button', { name: 'Cancel session' }).first().click();
  const dialog = host.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The teacher is ill.');
  await look(host, 'cancel-tell');
  await dialog.getByRole('button', { name: 'Cancel session' }).click();
  await host.getByText('Cancelled').first().waitFor();
  const cancellation = await demo.mail('told@example.net', 'cancellation');
  assert.match(cancellation.subject, /^Abgesagt: „Told anew“$/);
  assert.match(cancellation.text, /> The teacher is ill\./);

  await host.goto(`${demo.url}/mailbox`);
  await host.getByText('Abgesagt: „Told anew“').first().click();
  await host.getByText('The teacher is ill.').first().waitFor();
  await look(host, 'mailbox-cancellation');
});

test('a cancellation that is kept quiet is mailed to nobody', async () => {
  const session = await demo.created({
    invitation_type: 'invitation_list',
    title: 'Quiet',
    starts_at: new Date(later()).toISOString(),
    ends_at: new Date(later() + 3_600_000).toISOString(),
  });
  await mailed(session, { email: 'quiet@example.net' });
  const other = await mailed(session, { email: 'other@example.net' });
  await demo.api('DELETE', `/sessions/${session.id}/invitations/${other.id}`, {});
  const uninvited = await demo.mail('other@example.net', 'cancellation');
  assert.match(uninvited.subject, /no longer invited/);
  const off = await demo.api('DELETE', `/sessions/${session.id}`, { notify: false });
  assert.equal(off.status, 200);
  // What was written before has left by now, in order: had the cancellation been written, it would be there, too.
  await demo.api('POST', '/password-reset', { email: demo.host.email }, null);
  await demo.mail(demo.host.email, 'password_reset');
  const mails = (await demo.api('GET', '/mailbox')).body;
  assert.equal(mails.filter((mail) => mail.to.includes('quiet@example.net') && mail.kind === 'cancellation').length, 0);
});

for (const [size, script] of [['desktop', true], ['phone', false]]) {
  test(`a forgotten password, ${script ? 'with' : 'without'} a script`, async () => {
    const own = await startDemo();
    try {
      const page = await person(browser, { size, script });
      const before = await person(browser);
      await signIn(before, own);
      await page.goto(`${own.url}/`);
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await look(page, 'forgot');
      await page.getByLabel('Email', { exact: true }).fill('nobody@example.net');
      await page.getByRole('button', { name: 'Send the link' }).click();
      const said = await page.getByRole('main').innerText();
      await page.goto(`${own.url}/forgot`);
      await page.getByLabel('Email', { exact: true }).fill(own.host.email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      assert.equal(await page.getByRole('main').innerText(), said, 'the same answer for everyone');
      await look(page, 'forgot-sent');

      const mail = await own.mail(own.host.email, 'password_reset');
      await page.goto(mail.text.match(/https?:\/\/\S+\/setup\/\S+/)[0]);
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      await look(page, 'reset');
      await page.getByLabel('Password', { exact: true }).fill('tiny lamp bridge seven');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('heading', { name: 'My sessions' }).waitFor();
      await before.goto(`${own.url}/sessions`);
      await before.getByRole('heading', { name: 'Sign in' }).waitFor();
      const again = { url: own.url, host: { ...own.host, password: 'tiny lamp bridge seven' } };
      await signIn(await person(browser), again);
    } finally {
      await own.stop();
    }
  });
}

const samples = process.env.E2E_MAIL_SAMPLES;
for (const [kind, language, dark] of [
  ['invitation', 'de', false],
  ['change_moved', 'en', false],
  ['cancellation', 'fr', false],
  ['reminder_day', 'es', false],
  ['access_request_crowd', 'en', true],
]) {
  test(`how a mail looks: ${kind} in ${language}`, async () => {
    assert.ok(samples, 'E2E_MAIL_SAMPLES is not set: run the tests with `cargo xtask e2e`');
    const file = join(samples, `${kind}-${language}.html`);
    assert.ok(existsSync(file), `${file} is missing`);
    for (const width of [600, 390]) {
      const page = await person(browser, { dark });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(pathToFileURL(file).href);
      page.setting = `${width}-${dark ? 'dark' : 'light'}`;
      await look(page, `mail-${kind}-${language}`);
    }
  });
}
