// Every main page in every language: it speaks it, it fits, it is accessible.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fits, launch, look, person, turn } from '../lib/browser.mjs';
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

/// A phone by day is looked at closely; at the other screens the page has to fit, and leaves its picture.
async function lookAround(page, name, { themes = false } = {}) {
  await turn(page, 'phone', false);
  await look(page, name);
  for (const [size, dark] of themes ? [['phone', true], ['desktop', false], ['desktop', true]] : [['desktop', false]]) {
    await turn(page, size, dark);
    await fits(page, name);
  }
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`a browser that asks for ${words.locale} reads ${language} at the door and behind it`, async () => {
    const guest = await person(browser, { locale: words.locale });
    await guest.goto(session.link);
    assert.equal(await spoken(guest), language);
    await guest.getByText(words.hostedBy).first().waitFor();
    await lookAround(guest, `languages-${language}-join`, { themes: true });

    const host = await person(browser, { locale: words.locale });
    await host.goto(`${demo.url}/`);
    await lookAround(host, `languages-${language}-sign-in`);
    await signIn(host, demo, words);
    for (const [name, path] of Object.entries(pages(session.id))) {
      await host.goto(`${demo.url}${path}`);
      assert.equal(await spoken(host), language, name);
      await lookAround(host, `languages-${language}-${name}`, { themes: name === 'details' });
    }
    await host.goto(`${demo.url}${pages(session.id).details}`);
    await host.getByRole('heading', { name: words.details }).waitFor();
    await Promise.all([guest.context().close(), host.context().close()]);
  });
}
