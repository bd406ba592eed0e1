import { expect, test } from 'vitest'
import { permissionHelp } from './permissionHelp.ts'

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)'
const android = 'Mozilla/5.0 (Linux; Android 10; K)'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'

test.each<[string, string, number, string | undefined]>([
  ['Chrome', `${windows} ${chrome} Safari/537.36`, 0, 'helpChrome'],
  ['Chrome on a Mac', `${mac} ${chrome} Safari/537.36`, 0, 'helpChrome'],
  ['Edge', `${windows} ${chrome} Safari/537.36 Edg/140.0.0.0`, 0, 'helpEdge'],
  ['Firefox', `${windows} Gecko/20100101 Firefox/143.0`, 10, 'helpFirefox'],
  ['Safari', `${mac} ${webkit} Version/18.5 Safari/605.1.15`, 0, 'helpSafari'],
  ['an iPhone', `${iPhone} ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`, 5, 'helpIOS'],
  ['an iPad', `${mac} ${webkit} Version/18.5 Safari/605.1.15`, 5, 'helpIOS'],
  ['Chrome on Android', `${android} ${chrome} Mobile Safari/537.36`, 5, 'helpAndroid'],
  ['Chrome on an iPhone', `${iPhone} ${webkit} CriOS/140.0 Mobile/15E148 Safari/604.1`, 5, undefined],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 5, undefined],
  ['Opera', `${windows} ${chrome} Safari/537.36 OPR/120.0.0.0`, 0, undefined],
  ['something else', 'Node.js/22', 0, undefined],
])('%s', (_, userAgent, maxTouchPoints, help) => expect(permissionHelp({ userAgent, maxTouchPoints })).toBe(help))
