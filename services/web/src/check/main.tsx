import { render } from 'preact';
import { signalingUrl } from '../signaling-url.ts';
import { markLanguage } from '../words/language.ts';
import { CheckPage } from './ui/check-page.tsx';

const container = document.getElementById('app');
if (container === null) throw new Error('the page has no #app');

markLanguage(document.documentElement);
render(<CheckPage signalingUrl={signalingUrl()} />, container);
