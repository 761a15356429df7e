// Why: what an edit would do, settings that are odd, who got in and who would.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { launch, look, person } from '../lib/browser.mjs';
import { giveEmail, giveName, insideRoom, signIn } from '../lib/flows.mjs';
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

const open = 'link_password_not_requested';

async function comes(session, email, first, last) {
  const guest = await person(browser, { size: 'phone' });
  await giveEmail(guest, session.link, email);
  await giveName(guest, first, last);
  await insideRoom(guest);
}

for (const script of [true, false]) {
  test(`an edit that shuts people out is asked about first, ${script ? 'with' : 'without'} script`, async () => {
    const session = await demo.live({ invitation_type: open, title: 'Open until now' });
    await comes(session, 'mia@example.net', 'Mia', 'Ito');
    const host = await person(browser, { script, size: script ? 'desktop' : 'phone' });
    await signIn(host, demo);
    await host.goto(`${demo.url}/sessions/${session.id}`);
    await host.getByLabel('Title').fill('For the list');
    await host.getByLabel('Invitation list', { exact: true }).check();
    await host.getByRole('button', { name: 'Save' }).click();
    await host.getByRole('heading', { name: 'This person could no longer enter' }).waitFor();
    await host.getByText('mia@example.net').waitFor();
    await look(host, 'edit-preview');

    await host.getByRole('button', { name: 'Back' }).click();
    assert.equal(await host.getByLabel('Title').inputValue(), 'For the list');
    assert.ok(await host.getByLabel('Invitation list', { exact: true }).isChecked());
    assert.equal((await demo.api('GET', `/sessions/${session.id}`)).body.title, 'Open until now');

    await host.getByRole('button', { name: 'Save' }).click();
    await host.getByRole('button', { name: 'Save anyway' }).click();
    await host.getByText('Saved.').first().waitFor();
    await host.getByText('Nobody is on the invitation list yet').waitFor();
    await look(host, 'odd-settings');
    assert.equal((await demo.api('GET', `/sessions/${session.id}`)).body.invitation_type, 'invitation_list');
  });
}

test('decisions are narrowed, opened and downloaded, and the simulator says what then happens', async () => {
  const session = await demo.live({ invitation_type: open, title: 'Who was there' });
  await comes(session, 'anna@example.net', 'Anna', 'Ash');
  await comes(session, 'ben@example.net', 'Ben', 'Birch');
  const host = await person(browser);
  await signIn(host, demo);
  await host.goto(`${demo.url}/sessions/${session.id}/access`);
  await host.getByLabel('Address contains').fill('ANNA');
  await host.getByLabel('Outcome').selectOption({ label: 'Let in' });
  await host.getByRole('button', { name: 'Show', exact: true }).click();
  const rows = host.locator('details.decision');
  assert.equal(await rows.count(), 1);
  await rows.first().locator('summary').click();
  await rows.first().getByText('Anyone with the link').waitFor();
  await look(host, 'access-narrowed');

  const [download] = await Promise.all([
    host.waitForEvent('download'),
    host.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /anna@example\.net/);
  assert.doesNotMatch(file, /ben@example\.net/);

  const would = async (email) => {
    await host.goto(`${demo.url}/sessions/${session.id}/access`);
    await host.getByLabel('Email').fill(email);
    await host.getByRole('button', { name: 'Find out' }).click();
    return (await host.locator('#answer .verdict').innerText()).trim();
  };
  assert.match(await would('carl@example.net'), /asked for more: Name needed\. After that they would be let in/);
  await comes(session, 'carl@example.net', 'Carl', 'Cedar');
  await demo.api('POST', `/sessions/${session.id}/lock`);
  assert.match(await would('dora@example.net'), /Door locked/);
  const late = await person(browser, { size: 'phone' });
  await giveEmail(late, session.link, 'dora@example.net');
  await late.getByText('The session is locked').first().waitFor();
});

test('links tell who never came by theirs', async () => {
  const session = await demo.live({ invitation_type: open, title: 'Invited' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: [{ email: 'eve@example.net', first_name: 'Eve', last_name: 'Elm' }],
  });
  for (const [size, dark] of [['desktop', false], ['phone', true]]) {
    const host = await person(browser, { size, dark });
    await signIn(host, demo);
    await host.goto(`${demo.url}/sessions/${session.id}/access`);
    await host.getByRole('row', { name: /Eve Elm eve@example\.net (Opened )?Never/ }).waitFor();
    await look(host, 'access-links');
  }
});
