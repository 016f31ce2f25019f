import { MEDIA_KINDS } from '@parley/client/local-media';
import type { MediaKind } from '@parley/client/local-media';
import { captureBoth, permissionState } from '../media/capture.ts';
import { browserName } from './browser-finding.ts';
import type { BrowserFinding, DeviceFinding } from './browser-finding.ts';

/** What can be seen without asking the person for anything. */
export async function lookAtBrowser(): Promise<BrowserFinding> {
  const devices = await listDevices();
  const look = async (kind: MediaKind): Promise<DeviceFinding> => ({
    permission: await permissionState(kind),
    count: devices.filter((device) => device.kind === `${kind}input`).length,
  });
  return {
    name: browserName(navigator.userAgent),
    secure: isSecureContext,
    webRtc: 'RTCPeerConnection' in globalThis,
    devices: { audio: await look('audio'), video: await look('video') },
  };
}

/** Has the browser start camera and microphone, and lets go of them at once. */
export async function tryDevices(): Promise<BrowserFinding> {
  const captured = await captureBoth({ audio: '', video: '' });
  const finding = await lookAtBrowser();
  for (const kind of MEDIA_KINDS) {
    const one = captured[kind];
    if ('track' in one) one.track.stop();
    finding.devices[kind].tried = 'track' in one ? 'works' : one.problem;
  }
  return finding;
}

async function listDevices(): Promise<MediaDeviceInfo[]> {
  try {
    return await navigator.mediaDevices.enumerateDevices();
  } catch {
    // Not on an insecure page.
    return [];
  }
}
