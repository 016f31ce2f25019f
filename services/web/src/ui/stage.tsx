import type { PeerView } from '@parley/client/remote-peer';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { layOut } from '../call/tile-layout.ts';
import type { Size } from '../call/tile-layout.ts';
import { commonWords, shownName } from '../words/common-words.ts';
import { stageWords } from '../words/stage-words.ts';
import { CompareButton } from './compare-button.tsx';
import { Invitation } from './invitation.tsx';
import { useLocalStream } from './local-stream.ts';
import { usePathWords } from './path-words.ts';
import { Tile } from './tile.tsx';
import type { Place } from './tile.tsx';

const GAP = 12;

/** Everybody, as large as the stage allows. */
export function Stage({ call }: { call: Call }) {
  const list = useRef<HTMLUListElement>(null);
  const size = useSize(list);
  // A peer that closed its connection is on its way out, or back in under a new id.
  const peers = call.peers.value.filter((peer) => peer.path !== 'ended');
  const alone = peers.length === 0;
  const { tile, places } = layOut(alone ? 2 : peers.length + 1, size, GAP);
  const at = (index: number): Place => ({ ...tile, x: 0, y: 0, ...places[index] });
  return (
    <ul class="stage-tiles" ref={list} aria-label={stageWords.value.label}>
      {alone ? (
        <Invitation place={at(0)} room={call.settings.room} again={call.hadCompany.value} />
      ) : (
        peers.map((peer, index) => <PeerTile key={peer.id} peer={peer} place={at(index)} call={call} />)
      )}
      <OwnTile key="own" call={call} place={at(alone ? 1 : peers.length)} />
    </ul>
  );
}

function PeerTile({ peer, place, call }: { peer: PeerView; place: Place; call: Call }) {
  const name = shownName(peer.name);
  const { id, stream, path } = peer;
  const connecting = path === 'connecting';
  return (
    <Tile
      place={place}
      peerId={id}
      name={name}
      stream={stream}
      audio={peer.audio || connecting}
      video={peer.video}
      word={usePathWords(peer, call.trouble.outage.value !== undefined)}
    >
      {path === 'connected' && <CompareButton call={call} peerId={id} name={name} />}
    </Tile>
  );
}

function OwnTile({ call, place }: { call: Call; place: Place }) {
  const video = call.devices.state('video').value;
  const audio = call.devices.state('audio').value;
  const stream = useLocalStream(video.track);
  const name = call.ownName.value;
  return (
    <Tile
      own
      place={place}
      peerId={call.ownId.value}
      name={commonWords.value.own(name)}
      stream={stream}
      audio={audio.wanted && audio.track !== null}
      video={video.track !== null}
    />
  );
}

function useSize(element: { current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = () => setSize({ width: current.clientWidth, height: current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);
  return size;
}
