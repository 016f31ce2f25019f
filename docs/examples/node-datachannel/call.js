// node call.js wss://call.example.org/ws ROOM "Hello": the protocol is in ../../protocol/README.md.
import { PeerConnection, cleanup } from 'node-datachannel';
import { libdatachannelServers } from './ice-servers.js';

const [url, room, line = 'Hello from Node'] = process.argv.slice(2);
if (!room) throw new Error('say where and which room: node call.js wss://call.example.org/ws ROOM "Hello"');

let socket, session, iceServers, call;
let isIn = false;
let isOver = false;

const say = (message) => socket.send(JSON.stringify({ room, ...message }));

function connect() {
  socket = new WebSocket(`${url}?room=${room}`, ['parley.v1']);
  socket.addEventListener('open', () => say({ type: session ? 'resume' : 'join', ...session }));
  socket.addEventListener('message', ({ data }) => hear(JSON.parse(data)));
  socket.addEventListener('close', ({ code }) => {
    isIn = false;
    if (isOver) return;
    // A code that is not known is read by its range.
    if (code >= 4500 || [1003, 1007, 1009].includes(code)) end(`the server closed with ${code}`, 1);
    else setTimeout(connect, 500 + 1500 * Math.random());
  });
}

function hear(message) {
  if (message.iceServers) iceServers = message.iceServers;
  switch (message.type) {
    case 'joined':
      session = { id: message.id, token: message.token };
      isIn = true;
      for (const { id } of message.peers.slice(0, 1)) meet(id);
      break;
    case 'resumed':
      session = { id: message.id, token: message.token };
      isIn = true;
      compare(message.peers);
      for (const data of call?.unsaid.splice(0) ?? []) call.tell(data);
      break;
    case 'resync':
      compare(message.peers);
      break;
    case 'otherjoin':
      meet(message.id);
      break;
    case 'message':
      meet(message.from); // who may be heard before its coming is told
      if (message.from === call.id) negotiate(message.data);
      break;
    case 'bye':
      if (message.id === call?.id) end('the other one left', 0);
      break;
    case 'full':
      end('the room is full', 1);
      break;
    case 'error':
      end(`${message.code}: ${message.message}`, 1);
      break;
    default: // a newer server may say more
  }
}

function compare(peers) {
  if (call && !peers.some(({ id }) => id === call.id)) end('the other one left', 0);
  else if (peers[0]) meet(peers[0].id);
}

function meet(id) {
  if (call) return;
  const pc = new PeerConnection('parley', {
    iceServers: libdatachannelServers(iceServers),
    disableAutoNegotiation: true,
  });
  const unsaid = [];
  const tell = (data) => (isIn ? say({ type: 'message', to: id, data }) : unsaid.push(data));
  call = { id, pc, unsaid, tell };
  pc.onLocalDescription((sdp, type) => tell({ type, sdp }));
  pc.onLocalCandidate((candidate, sdpMid) => tell({ type: 'candidate', candidate, sdpMid }));
  pc.onStateChange((state) => process.stdout.write(`${state}\n`));
  const channel = pc.createDataChannel('chat', { negotiated: true, id: 0 });
  channel.onOpen(() => channel.sendMessage(JSON.stringify({ type: 'text', text: line })));
  channel.onMessage((data) => {
    if (typeof data !== 'string') return;
    const { type, text } = JSON.parse(data);
    if (type === 'text') process.stdout.write(`heard: ${text}\n`);
  });
  // Of two peers the one with the greater id makes the first offer, and does not yield when two collide.
  if (session.id > id) pc.setLocalDescription('offer');
}

function negotiate(data) {
  const { pc } = call;
  if (data?.type === 'candidate' && data.candidate) pc.addRemoteCandidate(data.candidate, data.sdpMid ?? '');
  if (data?.type === 'answer') pc.setRemoteDescription(data.sdp, 'answer');
  if (data?.type !== 'offer' || pc.signalingState() === 'have-local-offer') return;
  pc.setRemoteDescription(data.sdp, 'offer');
  pc.setLocalDescription('answer');
}

function end(why, code) {
  process.stdout.write(`${why}\n`);
  isOver = true;
  call?.pc.close();
  socket.close(1000);
  cleanup();
  process.exitCode = code;
}

connect();
