// What people do, step by step, by the names that they see.

export async function signIn(page, demo) {
  await page.goto(`${demo.url}/`);
  await page.getByLabel('Email', { exact: true }).fill(demo.host.email);
  await page.getByLabel('Password', { exact: true }).fill(demo.host.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'My sessions' }).waitFor();
}

function local(date) {
  const pad = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/// Creates a session in the browser; answers its id and link.
export async function createSession(page, demo, { title, type, start = Date.now() + 300_000 }) {
  await page.goto(`${demo.url}/sessions/new`);
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByLabel('Time zone').selectOption('UTC');
  const utc = (at) => local(new Date(at + new Date(at).getTimezoneOffset() * 60_000));
  await page.getByLabel('Starts').fill(utc(start));
  await page.getByLabel('Ends').fill(utc(start + 3_600_000));
  await page.getByRole('radio', { name: type, exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
  const link = await page.getByLabel('Session link', { exact: true }).inputValue();
  return { id: page.url().match(/[0-9a-f-]{36}/)[0], link };
}

export async function openTab(page, name) {
  await page.getByRole('link', { name, exact: true }).first().click();
}

export async function startSession(page, demo, id) {
  await page.goto(`${demo.url}/sessions/${id}/live`);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Invite on the fly' }).waitFor();
}

export async function giveEmail(page, link, email) {
  await page.goto(link);
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

export async function giveName(page, first, last) {
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill(last);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

export async function giveCode(page, code, last = 'Join') {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: last, exact: true }).click();
}

export async function insideRoom(page) {
  await page.waitForURL(/\/room\//);
  await page.getByRole('button', { name: 'Leave' }).waitFor();
}

/// Without a script a page is read again by hand.
export async function seesInRoster(page, name) {
  const row = page.locator('#roster').getByText(name, { exact: true });
  if (!page.script) await page.reload();
  await row.first().waitFor();
}
