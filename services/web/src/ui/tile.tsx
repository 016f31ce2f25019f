import { AudioLines, Hand, MicOff, VideoOff } from 'lucide';
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { Place } from '../call/focus-layout.ts';
import type { ShownSign } from '../call/signs.ts';
import { isMirrored } from '../media/facing.ts';
import { stageWords } from '../words/stage-words.ts';
import { tileWords } from '../words/tile-words.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { Video } from './video.tsx';

// Styles set as properties, not as an attribute, are allowed under a policy without inline styles.
export function placed({ x, y, width, height }: Place) {
  return { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` };
}

interface TileProps {
  place: Place;
  peerId: string;
  own?: boolean;
  name: string;
  stream: MediaStream | null;
  audio: boolean;
  video: boolean;
  speaking?: boolean;
  hand?: boolean;
  signs?: readonly ShownSign[];
  /** What the path to this peer is doing, or why there is no picture, where that is worth a word. */
  word?: string | undefined;
  /** Where more can be learnt of it. */
  help?: ComponentChildren;
  /** How good the path is. */
  quality?: ComponentChildren;
  /** What can be done with it. */
  options?: ComponentChildren;
}

/** One person. */
export function Tile(props: TileProps) {
  const { place, peerId, own = false, name, stream, video, word, help, quality, options, signs = [] } = props;
  const { speaking = false, hand = false } = props;
  return (
    <li
      class={['tile', speaking && 'is-speaking', isSmall(place) && 'is-small'].filter(Boolean).join(' ')}
      style={placed(place)}
      data-testid="tile"
      data-peer-id={peerId}
      data-self={own ? 'true' : undefined}
      data-speaking={speaking}
    >
      {!video && <Avatar name={name} height={place.height} />}
      <Video
        stream={stream}
        muted={own}
        mirrored={own && isMirrored(stream?.getVideoTracks()[0] ?? null)}
        shown={video}
      />
      <div class="tile-top">
        {quality}
        {hand && (
          <p class="tile-hand" data-testid="hand-badge">
            <Icon node={Hand} size={16} />
            <span class="visually-hidden">{tileWords.value.hand}</span>
          </p>
        )}
      </div>
      {options}
      {word !== undefined && (
        <p class="tile-word">
          {word} {help}
        </p>
      )}
      {signs.map(({ key, sign }) => (
        <span
          key={key}
          class="sign"
          // Beside one another, as people clap together.
          style={{ left: `${30 + ((key * 17) % 40)}%` }}
          data-testid="sign"
          aria-hidden="true"
        >
          {sign}
        </span>
      ))}
      <TileName {...props} />
    </li>
  );
}

function TileName({ name, audio, video, speaking = false }: TileProps) {
  return (
    <p class="tile-name">
      {!audio && <Badge off icon={MicOff} word={stageWords.value.muted} testId="muted-badge" />}
      {!video && <Badge off icon={VideoOff} word={tileWords.value.cameraOff} testId="camera-off-badge" />}
      <span class="tile-name-text">{name}</span>
      {/* After the name, which would jump with each word otherwise. */}
      {speaking && audio && (
        <Badge icon={AudioLines} word={tileWords.value.speaking} testId="speaking-badge" />
      )}
    </p>
  );
}

interface BadgeProps {
  icon: IconNode;
  word: string;
  testId: string;
  off?: boolean;
}

function Badge({ icon, word, testId, off = false }: BadgeProps) {
  return (
    <span class={off ? 'tile-badge is-off' : 'tile-badge is-on'} data-testid={testId}>
      <Icon node={icon} size={16} />
      <span class="visually-hidden">{`${word} `}</span>
    </span>
  );
}

/** Where there is room for faces and names alone. */
export function isSmall({ width, height }: Place): boolean {
  return width < 240 || height < 150;
}
