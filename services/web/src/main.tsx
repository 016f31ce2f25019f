import { render } from 'preact';
import { App } from './app.tsx';
import { keepFocus } from './keyboard/keep-focus.ts';
import { hearShortcuts } from './keyboard/shortcuts.ts';
import { watchRoute } from './route.ts';
import { signalingUrl } from './signaling-url.ts';
import { paintSurface } from './ui/surface.ts';
import { hearLanguage, markLanguage } from './words/language.ts';

const container = document.getElementById('app');
if (container === null) throw new Error('the page has no #app');

// `?ice=relay` sends all media through TURN, so that an operator can see by a call that it works. Nothing secret ever
// stands in the query.
const relayOnly = new URLSearchParams(location.search).get('ice') === 'relay';

const settings = {
  signalingUrl: signalingUrl(),
  iceTransportPolicy: relayOnly ? 'relay' : 'all',
} as const;
markLanguage(document.documentElement);
hearLanguage(window);
hearShortcuts(window);
keepFocus(container);
paintSurface(document.documentElement);
render(<App route={watchRoute()} settings={settings} />, container);
