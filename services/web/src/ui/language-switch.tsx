import { Languages } from 'lucide';
import { LANGUAGES, OWN_NAMES, isLanguage, language, speak } from '../words/language.ts';
import { Icon } from './icon.tsx';

/** A button for each other language, named as those who speak it look for it. */
export function LanguageSwitch({ class: className }: { class: string }) {
  const others = Object.keys(LANGUAGES).filter((key) => key !== language.value);
  return others.filter(isLanguage).map((other, place) => (
    <button
      // The button stays where it is, and with it the focus of who pressed it.
      key={place}
      type="button"
      class={className}
      lang={LANGUAGES[other]}
      data-testid="language"
      onClick={() => speak(other)}
    >
      <Icon node={Languages} />
      <span>{OWN_NAMES[other]}</span>
    </button>
  ));
}
