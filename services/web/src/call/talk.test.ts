import { FileExchange } from '@parley/client/files/file-exchange';
import { signal } from '@preact/signals';
import { beforeEach, expect, it, vi } from 'vitest';
import { asChannel, channelPair } from '../../../../packages/client/test-support/channel-pair.ts';
import { StagedRoom, someone } from '../../test-support/staged-room.ts';
import { IncomingTransfer } from './shared-file.ts';
import type { SharedFile } from './shared-file.ts';
import { Talk } from './talk.ts';

// A busy machine is no fault.
const PATIENCE_MS = 20_000;
vi.setConfig({ testTimeout: 30_000 });

let room: StagedRoom & { sendFile?: (id: string, file: File) => unknown };
let talk: Talk;
let detach: () => void;

beforeEach(() => {
  room = new StagedRoom();
  talk = new Talk(signal('Ann'));
  detach = talk.attach(room.asRoom());
});

/** A way for files from us to one other person, who keeps what is offered. */
function filesTo(id: string): void {
  const [here, there] = channelPair();
  const ours = new FileExchange(() => {});
  const theirs = new FileExchange((file) => room.tell('file', { from: someone(id), file }));
  ours.attach(asChannel(here));
  theirs.attach(asChannel(there));
  for (const end of [here, there]) end.open();
  room.sendFile = (_id, file) => ours.send(file, file.name);
}

const files = () => talk.chat.entries.value.filter((entry) => entry.kind === 'file');
const states = ({ transfers }: SharedFile) => transfers.map(({ state }) => state.value);

it('says a text to all, and notes who does not get it', () => {
  room.peers = [someone('Bob'), someone('Cleo', { hears: false }), someone('Dan', { path: 'interrupted' })];
  expect(talk.say('hello')).toBe(true);
  expect(talk.chat.entries.value).toMatchObject([
    { own: true, from: 'Ann', text: 'hello', later: ['Dan'], missed: ['Cleo'] },
  ]);
});

it('says so where nobody can hear it, and keeps it out of the log', () => {
  room.peers = [someone('Bob', { hears: false })];
  expect(talk.say('hello')).toBe(false);
  detach();
  expect(talk.say('hello')).toBe(false);
  expect(talk.chat.entries.value).toEqual([]);
});

it('offers a file to all or to the one who was chosen, until they leave', () => {
  const offered: string[] = [];
  room.sendFile = (id) => {
    offered.push(id);
    return { name: 'x', size: 1, done: new Promise(() => {}), on: () => () => {}, cancel: () => {} };
  };
  room.peers = [someone('Bob'), someone('Cleo'), someone('Dan', { path: 'ended' })];
  talk.offer([new File(['x'], 'x')]);
  talk.fileTarget.value = 'Cleo';
  talk.offer([new File(['x'], 'y')]);
  expect(offered).toEqual(['Bob', 'Cleo', 'Cleo']);
  room.tell('gone', { id: 'Cleo', name: 'Cleo', reason: 'left' });
  expect(talk.fileTarget.value).toBeUndefined();
});

it('says why a file was not sent', () => {
  talk.offer([new File(['x'], 'x')]);
  expect(talk.fileProblem.value).toBe('nobody');
  room.peers = [someone('Bob')];
  room.sendFile = () => expect.fail('a folder was sent');
  talk.offer([null]);
  expect(talk.fileProblem.value).toBe('folder');
});

it('follows a file on both sides, from the offer to the end', async () => {
  room.peers = [someone('Bob')];
  filesTo('Bob');
  talk.offer([new File([new Uint8Array(2_000_000)], 'cat.png')]);
  await vi.waitUntil(() => files().length === 2, PATIENCE_MS);
  const [sent = expect.fail('not sent'), came = expect.fail('did not come')] = files();
  expect([states(sent), states(came)]).toEqual([[{ name: 'offered' }], [{ name: 'offered' }]]);
  const [incoming] = came.transfers;
  if (!(incoming instanceof IncomingTransfer)) throw new Error('it does not come to us');
  const accepted = incoming.accept();
  expect(incoming.state.value.name).toBe('moving');
  expect((await accepted).blob?.size).toBe(2_000_000);
  const arrived = [{ name: 'over', outcome: 'arrived', byUs: false }];
  await vi.waitUntil(() => states(sent)[0]?.name === 'over', PATIENCE_MS);
  expect([states(sent), states(came)]).toEqual([arrived, arrived]);
  expect(incoming.received?.size).toBe(2_000_000);
});

it.each(['refuse', 'cancel'] as const)('knows who ended it by %s', async (how) => {
  room.peers = [someone('Bob')];
  filesTo('Bob');
  talk.offer([new File(['x'], 'x')]);
  await vi.waitUntil(() => files().length === 2, PATIENCE_MS);
  const [sent = expect.fail('not sent'), came = expect.fail('did not come')] = files();
  const [incoming] = came.transfers;
  if (!(incoming instanceof IncomingTransfer)) throw new Error('it does not come to us');
  incoming[how]();
  await vi.waitUntil(() => states(sent)[0]?.name === 'over', PATIENCE_MS);
  const outcome = how === 'refuse' ? 'refused' : 'cancelled';
  expect(states(sent)).toEqual([{ name: 'over', outcome, byUs: false }]);
  expect(states(came)).toEqual([{ name: 'over', outcome, byUs: true }]);
});
