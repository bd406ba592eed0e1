import type { ReactNode } from 'react'

/** One of each kind of element that a page may have, and enough text to scroll. */
export function HostElements(): ReactNode {
  return (
    <main id="host">
      <header style={{ position: 'fixed', insetBlockStart: 0, insetInlineEnd: 0 }}>Fixed at the edge</header>
      <h1>A page of somebody’s own</h1>
      <h2>with headings</h2>
      <p>
        Text with <a href="#host">a link</a>, <b>bold</b>, <em>stressed</em>, <small>small</small>, <code>code</code>,{' '}
        <kbd>K</kbd>, <mark>marked</mark> and <abbr title="abbreviated">abbr.</abbr>
      </p>
      <ul>
        <li>one</li>
        <li>two</li>
      </ul>
      <ol>
        <li>first</li>
      </ol>
      <dl>
        <dt>term</dt>
        <dd>meaning</dd>
      </dl>
      <form>
        <fieldset>
          <legend>Fields</legend>
          <label>
            Text <input type="text" placeholder="hint" />
          </label>
          <input type="search" aria-label="Search" />
          <input type="checkbox" aria-label="Tick" defaultChecked />
          <input type="radio" aria-label="Choose" />
          <input type="range" aria-label="Slide" />
          <input type="file" aria-label="File" />
          <select aria-label="One of">
            <option>one</option>
          </select>
          <textarea aria-label="Long text" />
          <button type="button">Button</button>
          <button type="button" disabled>
            Disabled
          </button>
          <progress value={0.5} aria-label="Progress" />
          <meter value={0.5} aria-label="Meter" />
          <output>output</output>
        </fieldset>
      </form>
      <table>
        <caption>Table</caption>
        <thead>
          <tr>
            <th scope="col">head</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>cell</td>
          </tr>
        </tbody>
      </table>
      <details open>
        <summary>More</summary>
        <p>inside</p>
      </details>
      <dialog open style={{ position: 'static' }}>
        <p>A dialog of the page</p>
      </dialog>
      <figure>
        <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="9" />
        </svg>
        <img alt="" width="24" height="24" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" />
        <video width="48" height="24" muted />
        <canvas width="24" height="24" />
        <figcaption>Pictures</figcaption>
      </figure>
      <blockquote>quoted</blockquote>
      <pre>preformatted</pre>
      <hr />
      {/* Words that the kit uses too: they are the page's own. */}
      <div className="button dialog card avatar overlay menu">Classes with everyday names</div>
      <div role="dialog" aria-label="Own dialog" data-state="open" data-type="video">
        Attributes that the kit uses too
      </div>
      {Array.from({ length: 30 }, (_, line) => (
        <p key={line}>Line {line + 1} of a long page.</p>
      ))}
    </main>
  )
}
