import type { ProfilerOnRenderCallback } from 'react'

/** What React has done in this page since the last reset: commits, and ms of rendering in them. */
export const renders = { commits: 0, ms: 0 }

let last = -1

/** For the one `<Profiler>` around everything. A commit that lasts is told once per update in it: it is one all the same. */
export const onRender: ProfilerOnRenderCallback = (_id, _phase, actualMs, _baseMs, _startedAt, committedAt) => {
  if (committedAt !== last) renders.commits += 1
  last = committedAt
  renders.ms += actualMs
}
