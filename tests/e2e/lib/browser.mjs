// A browser with the widths, themes and script settings that the flows are tried in.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const artefacts = process.env.E2E_ARTEFACTS ?? 'artefacts';
mkdirSync(artefacts, { recursive: true });

export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
};

export async function launch() {
  return chromium.launch({
    executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/// A new person: their own cookies, screen, theme and language.
export async function person(browser, { size = 'desktop', script = true, dark = false, locale = 'en-GB' } = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale,
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => {
    // A refused form answers 4xx on purpose; what counts is what the page's own policy or script complains of.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => {
    const host = new URL(request.url()).hostname;
    if (host && host !== '127.0.0.1') wrong.push(`third party: ${request.url()}`);
  });
  page.wrong = wrong;
  page.script = script;
  page.setting = setting(size, script, dark);
  return page;
}

function setting(size, script, dark) {
  return `${size}-${script ? 'script' : 'plain'}-${dark ? 'dark' : 'light'}`;
}

/// The same person at another screen, or in another theme.
export async function turn(page, size, dark) {
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  page.setting = setting(size, page.script, dark);
}

/// A page fits: picture as an artefact, nothing wider than the screen, no complaint.
export async function fits(page, name) {
  await page.screenshot({ path: join(artefacts, `${name}-${page.setting}.png`), fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) throw new Error(`${name} is ${wide}px wider than the screen`);
  if (page.wrong.length > 0) throw new Error(`${name} complains: ${page.wrong.join(' | ')}`);
}

/// The same, and it has no fault of accessibility.
export async function look(page, name) {
  await fits(page, name);
  if (page.script) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    if (violations.length > 0) {
      const list = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' ; ')}`);
      throw new Error(`${name} is not accessible: ${list.join(' | ')}`);
    }
  }
}
