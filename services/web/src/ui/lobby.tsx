import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { LocalDevices } from '../media/local-devices.ts';
import { recall, remember } from '../preferences.ts';
import { strings } from '../strings.ts';
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
            <h1>{strings.lobby.title}</h1>
            <p class="room-name">
              <span class="visually-hidden">{strings.lobby.room} </span>#{call.settings.room}
            </p>
          </div>
          <NameField name={name} setName={setName} />
          <DeviceChoice devices={call.devices} kind="video" />
          <DeviceChoice devices={call.devices} kind="audio" />
          <button type="submit" class="button button-go button-large" data-testid="join" disabled={joining}>
            {joining ? strings.lobby.joining : joinLabel(call.devices)}
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
      {why === 'no' ? '' : strings.lobby.held[why]}
    </p>
  );
}

function NameField({ name, setName }: { name: string; setName: (name: string) => void }) {
  return (
    <div class="field">
      <label for="name">{strings.lobby.nameLabel}</label>
      <input
        id="name"
        class="input"
        data-testid="name"
        value={name}
        maxLength={64}
        placeholder={strings.lobby.nameHint}
        autocomplete="name"
        onInput={(event) => setName(event.currentTarget.value)}
      />
    </div>
  );
}

function joinLabel(devices: LocalDevices): string {
  const noVideo = devices.state('video').value.problem !== undefined;
  const noAudio = devices.state('audio').value.problem !== undefined;
  if (noVideo && noAudio) return strings.lobby.joinWithout.both;
  if (noVideo) return strings.lobby.joinWithout.video;
  return noAudio ? strings.lobby.joinWithout.audio : strings.lobby.join;
}
