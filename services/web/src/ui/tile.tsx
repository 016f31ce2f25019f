import { MicOff } from 'lucide';
import type { ComponentChildren } from 'preact';
import { stageWords } from '../words/stage-words.ts';
import { Icon } from './icon.tsx';
import { Video } from './video.tsx';

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

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
  /** What the path to this peer is doing, where that is worth a word. */
  word?: string | undefined;
  children?: ComponentChildren;
}

/** One person. */
export function Tile({ place, peerId, own = false, name, stream, audio, video, word, children }: TileProps) {
  return (
    <li
      class="tile"
      style={placed(place)}
      data-testid="tile"
      data-peer-id={peerId}
      data-self={own ? 'true' : undefined}
    >
      {!video && <Avatar name={name} height={place.height} />}
      <Video stream={stream} muted={own} mirrored={own} shown={video} />
      {word !== undefined && <p class="tile-word">{word}</p>}
      {children}
      <p class="tile-name">
        {!audio && (
          <>
            <Icon node={MicOff} size={16} />
            <span class="visually-hidden">{stageWords.value.muted} </span>
          </>
        )}
        <span class="tile-name-text">{name}</span>
      </p>
    </li>
  );
}

function Avatar({ name, height }: { name: string; height: number }) {
  const size = `${Math.round(Math.min(120, height * 0.4))}px`;
  return (
    <div
      class="avatar"
      style={{ width: size, height: size, fontSize: `calc(${size} * 0.4)` }}
      aria-hidden="true"
    >
      {initialOf(name)}
    </div>
  );
}

// The first letter as a person sees it, which may be several code points.
function initialOf(name: string): string {
  const first = new Intl.Segmenter().segment(name)[Symbol.iterator]().next();
  return first.done === true ? '' : first.value.segment.toLocaleUpperCase();
}
