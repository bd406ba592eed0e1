import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import '@ringkit/react/styles.css'
import './app.css'

export const metadata: Metadata = { title: 'Ringkit in Next.js', icons: { icon: 'data:,' } }

/** A server component, as is every file here without `'use client'`. */
export default function Layout({ children }: { children: ReactNode }): ReactNode {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
