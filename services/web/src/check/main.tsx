import { render } from 'preact';
import { keepFocus } from '../keyboard/keep-focus.ts';
import { signalingUrl } from '../signaling-url.ts';
import { paintSurface } from '../ui/surface.ts';
import { hearLanguage, markLanguage } from '../words/language.ts';
import { CheckPage } from './ui/check-page.tsx';

const container = document.getElementById('app');
if (container === null) throw new Error('the page has no #app');

markLanguage(document.documentElement);
hearLanguage(window);
hearLanguage(window);
keepFocus(container);
paintSurface(document.documentElement);
render(<CheckPage signalingUrl={signalingUrl()} />, container);
