import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { FlatWriter, type Part } from './backgroundFlatWriter.ts'

/**
 * A model that MediaPipe's tasks take, without a network. The model that a package carries is the same network as the one
 * MediaPipe offers for download, but of an older generation: it does not say what its input means, which is added here.
 */
export async function selfieModel(): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve('@mediapipe/selfie_segmentation/selfie_segmentation.tflite')
  return withInputMeaning(await readFile(path))
}

/** The union numbers of MediaPipe's metadata schema. */
const imageContent = { number: 2 }
const rgb = { number: 1 }
const normalization = { number: 1 }

/** Pictures come in as red, green and blue between 0 and 1. */
const inputMeaning: Part = {
  table: [
    { text: 'image' },
    undefined,
    undefined,
    { table: [imageContent, { table: [rgb] }] },
    { list: [{ table: [normalization, { table: [{ floats: [0] }, { floats: [1] }] }] }] },
  ],
}
const maskMeaning: Part = { table: [{ text: 'mask' }] }

/**
 * The model with metadata. Its first table is written anew, in front of the old file, whose parts stay where they are. The
 * fields of that table: version, operator codes, subgraphs, description, buffers, metadata buffer, metadata.
 */
function withInputMeaning(model: Uint8Array): Uint8Array {
  const view = new DataView(model.buffer, model.byteOffset, model.byteLength)
  const referred = (slot: number) => slot + view.getUint32(slot, true)
  const root = referred(0)
  const shape = root - view.getInt32(root, true)
  const old = (index: number): Part => ({ at: referred(root + view.getUint16(shape + 4 + 2 * index, true)) })
  const buffers = referred(root + view.getUint16(shape + 4 + 2 * 4, true))
  const count = view.getUint32(buffers, true)
  const kept = Array.from({ length: count }, (_, index): Part => ({ at: referred(buffers + 4 + 4 * index) }))
  const graph: Part = { table: [undefined, undefined, { list: [inputMeaning] }, { list: [maskMeaning] }] }
  const metadata = new FlatWriter().finish({ table: [{ text: '' }, undefined, undefined, { list: [graph] }] }, 'M001')
  const front = new FlatWriter().finish(
    {
      table: [
        { number: 3 },
        old(1),
        old(2),
        old(3),
        { list: [...kept, { table: [{ bytes: metadata }] }] },
        undefined,
        { list: [{ table: [{ text: 'TFLITE_METADATA' }, { number: count }] }] },
      ],
    },
    'TFL3',
  )
  return Buffer.concat([front, model])
}
