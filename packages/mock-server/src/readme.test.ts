import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { FaultKind } from './fault.ts';
import type { MockServer, MockServerOptions } from './mock-server.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

// The compiler holds these complete.
const FAULTS: Record<FaultKind, true> = {
  drop: true,
  duplicate: true,
  reorder: true,
  alter: true,
  freeze: true,
  full: true,
  error: true,
  'never answer': true,
  unreachable: true,
};
const COMMANDS: Record<Exclude<keyof MockServer, symbol>, true> = {
  url: true,
  http: true,
  heard: true,
  harm: true,
  say: true,
  end: true,
  cut: true,
  forget: true,
  remove: true,
  close: true,
};
const OPTIONS: Record<keyof MockServerOptions, true> = {
  port: true,
  nextId: true,
  capacity: true,
  resumeWindowMs: true,
  iceServers: true,
  iceTtlMs: true,
};

it.each(Object.keys(FAULTS))('the README tells of the fault %s', (fault) => {
  expect(README).toContain(`| \`${fault}\` |`);
});

it.each(Object.keys(COMMANDS))('the README tells of %s', (command) => {
  expect(README).toMatch(new RegExp(`(\`|server\\.)${command}\\b`));
});

it.each(Object.keys(OPTIONS))('the README tells of the option %s', (option) => {
  expect(README).toContain(`\`${option}\` (`);
});
