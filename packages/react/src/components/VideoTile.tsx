'use client'
import { MicOff, SignalLow, SignalZero } from 'lucide-react'
import { forwardRef, useCallback, useImperativeHandle, useRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode, RefObject } from 'react'
import { useCall, useMember, usePicture, useVolume } from '../hooks/index.ts'
import type { Member, PictureSource } from '../hooks/index.ts'
import { PAUSE_MS, SPEAKING } from '../layout/voice.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { cx } from '../ui/cx.ts'

export interface VideoTileProps extends ComponentPropsWithoutRef<'div'> {
  userID: string
  /** `screen` shows what the person shares. Default: the camera. */
  source?: PictureSource
  /** Own parts over the picture. Default: name, muted microphone, poor connection. */
  children?: ReactNode
}

/**
 * One person's picture, or avatar without one; one's own is mirrored (contract §5). `data-speaking` comes and goes with
 * the voice without rendering anything.
 */
export const VideoTile = /* @__PURE__ */ forwardRef<HTMLDivElement, VideoTileProps>(function VideoTile(
  { userID, source = 'camera', children, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const member = useMember(userID)
  const isOwn = useCall((state) => state.self?.userID === userID)
  const tile = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => tile.current, [])
  const isScreen = source === 'screen'
  useSpeaking(isScreen ? undefined : userID, tile)
  const name = member?.name ?? userID
  return (
    <div
      {...language}
      role={isScreen ? 'figure' : 'group'}
      aria-label={isScreen ? screenName(name, isOwn, messages) : isOwn ? messages.you(name) : name}
      data-source={source}
      data-self={isOwn || undefined}
      data-status={member?.status}
      data-video={hasPicture(member, source) ? 'on' : 'off'}
      data-microphone={member?.audioAvailable ? 'on' : 'off'}
      data-quality={member?.quality}
      {...props}
      ref={tile}
      className={cx('rk rk-video-tile', className)}
    >
      <VideoTilePicture userID={userID} source={source} />
      {!isScreen && <Avatar userID={userID} name={name} src={member?.avatarURL} />}
      {children ?? <VideoTilePlate userID={userID} source={source} />}
    </div>
  )
})

function screenName(name: string, isOwn: boolean, messages: ReturnType<typeof useMessages>): string {
  return isOwn ? messages.yourScreen : messages.screenOf(name)
}

function hasPicture(member: Member | undefined, source: PictureSource): boolean {
  return (source === 'screen' ? member?.screenAvailable : member?.videoAvailable) === true
}

function VideoTilePicture({ userID, source }: { userID: string; source: PictureSource }): ReactNode {
  // Muted: sound is played by the engine, once per person, not by the picture.
  return (
    <video
      ref={usePicture(userID, source)}
      className="rk-video-tile-picture"
      autoPlay
      playsInline
      muted
      aria-hidden
      tabIndex={-1}
    />
  )
}

export interface VideoTilePlateProps extends ComponentPropsWithoutRef<'div'> {
  userID: string
  source?: PictureSource
}

/** Name, muted microphone, how it stands while it rings, and a poor connection. */
export const VideoTilePlate = /* @__PURE__ */ forwardRef<HTMLDivElement, VideoTilePlateProps>(function VideoTilePlate(
  { userID, source = 'camera', className, ...props },
  ref,
) {
  const messages = useMessages()
  const member = useMember(userID)
  const isOwn = useCall((state) => state.self?.userID === userID)
  const name = member?.name ?? userID
  const isScreen = source === 'screen'
  const isMuted = !isScreen && member?.status === 'connected' && !member.audioAvailable
  return (
    <div {...props} ref={ref} className={cx('rk-line rk-video-tile-plate', className)}>
      {isMuted && <MicOff role="img" aria-label={messages.microphoneOff} />}
      {isScreen && isOwn ? (
        <span className="rk-video-tile-name">{messages.yourScreen}</span>
      ) : isScreen || isOwn ? (
        <NameInText name={name} text={isScreen ? messages.screenOf : messages.you} />
      ) : (
        <bdi className="rk-video-tile-name">{name}</bdi>
      )}
      {!isScreen && member && <VideoTileState member={member} />}
    </div>
  )
})

/** "Ann (you)", "Screen of Bob": where there is no room the name is cut, at its own end, and the words around it stay. */
function NameInText({ name, text }: { name: string; text: (name: string) => string }): ReactNode {
  const [before = '', after] = text(placeOfName).split(placeOfName)
  return (
    <span className="rk-video-tile-text">
      {before}
      {after !== undefined && <bdi className="rk-video-tile-name">{name}</bdi>}
      {after}
    </span>
  )
}

/** No name has it. */
const placeOfName = '\0'

function VideoTileState({ member }: { member: Member }): ReactNode {
  const messages = useMessages()
  if (member.status === 'ringing') return <span className="rk-video-tile-status">{messages.status.ringing}</span>
  if (member.status === 'connected' && !member.isEntered) {
    return <span className="rk-video-tile-status">{messages.connecting}</span>
  }
  if (member.quality === 'poor') return <SignalLow role="img" aria-label={messages.quality.poor} />
  if (member.quality === 'lost') return <SignalZero role="img" aria-label={messages.quality.lost} />
  return null
}

/** Sets `data-speaking` past React: voices change many times a second. */
function useSpeaking(userID: string | undefined, tile: RefObject<HTMLElement | null>): void {
  const lastLoud = useRef(-Infinity)
  const onLevel = useCallback(
    (level: number) => {
      const now = performance.now()
      if (level >= SPEAKING) lastLoud.current = now
      tile.current?.toggleAttribute('data-speaking', now - lastLoud.current < PAUSE_MS)
    },
    [tile],
  )
  useVolume(userID, onLevel)
}
