// What the tests of the four languages share.

// The words that a person goes by.
export const WORDS = {
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

/// A live session with somebody inside and somebody invited, whose names are written in both directions.
export async function furnish(demo) {
  const session = await demo.live({ invitation_type: 'link_password_not_requested', title: 'The history of maps' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: [{ email: 'laila@example.net', first_name: 'ليلى', last_name: 'الحسن' }, { email: 'amelie@example.net' }],
  });
  await demo.join(session.link, { email: 'kwame@example.net', first_name: 'Kwame', last_name: 'Mensah' });
  return session;
}

export async function spoken(page) {
  return page.evaluate(() => document.documentElement.lang);
}

export async function signIn(page, demo, words) {
  await page.goto(`${demo.url}/`);
  await page.getByLabel(words.email, { exact: true }).fill(demo.host.email);
  await page.getByLabel(words.password, { exact: true }).fill(demo.host.password);
  await page.getByRole('main').getByRole('button', { name: words.signIn, exact: true }).click();
  await page.getByRole('heading', { name: words.sessions }).waitFor();
}

/// Every main page of a signed-in host, by a name for its picture.
export function pages(id) {
  const at = `/sessions/${id}`;
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
