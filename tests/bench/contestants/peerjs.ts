// PeerServer (`peer`): it has one node, and names its peers by what they say they are.
import { PeerServer } from 'peer';
import { announce } from './announce.ts';

PeerServer({ port: 0, host: '127.0.0.1', path: '/', concurrent_limit: 1_000_000 }, (server) => {
  announce(server.address());
});
