import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { LocalDevices } from '../media/local-devices.ts';
import { recall, remember } from '../preferences.ts';
import { lobbyWords } from '../words/lobby-words.ts';
import { DeviceChoice } from './device-choice.tsx';
import { Paper } from './paper.tsx';
import { Preview } from './preview.tsx';

/** Before the call: how one will look and sound, and under which name. Nothing here keeps anybody from joining. */
export function Lobby({ call, joining }: { call: Call; joining: boolean }) {
  const [name, setName] = useState(() => recall('name'));
  useEffect(() => {
    if (!joining) void call.devices.start();
  }, []);

  const join = (event: SubmitEvent) => {
    event.preventDefault();
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
          <button type="submit" class="button button-go button-large" data-testid="join" disabled={joining}>
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

function joinLabel(devices: LocalDevices): string {
  const noVideo = devices.state('video').value.problem !== undefined;
  const noAudio = devices.state('audio').value.problem !== undefined;
  if (noVideo && noAudio) return lobbyWords.value.joinWithout.both;
  if (noVideo) return lobbyWords.value.joinWithout.video;
  return noAudio ? lobbyWords.value.joinWithout.audio : lobbyWords.value.join;
}
