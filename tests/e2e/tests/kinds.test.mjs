// A weekly session: made with plain controls, one time moved, one cancelled, the whole cloned; and a host's calendar.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, look, person } from '../lib/browser.mjs';
import { signIn } from '../lib/flows.mjs';
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

/// The first Monday that is at least a week away, at this time of day; in UTC.
function monday(time, weeks = 0) {
  const day = new Date(Date.now() + (7 + 7 * weeks) * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return `${day.toISOString().slice(0, 10)}T${time}`;
}

for (const setting of [{ size: 'desktop' }, { size: 'phone', script: false, dark: true }]) {
  const mark = `${setting.size}${setting.script === false ? ', no script' : ''}`;

  describe(mark, () => {
    let host;

    before(async () => {
      host = await person(browser, setting);
      await signIn(host, demo);
    });

    test('a weekly session is made, one time moved, one cancelled, and cloned', async () => {
      await host.goto(`${demo.url}/sessions/new`);
      await host.getByLabel('Title', { exact: true }).fill(`Weekly ${mark}`);
      await host.getByLabel('Time zone').selectOption('UTC');
      await host.getByLabel('Starts').fill(monday('09:00'));
      await host.getByLabel('Ends').fill(monday('10:00'));
      await host.getByRole('radio', { name: 'Recurring', exact: true }).check();
      await host.getByRole('checkbox', { name: 'Mon', exact: true }).check();
      await host.getByRole('checkbox', { name: 'Wed', exact: true }).check();
      await look(host, 'session-new-recurring');
      await host.getByRole('button', { name: 'Save' }).click();
      const fault = host.getByRole('alert');
      await fault.getByRole('link').waitFor();
      await look(host, 'session-new-recurring-faulty');
      await host.getByLabel('So many times').fill('6');
      await host.getByRole('button', { name: 'Save' }).click();
      await host.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
      const id = host.url().match(/[0-9a-f-]{36}/)[0];
      const list = host.getByRole('region', { name: 'Coming times' });
      assert.equal(await list.getByRole('listitem').count(), 6);
      await list.getByText('Every week on Mon, Wed, 6 more times').waitFor();
      await look(host, 'session-series');

      await list.getByRole('link', { name: 'Move' }).nth(1).click();
      await host.getByRole('heading', { name: 'Move one time' }).waitFor();
      await look(host, 'occurrence-move');
      await host.getByLabel('Starts').fill(monday('09:30'));
      await host.getByLabel('Ends').fill(monday('10:30'));
      await host.getByRole('button', { name: 'Move', exact: true }).click();
      await host.getByText('This overlaps another time of this session').first().waitFor();
      await host.getByLabel('Starts').fill(monday('15:30'));
      await host.getByLabel('Ends').fill(monday('16:00'));
      await host.getByRole('button', { name: 'Move', exact: true }).click();
      await list.getByText('15:30').first().waitFor();
      await list.getByText('Moved', { exact: true }).waitFor();

      await list.getByRole('button', { name: 'Cancel this one' }).nth(2).click();
      const dialog = host.getByRole('dialog').filter({ visible: true });
      await dialog.getByRole('button', { name: 'Cancel this one' }).click();
      await host.getByText('This time is cancelled.', { exact: true }).waitFor();
      await list.getByText('Every week on Mon, Wed, 5 more times').waitFor();
      await look(host, 'session-series-changed');

      await host.getByRole('checkbox', { name: 'With the invitation list' }).check();
      await host.getByRole('button', { name: 'Clone session' }).click();
      await host.getByText('This is the new session.').waitFor();
      assert.notEqual(host.url().match(/[0-9a-f-]{36}/)[0], id);
      assert.equal(await host.getByLabel('Title', { exact: true }).inputValue(), `Weekly ${mark}`);
    });

    test('an open session says its hours', async () => {
      await host.goto(`${demo.url}/sessions/new`);
      await host.getByLabel('Title', { exact: true }).fill(`Office hours ${mark}`);
      await host.getByLabel('Time zone').selectOption('UTC');
      await host.getByLabel('Starts').fill(monday('09:00'));
      await host.getByLabel('Ends').fill(monday('17:00', 1));
      await host.getByRole('radio', { name: 'Open', exact: true }).check();
      await look(host, 'session-new-open');
      await host.getByRole('button', { name: 'Save' }).click();
      await host.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
      const list = host.getByRole('region', { name: 'Coming times' });
      await list.getByText('Open from 09:00 to 17:00').waitFor();
      assert.equal(await list.getByRole('listitem').count(), 8);
      assert.equal(await list.getByRole('link', { name: 'Move' }).count(), 0);
    });

    test('the calendar address is read without a sign-in, until it is renewed', async () => {
      await host.goto(`${demo.url}/sessions`);
      await look(host, 'my-sessions-kinds');
      const field = host.getByLabel('Private calendar address');
      const address = await field.inputValue();
      const first = await fetch(address);
      assert.equal(first.status, 200);
      const text = await first.text();
      assert.match(text, /METHOD:PUBLISH/);
      assert.match(text, /RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=/);
      assert.doesNotMatch(text, /\/i\//);
      const again = await fetch(address, { headers: { 'if-none-match': first.headers.get('etag') } });
      assert.equal(again.status, 304);

      await host.getByRole('button', { name: 'Renew address' }).first().click();
      const dialog = host.getByRole('dialog').filter({ visible: true });
      await dialog.getByRole('button', { name: 'Renew address' }).click();
      await host.getByText('The calendar address is renewed.').waitFor();
      assert.notEqual(await field.inputValue(), address);
      assert.equal((await fetch(address)).status, 404);
    });
  });
}
