// The first host of an empty server: a set-up link that works once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, look, person } from '../lib/browser.mjs';
import { startEmpty } from '../lib/server.mjs';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), startEmpty()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('whoever opens the printed link becomes the first host, once', async () => {
  const page = await person(browser, { size: 'phone' });
  await page.goto(server.link);
  await look(page, 'set-up');
  await page.getByLabel('Email', { exact: true }).fill('first@example.org');
  await page.getByLabel('First name').fill('Fiona');
  await page.getByLabel('Last name').fill('First');
  await page.getByLabel('Password', { exact: true }).fill('password');
  await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
  await page.getByText(/easy to guess|guess/i).first().waitFor();
  assert.equal(await page.getByLabel('First name').inputValue(), 'Fiona', 'what was typed is kept');
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '', 'but no password');
  await look(page, 'set-up-guessable');
  await page.getByLabel('Password', { exact: true }).fill('tiny lamp bridge seven');
  await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'My sessions' }).waitFor();
  await look(page, 'my-sessions-empty');

  const late = await person(browser);
  const answer = await late.goto(server.link);
  assert.equal(answer.status(), 410, 'used up');
});
