import { languages, PreCall, SettingsDialog, useCall, type Language } from '@ringkit/react'
import { useState, type ReactNode } from 'react'
import { backgroundImages } from './backgroundImages.ts'

export interface BeforeCallProps {
  language: Language
  onLanguage: (language: Language) => void
}

/** What can be tried without a call: devices and background, the check, notifications, and the kit's languages. */
export function BeforeCall({ language, onLanguage }: BeforeCallProps): ReactNode {
  const isIdle = useCall((state) => state.status === 'idle')
  const [isChecking, setChecking] = useState(false)
  // A call takes the camera: the check is over.
  if (isChecking && !isIdle) setChecking(false)

  return (
    <section className="card before-call" aria-labelledby="before-call-title">
      <h2 id="before-call-title">Before a call</h2>
      {isChecking ? (
        <PreCall onDone={() => setChecking(false)} />
      ) : (
        <div className="before-call-buttons">
          <SettingsDialog
            images={backgroundImages}
            trigger={
              <button type="button" className="button">
                Devices and background
              </button>
            }
          />
          <button type="button" className="button" disabled={!isIdle} onClick={() => setChecking(true)}>
            Check everything
          </button>
          <NotificationButton />
        </div>
      )}
      <label className="field">
        Language of the call
        {/* The options are the kit's languages. */}
        <select value={language} onChange={(event) => onLanguage(event.target.value as Language)}>
          {languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {new Intl.DisplayNames(each, { type: 'language' }).of(each)}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}

/** Lets a ring show itself on the desktop. Gone once the person has answered, and where there are no notifications. */
function NotificationButton(): ReactNode {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'))
  if (permission !== 'default') return null
  return (
    <button
      type="button"
      className="button"
      onClick={() => void Notification.requestPermission().then(setPermission, () => setPermission('denied'))}
    >
      Notify me of calls
    </button>
  )
}
