// The main job, end to end, at both widths, with and without scripts: three invitation types, from Session details to
// the live session, and on the fly.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, look, person } from '../lib/browser.mjs';
import {
  createSession, giveCode, giveEmail, giveName, insideRoom, openTab, seesInRoster, signIn, startSession,
} from '../lib/flows.mjs';
import { startDemo } from '../lib/server.mjs';

const SETTINGS = [
  { size: 'desktop', script: true },
  { size: 'phone', script: true, dark: true },
  { size: 'desktop', script: false, dark: true },
  { size: 'phone', script: false },
];

let browser;
let demo;

before(async () => {
  [browser, demo] = await Promise.all([launch(), startDemo()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

for (const [index, setting] of SETTINGS.entries()) {
  const mark = `${setting.size}${setting.script ? '' : ', no script'}`;
  const address = (who) => `${who}${index}@example.net`;

  describe(mark, () => {
    let host;

    before(async () => {
      host = await person(browser, setting);
      await host.goto(demo.url);
      await look(host, 'sign-in');
      await signIn(host, demo);
      await look(host, 'my-sessions');
    });

    test('link, password not requested', async () => {
      const session = await createSession(host, demo, { title: `Open ${mark}`, type: 'Link – password not requested' });
      await look(host, 'session-details');
      await startSession(host, demo, session.id);
      await look(host, 'live-empty');

      const guest = await person(browser, setting);
      await guest.goto(session.link);
      await look(guest, 'join-email');
      await giveEmail(guest, session.link, address('olga'));
      await look(guest, 'join-name');
      await giveName(guest, 'Olga', 'Open');
      await insideRoom(guest);
      await look(guest, 'room');

      await seesInRoster(host, 'Olga Open');
      await look(host, 'live-roster');
      await guest.getByRole('button', { name: 'Leave' }).click();
      await guest.getByRole('button', { name: 'Leave' }).waitFor({ state: 'detached' });
      await look(guest, 'room-left');
    });

    test('link, password requested: a new person creates an account on the way in', async () => {
      const session = await createSession(host, demo, { title: `Members ${mark}`, type: 'Link – password requested' });
      await startSession(host, demo, session.id);
      const asked = Date.now() - 1000;

      const guest = await person(browser, setting);
      await giveEmail(guest, session.link, address('petra'));
      await look(guest, 'join-account');
      await guest.getByLabel('First name').fill('Petra');
      await guest.getByLabel('Last name').fill('Profile');
      await guest.getByLabel('Password', { exact: true }).fill('tiny lamp bridge seven');
      await guest.getByLabel('Time zone').selectOption('Europe/Berlin');
      await guest.getByRole('button', { name: 'Continue', exact: true }).click();
      await guest.getByLabel('Code', { exact: true }).waitFor();
      await look(guest, 'join-code');
      await giveCode(guest, await demo.code(address('petra'), asked));
      await insideRoom(guest);
      await seesInRoster(host, 'Petra Profile');

      const again = await person(browser, setting);
      await giveEmail(again, session.link, address('petra'));
      await again.getByLabel('Password', { exact: true }).fill('not the right one');
      await look(again, 'join-password');
      await again.getByRole('button', { name: 'Join', exact: true }).click();
      await again.getByText('This is not the password of this account').first().waitFor();
      await look(again, 'join-wrong-password');
      await again.getByLabel('Password', { exact: true }).fill('tiny lamp bridge seven');
      await again.getByRole('button', { name: 'Join', exact: true }).click();
      await insideRoom(again);
    });

    test('invitation list, with a code on the session link and with the personal link', async () => {
      const session = await createSession(host, demo, { title: `List ${mark}`, type: 'Invitation list' });
      await openTab(host, 'Invitations');
      await look(host, 'invitations-empty');
      await host.getByLabel('Email addresses').fill(`Lea List <${address('lea')}>\n${address('leo')}`);
      await host.getByRole('button', { name: 'Invite', exact: true }).click();
      await host.getByText(address('leo')).first().waitFor();
      await look(host, 'invitations');
      await startSession(host, demo, session.id);
      const asked = Date.now() - 1000;

      const lea = await person(browser, setting);
      await giveEmail(lea, session.link, address('lea'));
      await look(lea, 'join-list-code');
      await giveCode(lea, await demo.code(address('lea'), asked));
      await insideRoom(lea);

      const leo = await person(browser, setting);
      await leo.goto(await demo.personalLink(address('leo')));
      await look(leo, 'personal-link');
      const join = leo.getByRole('button', { name: 'Join', exact: true });
      if (await leo.getByLabel('First name').isVisible()) {
        await giveName(leo, 'Leo', 'Listed');
      } else {
        await join.click();
        if (!/\/room\//.test(leo.url())) await giveName(leo, 'Leo', 'Listed');
      }
      await insideRoom(leo);
      await seesInRoster(host, 'Lea List');
      await seesInRoster(host, 'Leo Listed');

      const stranger = await person(browser, setting);
      await giveEmail(stranger, session.link, address('nobody'));
      await stranger.getByText('If this address is on the list, a code is on its way to it.').waitFor();
    });

    test('on the fly, and the end', async () => {
      const session = await createSession(host, demo, { title: `Fly ${mark}`, type: 'Invitation list' });
      await startSession(host, demo, session.id);
      await host.getByLabel('Email', { exact: true }).fill(address('flora'));
      await host.getByLabel('First name').fill('Flora');
      await host.getByLabel('Last name').fill('Fly');
      await host.getByRole('button', { name: 'Invite on the fly' }).click();
      const shown = await host.getByLabel('Personal link').inputValue();
      await host.locator('figure svg').first().waitFor();
      await look(host, 'live-invited-on-the-fly');
      assert.equal(await demo.personalLink(address('flora')), shown, 'the mail holds the link that the host sees');

      const flora = await person(browser, setting);
      await flora.goto(shown);
      await flora.getByRole('button', { name: 'Join', exact: true }).click();
      await insideRoom(flora);
      await seesInRoster(host, 'Flora Fly');

      await host.goto(`${demo.url}/sessions/${session.id}/live`);
      await host.getByRole('button', { name: 'End session' }).click();
      await host.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
      await host.getByText('This session is over').first().waitFor();
      await look(host, 'live-ended');
      if (!flora.script) await flora.reload();
      await flora.getByRole('button', { name: 'Leave' }).waitFor({ state: 'detached' });
      await look(flora, 'room-ended');
    });

    test('the host sees why', async () => {
      const session = demo.sessions.find((one) => one.invitation_type === 'invitation_list');
      await demo.join(session.link, { email: address('stranger') });
      await host.goto(`${demo.url}/sessions/${session.id}/access`);
      await host.getByText(address('stranger')).first().waitFor();
      await look(host, 'access');
    });

    test('the mailbox', async () => {
      const reader = await person(browser, setting);
      await reader.goto(`${demo.url}/mailbox`);
      await reader.getByRole('heading', { level: 1 }).waitFor();
      await look(reader, 'mailbox');
      await reader.getByRole('main').getByRole('link').first().click();
      await look(reader, 'mail');
    });
  });
}
