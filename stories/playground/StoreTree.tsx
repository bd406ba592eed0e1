import { useState } from 'react'
import type { ReactNode } from 'react'
import type { CallEngine } from '@ringkit/core'
import { useEngineState } from './useWorld.ts'

/** The store of an engine, as it is at this moment; what changes lights up. */
export function StoreTree({ engine }: { engine: CallEngine }): ReactNode {
  const state = useEngineState(engine)
  return (
    <ul className="pg-tree">
      {Object.entries(state).map(([key, value]) => (
        <Entry key={key} name={key} value={value} isOpen={key !== 'devices'} />
      ))}
    </ul>
  )
}

interface EntryProps {
  name: string
  value: unknown
  isOpen?: boolean
}

function Entry({ name, value, isOpen = true }: EntryProps): ReactNode {
  const [open, setOpen] = useState(isOpen)
  if (typeof value !== 'object' || value === null) {
    return (
      <li>
        <span className="pg-key">{name}</span>
        {/* A new value is a new element, and so lights up again. */}
        <span key={String(value)} className="pg-value" data-type={typeof value}>
          {typeof value === 'string' ? `'${value}'` : String(value)}
        </span>
      </li>
    )
  }
  const entries = Object.entries(value)
  if (entries.length === 0) {
    return (
      <li>
        <span className="pg-key">{name}</span>
        <span className="pg-value">{Array.isArray(value) ? '[]' : '{}'}</span>
      </li>
    )
  }
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="pg-key">{name}</span>
          <span className="pg-count">{Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`}</span>
        </summary>
        <ul>
          {entries.map(([key, each]) => (
            <Entry key={key} name={key} value={each} isOpen={!Array.isArray(value)} />
          ))}
        </ul>
      </details>
    </li>
  )
}
