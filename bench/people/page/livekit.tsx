import { LiveKitRoom, VideoConference } from '@livekit/components-react'
import '@livekit/components-styles'
import { Room, type RoomOptions } from 'livekit-client'
import { Profiler } from 'react'
import { createRoot } from 'react-dom/client'
import type { BenchPage } from './main.ts'
import { onRender } from './renders.ts'

/** As the kit has it, and as LiveKit's own examples do. */
const options: RoomOptions = { adaptiveStream: true, dynacast: true }
const room = new Room(options)

const microphones = () => [...room.remoteParticipants.values()].filter(({ isMicrophoneEnabled }) => isMicrophoneEnabled)

export const page: BenchPage = {
  start: ({ url, token }) =>
    new Promise((resolve, reject) => {
      const element = document.getElementById('root')
      if (!element) throw new Error('no root')
      createRoot(element).render(
        <Profiler id="call" onRender={onRender}>
          <LiveKitRoom
            room={room}
            serverUrl={url}
            token={token}
            connect
            audio={false}
            video={false}
            onConnected={() => resolve()}
            onError={reject}
            data-lk-theme="default"
            style={{ blockSize: '100%' }}
          >
            <VideoConference />
          </LiveKitRoom>
        </Profiler>,
      )
    }),
  count: () => room.remoteParticipants.size,
  heard: () => microphones().length,
  pager: {
    next: '.lk-pagination-control button:last-of-type',
    previous: '.lk-pagination-control button:first-of-type',
  },
  tile: '.lk-grid-layout .lk-participant-tile',
}
