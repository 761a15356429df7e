// Lists: a list is looked at before anybody is mailed, comes as a file too, and many invitations change at once.

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

const SETTINGS = [{ size: 'desktop' }, { size: 'phone', script: false, dark: true }];

for (const setting of SETTINGS) {
  const mark = `${setting.size}${setting.script === false ? ', no script' : ''}`;

  describe(mark, () => {
    let host;

    before(async () => {
      host = await person(browser, setting);
      await signIn(host, demo);
    });

    const at = (session) => `${demo.url}/sessions/${session.id}/invitations`;
    const row = (email) => host.getByRole('row').filter({ hasText: email });
    const tick = (email) => row(email).getByRole('checkbox').check();

    async function listed(session) {
      const { body } = await demo.api('GET', `/sessions/${session.id}/invitations`);
      return body.items.map((one) => [one.email, one.role, one.state]).sort();
    }

    async function bulk(which, action) {
      await host.getByLabel('Whom').selectOption({ label: which });
      await host.getByLabel('What to do').selectOption({ label: action });
      await host.getByRole('button', { name: 'Go on', exact: true }).click();
    }

    test('a pasted list is looked at first, and its good rows are invited', async () => {
      const session = await demo.created({ invitation_type: 'invitation_list', title: `Pasted ${mark}` });
      await host.goto(at(session));
      const list = 'Ada Ash <ada@example.net>\nBo Birch <bo@example.net>\nada@example.net\nnot an address';
      await host.getByLabel('Email addresses').fill(list);
      await host.getByRole('button', { name: 'Preview', exact: true }).click();
      const preview = host.getByRole('group', { name: 'What will happen' });
      await preview.getByText('2 people will be invited').waitFor();
      await preview.getByText('1 row repeats an address').waitFor();
      await host.getByRole('alert').getByText('not an address', { exact: true }).waitFor();
      await preview.getByText('Everyone on this list').first().click();
      await preview.getByRole('row').filter({ hasText: 'bo@example.net' }).getByText('Invited', { exact: true }).waitFor();
      await look(host, 'list-preview');
      assert.deepEqual(await listed(session), [], 'looking invites nobody');

      await host.getByRole('button', { name: 'Invite the 2 good rows' }).click();
      await host.getByText('2 people are invited.').waitFor();
      assert.deepEqual((await listed(session)).map(([email]) => email), ['ada@example.net', 'bo@example.net']);
      await demo.mail('bo@example.net', 'invitation');
    });

    test('a file is read by the names of its columns', async () => {
      const session = await demo.created({ invitation_type: 'invitation_list', title: `File ${mark}` });
      await host.goto(at(session));
      const text = 'Role;Last name;Email;First name\nPresenter;Elm;eve@example.net;Eve\n;Fir;finn@example.net;Finn\n';
      await host.getByLabel('CSV file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await host.getByRole('button', { name: 'Preview', exact: true }).click();
      await host.getByRole('group', { name: 'What will happen' }).getByText('2 people will be invited').waitFor();
      await look(host, 'list-file-preview');
      await host.getByRole('button', { name: 'Invite', exact: true }).click();
      await host.getByText('2 people are invited.').waitFor();
      await row('eve@example.net').getByText('Eve Elm').waitFor();
      await row('eve@example.net').getByText('Presenter', { exact: true }).waitFor();
      await row('finn@example.net').getByText('Attendee', { exact: true }).waitFor();
    });

    test('a list is searched, and many invitations change at once after a question', async () => {
      const session = await demo.created({ invitation_type: 'invitation_list', title: `Many ${mark}` });
      const invitations = ['gil', 'hana', 'ida', 'jo'].map((name) => ({ email: `${name}@example.net` }));
      await demo.api('POST', `/sessions/${session.id}/invitations`, { invitations });
      await host.goto(at(session));
      await bulk('Selected people', 'Take back');
      await host.getByText('Select people first, or choose everyone found.').waitFor();

      await host.goto(at(session));
      await tick('gil@example.net');
      await tick('hana@example.net');
      await bulk('Selected people', 'Take back');
      await host.getByRole('heading', { name: 'Take back the invitations of 2 people?' }).waitFor();
      await look(host, 'list-bulk-asked');
      await host.getByRole('link', { name: 'Leave everything as it is' }).click();
      assert.ok((await listed(session)).every(([, , state]) => state !== 'revoked'), 'asking changes nothing');

      await tick('gil@example.net');
      await tick('hana@example.net');
      await bulk('Selected people', 'Take back');
      await host.getByRole('button', { name: 'Take back', exact: true }).click();
      await host.getByText('2 invitations are taken back.').waitFor();

      await host.getByLabel('Name or address').fill('IDA');
      await host.getByRole('button', { name: 'Search', exact: true }).click();
      await host.getByText('1 person', { exact: true }).waitFor();
      assert.equal(await row('jo@example.net').count(), 0);
      await look(host, 'list-searched');
      await bulk('The 1 person found', 'Make co-hosts');
      await host.getByRole('button', { name: 'Make co-hosts', exact: true }).click();
      await host.getByText('The role of 1 person is changed.').waitFor();
      const found = Object.fromEntries((await listed(session)).map(([email, role, state]) => [email, [role, state]]));
      assert.equal(found['ida@example.net'][0], 'co_host');
      assert.equal(found['jo@example.net'][0], 'attendee');
      assert.equal(found['hana@example.net'][1], 'revoked');
      assert.notEqual(found['jo@example.net'][1], 'revoked');
    });
  });
}
