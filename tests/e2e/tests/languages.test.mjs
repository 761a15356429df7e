// Four languages: which one a page speaks, that it fits, and that nothing depends on the direction of writing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, look, person } from '../lib/browser.mjs';
import { startDemo } from '../lib/server.mjs';

let browser;
let demo;
let session;

// The words that a person goes by.
const WORDS = {
  en: {
    locale: 'en-GB', hostedBy: 'Hosted by', email: 'Email', password: 'Password', signIn: 'Sign in',
    sessions: 'My sessions', details: 'Who gets in', account: 'Your account', language: 'Language',
    choose: 'Change language', save: 'Save', by: 'As my browser asks for',
  },
  de: {
    locale: 'de-DE', hostedBy: 'Gastgeber:', email: 'E-Mail-Adresse', password: 'Passwort', signIn: 'Anmelden',
    sessions: 'Meine Sitzungen', details: 'Wer Zutritt hat', account: 'Ihr Konto', language: 'Sprache',
    choose: 'Sprache ändern', save: 'Speichern', by: 'Wie mein Browser es wünscht',
  },
  fr: {
    locale: 'fr-FR', hostedBy: 'Hôte :', email: 'Adresse e-mail', password: 'Mot de passe', signIn: 'Se connecter',
    sessions: 'Mes sessions', details: 'Qui peut entrer', account: 'Votre compte', language: 'Langue',
    choose: 'Changer de langue', save: 'Enregistrer', by: 'Selon mon navigateur',
  },
  es: {
    locale: 'es-ES', hostedBy: 'Anfitrión:', email: 'Correo electrónico', password: 'Contraseña', signIn: 'Acceder',
    sessions: 'Mis sesiones', details: 'Quién puede entrar', account: 'Su cuenta', language: 'Idioma',
    choose: 'Cambiar de idioma', save: 'Guardar', by: 'El que pide mi navegador',
  },
};

before(async () => {
  [browser, demo] = await Promise.all([launch(), startDemo()]);
  session = await demo.live({ invitation_type: 'link_password_not_requested', title: 'The history of maps' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: [{ email: 'laila@example.net', first_name: 'ليلى', last_name: 'الحسن' }, { email: 'amelie@example.net' }],
  });
  await demo.join(session.link, { email: 'kwame@example.net', first_name: 'Kwame', last_name: 'Mensah' });
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function spoken(page) {
  return page.evaluate(() => document.documentElement.lang);
}

async function signIn(page, words) {
  await page.goto(`${demo.url}/`);
  await page.getByLabel(words.email, { exact: true }).fill(demo.host.email);
  await page.getByLabel(words.password, { exact: true }).fill(demo.host.password);
  await page.getByRole('main').getByRole('button', { name: words.signIn, exact: true }).click();
  await page.getByRole('heading', { name: words.sessions }).waitFor();
}

async function choose(page, words, language) {
  const foot = page.getByRole('contentinfo');
  await foot.getByLabel(words.language, { exact: true }).selectOption(language);
  await foot.getByRole('button', { name: words.choose }).click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

/// Every main page of a signed-in host, by a name for its picture.
function pages() {
  const at = `/sessions/${session.id}`;
  return {
    sessions: '/sessions',
    new: '/sessions/new',
    details: at,
    invitations: `${at}/invitations`,
    live: `${at}/live`,
    access: `${at}/access`,
    account: '/account',
    mailbox: '/mailbox',
    missing: '/nothing-here',
  };
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`a browser that asks for ${words.locale} reads ${language} at the door and behind it`, async () => {
    for (const [size, dark] of [['phone', false], ['phone', true], ['desktop', false], ['desktop', true]]) {
      const guest = await person(browser, { size, dark, locale: words.locale });
      await guest.goto(session.link);
      assert.equal(await spoken(guest), language);
      await guest.getByText(words.hostedBy).first().waitFor();
      await look(guest, `languages-${language}-join`);

      const host = await person(browser, { size, dark, locale: words.locale });
      await host.goto(`${demo.url}/`);
      await look(host, `languages-${language}-sign-in`);
      await signIn(host, words);
      await host.goto(`${demo.url}/sessions/${session.id}`);
      await host.getByRole('heading', { name: words.details }).waitFor();
      await look(host, `languages-${language}-details`);
      await Promise.all([guest.context().close(), host.context().close()]);
    }
  });

  for (const size of ['phone', 'desktop']) {
    test(`every main page fits and is accessible in ${language} on a ${size}`, async () => {
      const host = await person(browser, { size, locale: words.locale });
      await signIn(host, words);
      for (const [name, path] of Object.entries(pages())) {
        await host.goto(`${demo.url}${path}`);
        assert.equal(await spoken(host), language, name);
        await look(host, `languages-${language}-${name}`);
      }
      await host.context().close();
    });
  }
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
  await signIn(host, WORDS.de);
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
  await signIn(host, WORDS.en);
  for (const [name, path] of Object.entries(pages())) {
    await host.goto(`${demo.url}${path}`);
    await look(host, `languages-rtl-${name}`);
    // What hangs out at the start side cannot be scrolled to, so it is measured.
    const out = await host.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')]
      .filter((part) => part.checkVisibility() && !part.closest('.unseen, .skip, .tabs, [popover], thead, option, select'))
      .filter((part) => { const box = part.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
      .map((part) => part.outerHTML.slice(0, 120)));
    assert.deepEqual(out, [], name);
  }
});
