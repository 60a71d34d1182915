import { LANGUAGE_NAMES, useSay, type Language } from '../../session/language.ts'
import { usePreferences, type ThemeChoice } from '../../session/preferences.ts'

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast', 'contrast-dark']
const LANGUAGES: readonly Language[] = ['en', 'ar']
const IDLE_MINUTES = [2, 5, 10, 15, 30, 60]

/** What a person prefers of this window. */
export function ThisWindow() {
  const say = useSay()
  const { theme, language, idleMinutes, letterKeys, set } = usePreferences()
  return (
    <>
      <fieldset>
        <legend>{say('app.settings.theme')}</legend>
        <div className="choice">
          {THEMES.map((each) => (
            <label key={each}>
              <input type="radio" name="theme" autoComplete="off" checked={theme === each} onChange={() => set({ theme: each })} />
              {say(`app.settings.theme-${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{say('app.settings.language')}</legend>
        <div className="choice">
          {LANGUAGES.map((each) => (
            <label key={each} lang={each}>
              <input type="radio" name="language" autoComplete="off" checked={language === each} onChange={() => set({ language: each })} />
              {LANGUAGE_NAMES[each]}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{say('app.settings.idle')}</legend>
        <div className="choice">
          {IDLE_MINUTES.map((minutes) => (
            <label key={minutes}>
              <input type="radio" name="idle" autoComplete="off" checked={idleMinutes === minutes} onChange={() => set({ idleMinutes: minutes })} />
              {say('app.settings.minutes', { count: minutes })}
            </label>
          ))}
        </div>
        <p className="muted">{say('app.settings.idle-hint')}</p>
      </fieldset>
      <fieldset>
        <legend>{say('app.settings.keys')}</legend>
        <label className="check-row">
          <input type="checkbox" autoComplete="off" checked={letterKeys} onChange={(event) => set({ letterKeys: event.target.checked })} />
          {say('app.settings.letter-keys')}
        </label>
        <p className="muted">{say('app.settings.letter-keys-hint')}</p>
      </fieldset>
    </>
  )
}
