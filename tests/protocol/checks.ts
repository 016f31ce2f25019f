import { badInputChecks } from './bad-input.ts';
import type { Check } from './check.ts';
import { connectionChecks } from './connections.ts';
import { httpChecks } from './http.ts';
import { joiningChecks } from './joining.ts';
import { leavingChecks } from './leaving.ts';
import { messageChecks } from './messages.ts';
import { resumingChecks } from './resuming.ts';

/** All that is tried of docs/protocol/README.md, by its chapters. */
export const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  joining: joiningChecks,
  messages: messageChecks,
  leaving: leavingChecks,
  resuming: resumingChecks,
  'bad input': badInputChecks,
  connections: connectionChecks,
  HTTP: httpChecks,
};

/** The rules that nobody can try from outside, each with the reason. */
export const UNTRIED: Readonly<Record<string, string>> = {
  'P-12': 'a rule for clients',
  'P-20': 'takes a change that the server missed',
  'P-28': 'takes faults inside the server; `make chaos` tries it on ours',
  'P-48': 'takes a server that stops',
  'P-49': 'a rule for clients',
  'P-50': 'takes a network that falls silent for a minute',
  'P-51': 'takes a node that is killed',
  'P-52': 'a rule for clients',
  'P-57': 'a rule for clients',
  'P-58': 'a rule for clients',
  'P-59': 'takes a server that asks for room tokens',
  'P-60': 'takes a server that asks for room tokens',
  'P-61': 'takes a server that asks for room tokens',
  'P-62': 'takes a server that asks for room tokens',
  'P-63': 'takes a server that is full',
};
