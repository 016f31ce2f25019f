import type { PeerView } from '@parley/client/peer-view';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { Place } from '../call/focus-layout.ts';
import { layOutStage } from '../call/stage-layout.ts';
import type { TileId } from '../call/spotlight.ts';
import type { Size } from '../call/tile-layout.ts';
import { stageWords } from '../words/stage-words.ts';
import { Invitation } from './invitation.tsx';
import { OwnScreen, OwnTile } from './own-tile.tsx';
import { PeerScreen, PeerTile } from './peer-tile.tsx';

const GAP = 12;

/** Everybody, as large as the stage allows; where one is picked out, that one large and the others beside it. */
export function Stage({ call }: { call: Call }) {
  const list = useRef<HTMLUListElement>(null);
  const size = useSize(list);
  // A peer that closed its connection is on its way out, or back in under a new id.
  const peers = call.peers.value.filter((peer) => peer.path !== 'ended');
  const ownId = call.ownId.value;
  const alone = peers.length === 0;
  const tiles = tilesOf(peers, ownId, call.sharing.track.value !== undefined);
  const large = alone ? undefined : call.spotlight.choose(tiles, ownId);
  const places = layOutStage(alone ? ['face:', ...tiles] : tiles, large, size, GAP);
  const at = (tile: TileId): Place => places.get(tile) ?? { x: 0, y: 0, width: 0, height: 0 };
  const label = stageWords.value.label;
  // Before its size is known nothing stands on it: tiles would grow out of its corner.
  if (size.width === 0) return <ul class="stage-tiles" ref={list} aria-label={label} />;
  return (
    <ul class="stage-tiles" ref={list} aria-label={label}>
      {alone && <Invitation place={at('face:')} room={call.settings.room} again={call.hadCompany.value} />}
      {peers.map((peer) => (
        <Peer key={peer.id} call={call} peer={peer} at={at} large={large} />
      ))}
      <OwnTile key="own" call={call} place={at(`face:${ownId}`)} large={large === `face:${ownId}`} />
      {call.sharing.track.value !== undefined && (
        <OwnScreen
          key="screen"
          call={call}
          place={at(`screen:${ownId}`)}
          large={large === `screen:${ownId}`}
        />
      )}
    </ul>
  );
}

interface PeerProps {
  call: Call;
  peer: PeerView;
  at: (tile: TileId) => Place;
  large: TileId | undefined;
}

function Peer({ call, peer, at, large }: PeerProps) {
  const [face, screen] = [`face:${peer.id}`, `screen:${peer.id}`] as const;
  return (
    <>
      <PeerTile call={call} peer={peer} place={at(face)} large={large === face} />
      {peer.screen !== undefined && (
        <PeerScreen
          call={call}
          peer={peer}
          stream={peer.screen}
          place={at(screen)}
          large={large === screen}
        />
      )}
    </>
  );
}

/** In the order in which they stand: people as they came, each with their screen, and we last. */
function tilesOf(peers: readonly PeerView[], ownId: string, shares: boolean): TileId[] {
  const theirs = peers.flatMap(({ id, screen }): TileId[] =>
    screen === undefined ? [`face:${id}`] : [`face:${id}`, `screen:${id}`],
  );
  return [...theirs, `face:${ownId}`, ...(shares ? [`screen:${ownId}` as const] : [])];
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
