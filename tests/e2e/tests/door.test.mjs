// What a guest meets at the door, and who may do what.

import assert from 'node:assert/strict';
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

test('a link that nobody made leads nowhere, and says nothing', async () => {
  const guest = await person(browser, { size: 'phone' });
  const answer = await guest.goto(`${demo.url}/j/${'A'.repeat(48)}`);
  assert.equal(answer.status(), 404);
  await guest.getByText('This link leads nowhere').first().waitFor();
  await look(guest, 'unknown-link');
});

test('a waiting guest enters by themselves when the host starts', async () => {
  const start = new Date(Date.now() + 3 * 3_600_000);
  const session = await demo.created({
    invitation_type: open,
    title: 'Later today',
    starts_at: start.toISOString(),
    ends_at: new Date(start.getTime() + 3_600_000).toISOString(),
  });
  const guest = await person(browser, { size: 'phone' });
  await giveEmail(guest, session.link, 'early@example.net');
  await giveName(guest, 'Early', 'Bird');
  await guest.getByText('The doors are not open yet').first().waitFor();
  await look(guest, 'too-early');
  await guest.reload();
  await guest.getByText('The doors are not open yet').first().waitFor();

  const plain = await person(browser, { script: false });
  await giveEmail(plain, session.link, 'plain@example.net');
  await giveName(plain, 'Plain', 'Page');
  await plain.getByText('The doors are not open yet').first().waitFor();
  await look(plain, 'too-early');

  await demo.api('POST', `/sessions/${session.id}/start`);
  await insideRoom(guest);
  await plain.reload();
  await insideRoom(plain);
});

test('the waiting room: admit one, deny one', async () => {
  const session = await demo.live({ invitation_type: open, title: 'Knock first', waiting_room: 'guests' });
  const [good, bad] = await Promise.all([person(browser), person(browser, { size: 'phone' })]);
  await giveEmail(good, session.link, 'good@example.net');
  await giveName(good, 'Good', 'Guest');
  await good.getByText('Waiting to be let in').first().waitFor();
  await look(good, 'waiting-room');
  await giveEmail(bad, session.link, 'bad@example.net');
  await giveName(bad, 'Bad', 'Guest');
  await bad.getByText('Waiting to be let in').first().waitFor();

  const host = await person(browser);
  await signIn(host, demo);
  await host.goto(`${demo.url}/sessions/${session.id}/live`);
  await look(host, 'live-waiting');
  const row = (name) => host.locator('#waiting-room li').filter({ hasText: name });
  await row('Good Guest').getByRole('button', { name: 'Admit' }).click();
  await insideRoom(good);
  await row('Bad Guest').getByRole('button', { name: 'Deny' }).click();
  await bad.getByText('You were not let in').first().waitFor();
  await look(bad, 'denied');
});

test('a removed person is told at once and does not come back', async () => {
  const session = await demo.live({ invitation_type: open, title: 'Rules apply' });
  const guest = await person(browser);
  await giveEmail(guest, session.link, 'rude@example.net');
  await giveName(guest, 'Rude', 'Guest');
  await insideRoom(guest);
  const { body } = await demo.api('GET', `/sessions/${session.id}/roster`);
  const rude = body.items.find((entry) => entry.email === 'rude@example.net');
  const removed = await demo.api('POST', `/sessions/${session.id}/participants/${rude.participant_id}/remove`, {
    reason: 'Please be kind',
  });
  assert.equal(removed.status, 200);
  await guest.getByText('Please be kind').first().waitFor({ timeout: 2000 });
  await look(guest, 'removed');
  const back = await demo.join(session.link, { email: 'rude@example.net', first_name: 'Rude', last_name: 'Guest' });
  assert.notEqual(back.body.outcome, 'admitted');
});

test('locked, full, ended and cancelled have their own page', async () => {
  const locked = await demo.live({ invitation_type: open, title: 'Locked' });
  await demo.api('POST', `/sessions/${locked.id}/lock`, { message: 'We have begun, see the recording' });
  const full = await demo.live({ invitation_type: open, title: 'Full', capacity: 1 });
  const first = await demo.join(full.link, { email: 'first@example.net', first_name: 'First', last_name: 'One' });
  assert.equal(first.body.outcome, 'admitted');
  const ended = await demo.live({ invitation_type: open, title: 'Ended' });
  await demo.api('POST', `/sessions/${ended.id}/end`);
  const cancelled = await demo.created({ invitation_type: open, title: 'Cancelled' });
  await demo.api('DELETE', `/sessions/${cancelled.id}`);

  for (const [session, name, words] of [
    [locked, 'locked', 'We have begun, see the recording'],
    [full, 'full', /full|seat|place/i],
    [ended, 'ended', /over|ended/i],
    [cancelled, 'cancelled', /cancelled/i],
  ]) {
    const guest = await person(browser, { size: 'phone' });
    await guest.goto(session.link);
    const email = guest.getByLabel('Email', { exact: true });
    if (await email.isVisible()) {
      await email.fill('late@example.net');
      await guest.getByRole('button', { name: 'Continue', exact: true }).click();
      if (await guest.getByLabel('First name').isVisible()) await giveName(guest, 'Late', 'Comer');
    }
    await guest.getByRole('main').getByText(words).first().waitFor();
    await look(guest, `door-${name}`);
  }
});

test('a personal link moves to another device when the person says so', async () => {
  const session = await demo.live({ invitation_type: 'invitation_list', title: 'One seat' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: [{ email: 'two@example.net', first_name: 'Two', last_name: 'Devices' }],
  });
  const link = await demo.personalLink('two@example.net');
  const [one, two] = await Promise.all([person(browser), person(browser, { size: 'phone' })]);
  await one.goto(link);
  await one.getByRole('button', { name: 'Join', exact: true }).click();
  await insideRoom(one);
  await two.goto(link);
  await two.getByRole('button', { name: 'Join', exact: true }).click();
  await two.getByRole('button', { name: 'Move here' }).waitFor();
  await look(two, 'seat-in-use');
  await two.getByRole('button', { name: 'Move here' }).click();
  await insideRoom(two);
  await one.getByRole('button', { name: 'Leave' }).waitFor({ state: 'detached' });
  await look(one, 'seat-taken-over');
});

test('only the host invites on the fly', async () => {
  const session = await demo.live({ invitation_type: open, title: 'Who may invite' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: ['co_host', 'presenter', 'attendee'].map((role) => ({
      email: `${role}@example.net`, role, first_name: role, last_name: 'Person',
    })),
  });
  for (const role of ['co_host', 'presenter', 'attendee']) {
    const helper = await person(browser);
    await helper.goto(await demo.personalLink(`${role}@example.net`));
    await helper.getByRole('button', { name: 'Join', exact: true }).click();
    await insideRoom(helper);
    const answer = await helper.goto(`${demo.url}/sessions/${session.id}/live`);
    if (role === 'co_host') {
      assert.equal(answer.status(), 200);
      await helper.getByRole('button', { name: 'End session' }).waitFor();
      await look(helper, 'live-co-host');
    } else {
      assert.ok([403, 404].includes(answer.status()) || helper.url() === `${demo.url}/`, `${role}: ${answer.status()}`);
    }
    assert.equal(await helper.getByRole('button', { name: 'Invite on the fly' }).count(), 0, role);
    const posted = await helper.context().request.post(`${demo.url}/sessions/${session.id}/live/invite`, {
      headers: { origin: demo.url },
      form: { email: 'smuggled@example.net', role: 'attendee' },
      maxRedirects: 0,
    });
    assert.ok([303, 401, 403, 404].includes(posted.status()), `${role}: ${posted.status()}`);
  }
  const { body } = await demo.api('GET', `/sessions/${session.id}/invitations`);
  assert.ok(!body.items.some((one) => one.email === 'smuggled@example.net'));
});

test('text stays text, wherever it is shown', async () => {
  const corpus = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; alert(1); //", '{{7*7}}', '&lt;b&gt;'];
  for (const nasty of corpus) {
    const session = await demo.live({ invitation_type: open, title: `T ${nasty}` });
    const guest = await person(browser);
    let alarmed = false;
    guest.on('dialog', async (dialog) => {
      alarmed = true;
      await dialog.dismiss();
    });
    await giveEmail(guest, session.link, 'text@example.net');
    await giveName(guest, nasty, 'Text');
    await insideRoom(guest);
    await guest.getByText(`${nasty} Text`).first().waitFor();
    assert.equal(await guest.getByRole('heading', { level: 1 }).innerText(), `T ${nasty}`);
    assert.equal(alarmed, false);
    assert.deepEqual(guest.wrong, []);
  }
});

test('the button of a captured mail opens the personal link', async () => {
  const session = await demo.live({ invitation_type: 'invitation_list', title: 'By mail' });
  await demo.api('POST', `/sessions/${session.id}/invitations`, {
    invitations: [{ email: 'reader@example.net', first_name: 'Rea', last_name: 'Der' }],
  });
  await demo.personalLink('reader@example.net');
  const reader = await person(browser);
  await reader.goto(`${demo.url}/mailbox`);
  await reader.getByRole('row').filter({ hasText: 'reader@example.net' }).getByRole('link').first().click();
  const opened = reader.context().waitForEvent('page');
  await reader.frameLocator('iframe').getByRole('link', { name: 'Join now' }).click();
  const door = await opened;
  await door.getByRole('button', { name: 'Join', exact: true }).click();
  await insideRoom(door);
});
