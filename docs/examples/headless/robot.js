// node robot.js wss://call.example.org/ws ROOM "Hello": greets, repeats what it hears, and takes each file.
import { join } from '@parley/client';
import { cleanup } from 'node-datachannel';
import { webRtc } from './web-rtc.js';

const [url, name, line = 'Hello from a robot'] = process.argv.slice(2);
if (!name) throw new Error('say where and which room: node robot.js wss://call.example.org/ws ROOM "Hello"');

const print = (text) => process.stdout.write(`${text}\n`);
const room = await join(url, name, { ...webRtc, name: 'Robot' });
let hasGreeted = false;

room.on('peer', ({ id }) => void room.send(id, { hello: line }).then((fate) => print(`greeting: ${fate}`)));
room.on('change', () => (hasGreeted ||= room.say(line) > 0));
room.on('message', ({ data }) => print(`message: ${JSON.stringify(data)}`));
room.on('text', ({ text }) => print(`heard: ${text}`));
room.on('file', ({ from, file }) => void keep(from, file));
room.on('fault', ({ step, error }) => print(`fault: ${step}: ${String(error)}`));
room.on('gone', () => {
  print('the other one left');
  room.leave();
  cleanup();
});

async function keep(from, file) {
  const { outcome, blob } = await file.accept();
  print(`file ${file.name}: ${outcome}, ${blob?.size} bytes`);
  if (blob !== undefined && from.name !== 'Robot') room.sendFile(from.id, blob, { name: file.name });
}
