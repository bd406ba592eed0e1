/**
 * What the call server is measured against: a bare socket.io server with the same settings that sends the same messages and
 * decides nothing. It knows who is connected, no more.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { answerQuestions } from './channel.ts'
import type { RelayRequest, Traffic } from './traffic.ts'
import { usage, type ServerQuestions } from './usage.ts'

// Written by the benchmark.
const traffic = JSON.parse(process.env.TRAFFIC ?? '{}') as Traffic

const http = createServer()
const sockets = new Map<string, Socket>()
const io = new Server(http, {
  path: '/ringkit',
  serveClient: false,
  transports: ['websocket'],
  pingInterval: 2500,
  pingTimeout: 2500,
  maxHttpBufferSize: 64 * 1024,
  perMessageDeflate: false,
})
io.on('connection', (socket) => {
  const userID = String(socket.handshake.auth.token)
  sockets.set(userID, socket)
  socket.on('disconnect', () => sockets.delete(userID))
  socket.on('request', ({ to, step }: RelayRequest, acknowledge: (answer: unknown) => void) => {
    const sent = traffic[step]
    for (const each of sent?.push ?? []) sockets.get(to)?.emit('snapshot', each)
    for (const each of sent?.back ?? []) socket.emit('snapshot', each)
    acknowledge(sent?.answer)
  })
  socket.emit('welcome', { self: { userID } })
})

async function listen(): Promise<{ url: string }> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  // Listening on a port, not on a pipe.
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }
}

answerQuestions<ServerQuestions>({ listen, usage }, () => io.close())
