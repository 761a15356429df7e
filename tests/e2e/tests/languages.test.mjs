// Which language a page speaks, a way through in another one, and that nothing depends on the direction of writing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fits, launch, look, person } from '../lib/browser.mjs';
import { WORDS, furnish, pages, signIn, spoken } from '../lib/languages.mjs';
import { startDemo } from '../lib/server.mjs';

let browser;
let demo;
let session;

before(async () => {
  [browser, demo] = await Promise.all([launch(), startDemo()]);
  session = await furnish(demo);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function choose(page, words, language) {
  const foot = page.getByRole('contentinfo');
  await foot.getByLabel(words.language, { exact: true }).selectOption(language);
  await foot.getByRole('button', { name: words.choose }).click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

test('a browser that asks for none of our languages reads English', async () => {
  const guest = await person(browser, { size: 'phone', locale: 'pt-BR' });
  await guest.goto(session.link);
  assert.equal(await spoken(guest), 'en');
  await guest.getByText('Hosted by').first().waitFor();
});

for (const script of [true, false]) {
  test(`the choice at the foot keeps the page and wins over the browser, ${script ? 'with' : 'without'} a script`, async () => {
    const guest = await person(browser, { size: 'phone', locale: 'de-DE', script });
    await guest.goto(session.link);
    await choose(guest, WORDS.de, 'es');
    assert.equal(guest.url(), session.link);
    await guest.getByText(WORDS.es.hostedBy).first().waitFor();
    const cookie = (await guest.context().cookies()).find(({ name }) => name.endsWith('jigsaw-language'));
    assert.deepEqual([cookie.value, cookie.httpOnly, cookie.sameSite], ['es', true, 'Lax']);
    await guest.goto(`${demo.url}/`);
    assert.equal(await spoken(guest), 'es');
  });
}

test('the language of the account wins, in every browser, until it is left to the browser again', async () => {
  const host = await person(browser, { locale: 'de-DE' });
  await signIn(host, demo, WORDS.de);
  await host.getByRole('link', { name: demo.host.name ?? /./ }).and(host.locator('.viewer-name')).click();
  await host.getByRole('heading', { name: WORDS.de.account }).waitFor();
  await host.getByRole('main').getByLabel(WORDS.de.language, { exact: true }).selectOption('fr');
  await host.getByRole('main').getByRole('button', { name: WORDS.de.save }).click();
  await host.getByRole('heading', { name: WORDS.fr.account }).waitFor();
  await look(host, 'languages-account-saved');

  const elsewhere = await person(browser, { locale: 'es-ES' });
  await elsewhere.goto(`${demo.url}/`);
  await elsewhere.getByLabel(WORDS.es.email, { exact: true }).fill(demo.host.email);
  await elsewhere.getByLabel(WORDS.es.password, { exact: true }).fill(demo.host.password);
  await elsewhere.getByRole('main').getByRole('button', { name: WORDS.es.signIn, exact: true }).click();
  await elsewhere.getByRole('heading', { name: WORDS.fr.sessions }).waitFor();

  // At the foot of a page the account's own language is meant.
  await choose(elsewhere, WORDS.fr, 'en');
  await host.reload();
  await host.getByRole('heading', { name: WORDS.en.account }).waitFor();
  await host.getByRole('main').getByLabel(WORDS.en.language, { exact: true }).selectOption(WORDS.en.by);
  await host.getByRole('main').getByRole('button', { name: WORDS.en.save }).click();
  // The choice of the foot was made in the other browser only; this one asks for German.
  await host.getByRole('heading', { name: WORDS.de.account }).waitFor();
});

test('a guest joins in French, from the link to the room', async () => {
  const guest = await person(browser, { size: 'phone', locale: 'fr-CA' });
  await guest.goto(session.link);
  await guest.getByLabel('Adresse e-mail', { exact: true }).fill('amelie@example.net');
  await guest.getByRole('button', { name: 'Continuer', exact: true }).click();
  await guest.getByLabel('Prénom').fill('Amélie');
  await guest.getByLabel('Nom', { exact: true }).fill('Dupont');
  await look(guest, 'languages-fr-name');
  await guest.getByRole('button', { name: 'Participer', exact: true }).click();
  await guest.getByRole('heading', { name: 'Vous y êtes' }).waitFor();
  await guest.getByText('personnes présentes').or(guest.getByText('Personnes présentes')).first().waitFor();
  await look(guest, 'languages-fr-room');
  await guest.getByRole('button', { name: 'Quitter' }).click();
  await guest.getByRole('heading', { name: 'Vous avez quitté la session' }).waitFor();
});

test('a page that waits counts down in the words of its language', async () => {
  const start = new Date(Date.now() + 26 * 3_600_000);
  const later = await demo.created({
    invitation_type: 'link_password_not_requested',
    title: 'Tomorrow',
    starts_at: start.toISOString(),
    ends_at: new Date(start.getTime() + 3_600_000).toISOString(),
  });
  const guest = await person(browser, { size: 'phone', locale: 'de-AT' });
  await guest.goto(later.link);
  await guest.getByLabel('E-Mail-Adresse', { exact: true }).fill('frueh@example.net');
  await guest.getByRole('button', { name: 'Weiter', exact: true }).click();
  await guest.getByLabel('Vorname').fill('Franz');
  await guest.getByLabel('Nachname').fill('Früh');
  await guest.getByRole('button', { name: 'Beitreten', exact: true }).click();
  await guest.getByText(/^1 T\. 0[12]:\d\d:\d\d$/).waitFor();
  await look(guest, 'languages-de-too-early');
});

test('written from right to left, no main page is wider than a phone', async () => {
  const host = await person(browser, { size: 'phone' });
  // No language of ours is written so: the document is told to.
  await host.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; });
  });
  await host.goto(session.link);
  assert.equal(await host.evaluate(() => getComputedStyle(document.querySelector('h1')).direction), 'rtl');
  await look(host, 'languages-rtl-join');
  await signIn(host, demo, WORDS.en);
  for (const [name, path] of Object.entries(pages(session.id))) {
    await host.goto(`${demo.url}${path}`);
    await fits(host, `languages-rtl-${name}`);
    // What hangs out at the start side cannot be scrolled to, so it is measured.
    const out = await host.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')]
      .filter((part) => part.checkVisibility() && !part.closest('.unseen, .skip, .tabs, [popover], thead, option, select'))
      .filter((part) => { const box = part.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
      .map((part) => part.outerHTML.slice(0, 120)));
    assert.deepEqual(out, [], name);
  }
});
