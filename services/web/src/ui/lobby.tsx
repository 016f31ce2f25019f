import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { LocalDevices } from '../media/local-devices.ts';
import { recall, remember } from '../preferences.ts';
import { lobbyWords } from '../words/lobby-words.ts';
import { DeviceChoice } from './device-choice.tsx';
import { Paper } from './paper.tsx';
import { Preview } from './preview.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';

/** Before the call: how one will look and sound, and under which name. Nothing here keeps anybody from joining. */
export function Lobby({ call, joining }: { call: Call; joining: boolean }) {
  const [name, setName] = useState(() => recall('name'));
  useEffect(() => {
    if (!joining) void call.devices.start();
  }, []);

  const join = (event: SubmitEvent) => {
    event.preventDefault();
    if (joining) return;
    const clean = name.replace(/\p{Cc}/gu, ' ').trim();
    remember('name', clean);
    void call.join(clean);
  };
  return (
    <Paper wide>
      <div class="lobby">
        <Preview devices={call.devices} />
        <form class="lobby-form" onSubmit={join}>
          <div>
            <h1>{lobbyWords.value.title}</h1>
            <p class="room-name">
              <span class="visually-hidden">{lobbyWords.value.room} </span>#{call.settings.room}
            </p>
          </div>
          <NameField name={name} setName={setName} />
          <DeviceChoice devices={call.devices} kind="video" />
          <DeviceChoice devices={call.devices} kind="audio" />
          <SpeakerChoice />
          <button
            type="submit"
            class="button button-go button-large"
            data-testid="join"
            aria-disabled={joining}
          >
            {joining ? lobbyWords.value.joining : joinLabel(call.devices)}
          </button>
          <Held why={call.held.value} />
        </form>
      </div>
    </Paper>
  );
}

/** Why joining takes longer. It is there from the start, so that it is read out when it gets its words. */
function Held({ why }: { why: 'no' | 'unreachable' | 'busy' }) {
  return (
    <p class="small" role="status" data-testid="held">
      {why === 'no' ? '' : lobbyWords.value.held[why]}
    </p>
  );
}

function NameField({ name, setName }: { name: string; setName: (name: string) => void }) {
  return (
    <div class="field">
      <label for="name">{lobbyWords.value.nameLabel}</label>
      <input
        id="name"
        class="input"
        data-testid="name"
        value={name}
        maxLength={64}
        placeholder={lobbyWords.value.nameHint}
        autocomplete="name"
        onInput={(event) => setName(event.currentTarget.value)}
      />
    </div>
  );
}

/** Says what one would come without. */
function joinLabel(devices: LocalDevices): string {
  const video = devices.state('video').value;
  const audio = devices.state('audio').value;
  const { join, joinMuted, joinWithout } = lobbyWords.value;
  if (video.problem !== undefined && audio.problem !== undefined) return joinWithout.both;
  if (video.problem !== undefined) return joinWithout.video;
  if (audio.problem !== undefined) return joinWithout.audio;
  return audio.wanted ? join : joinMuted;
}
