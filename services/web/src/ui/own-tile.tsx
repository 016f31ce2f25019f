import type { Call } from '../call/call.ts';
import type { Place } from '../call/focus-layout.ts';
import { commonWords } from '../words/common-words.ts';
import { tileWords } from '../words/tile-words.ts';
import { useLocalStream } from './local-stream.ts';
import { ScreenTile } from './screen-tile.tsx';
import { TileOptions } from './tile-options.tsx';
import { Tile } from './tile.tsx';

interface OwnTileProps {
  call: Call;
  place: Place;
  large: boolean;
}

/** Ourselves, as we know us from a mirror. */
export function OwnTile({ call, place, large }: OwnTileProps) {
  const video = call.devices.state('video').value;
  const audio = call.devices.state('audio').value;
  const stream = useLocalStream(video.track);
  const name = commonWords.value.own(call.ownName.value);
  const id = call.ownId.value;
  return (
    <Tile
      own
      place={place}
      peerId={id}
      name={name}
      stream={stream}
      audio={audio.wanted && audio.track !== null}
      video={video.track !== null}
      hand={call.signs.hand.value}
      signs={call.signs.shown.value.filter(({ peer }) => peer === undefined)}
      options={
        <TileOptions call={call} tile={`face:${id}`} name={name} large={large} video={video.track !== null} />
      }
    />
  );
}

/** What we share, so that we see what the others see. */
export function OwnScreen({ call, place, large }: OwnTileProps) {
  const stream = useLocalStream(call.sharing.track.value ?? null);
  const name = tileWords.value.ownScreen;
  const id = call.ownId.value;
  return (
    <ScreenTile
      place={place}
      peerId={id}
      name={name}
      stream={stream}
      options={<TileOptions call={call} tile={`screen:${id}`} name={name} large={large} video />}
      stop={() => call.sharing.stop()}
    />
  );
}
