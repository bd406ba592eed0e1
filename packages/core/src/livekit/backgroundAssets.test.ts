import { expect, test } from 'vitest'
import { absoluteAssets } from './backgroundAssets.ts'

const base = 'https://app.example/calls/room.html'
const own = { wasm: 'https://app.example/ringkit/wasm', model: 'https://app.example/ringkit/selfie_segmenter.tflite' }

test.each([
  ['nothing said: the root of the own site', undefined, own],
  ['one of the two', { model: 'https://files.example/m.tflite' }, { ...own, model: 'https://files.example/m.tflite' }],
  ['a slash at the end', { wasm: '/files/wasm/' }, { ...own, wasm: 'https://app.example/files/wasm' }],
  ['beside the page', { wasm: 'wasm' }, { ...own, wasm: 'https://app.example/calls/wasm' }],
])('%s', (_name, assets, expected) => {
  expect(absoluteAssets(assets, base)).toEqual(expected)
})
