import type { PeerView } from '@parley/client/peer-view';
import type { Call } from '../call/call.ts';
import type { Place } from '../call/focus-layout.ts';
import { isStuck } from '../call/path-note.ts';
import type { PathNote } from '../call/path-note.ts';
import { shownName } from '../words/common-words.ts';
import { libraryWords } from '../words/library-words.ts';
import { tileWords } from '../words/tile-words.ts';
import { CheckLinkInTrouble } from './check-link.tsx';
import { QualityBadge, sentence } from './quality-badge.tsx';
import { ScreenTile } from './screen-tile.tsx';
import { PeerOptions, TileOptions } from './tile-options.tsx';
import { Tile } from './tile.tsx';
import { usePathNote } from './use-path-note.ts';

interface PeerTileProps {
  call: Call;
  peer: PeerView;
  place: Place;
  large: boolean;
}

/** Somebody else. */
export function PeerTile({ call, peer, place, large }: PeerTileProps) {
  const name = shownName(peer.name);
  const { id, stream, path, video, quality } = peer;
  const connecting = path === 'connecting';
  const note = usePathNote(peer, call.trouble.outage.value !== undefined);
  return (
    <Tile
      place={place}
      peerId={id}
      name={name}
      stream={stream}
      audio={peer.audio || connecting}
      video={video}
      speaking={call.speaker.value === id}
      hand={peer.hand}
      signs={call.signs.shown.value.filter((shown) => shown.peer === id)}
      word={wordFor(note, peer.held)}
      help={isStuck(note) && <CheckLinkInTrouble />}
      quality={!connecting && <QualityBadge quality={quality} />}
      options={
        <TileOptions
          call={call}
          tile={`face:${id}`}
          name={name}
          large={large}
          video={video}
          head={connecting ? undefined : sentence(quality)}
        >
          {(close) => <PeerOptions call={call} peer={peer} name={name} close={close} />}
        </TileOptions>
      }
    />
  );
}

/** What somebody else shares. */
export function PeerScreen({ call, peer, stream, place, large }: PeerTileProps & { stream: MediaStream }) {
  const name = tileWords.value.screenOf(shownName(peer.name));
  return (
    <ScreenTile
      place={place}
      peerId={peer.id}
      name={name}
      stream={stream}
      options={<TileOptions call={call} tile={`screen:${peer.id}`} name={name} large={large} video />}
    />
  );
}

function wordFor(note: PathNote | undefined, held: boolean): string | undefined {
  if (note !== undefined) return libraryWords.value.path[note];
  return held ? tileWords.value.heldHint : undefined;
}
