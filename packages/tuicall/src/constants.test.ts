/** The values that our constants have are those that their declaration tells, for each engine that is installed for the tests. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { constants } from './compatibility.ts'
import * as ours from './index.ts'

const modules = resolve(import.meta.dirname, '../../../node_modules')
/** The one of the type test, and the one that their Vue kit 2.3.2 comes with. */
const engines = ['tuicall-engine-webrtc', '@tencentcloud/call-uikit-vue/node_modules/tuicall-engine-webrtc'].filter(
  (each) => existsSync(join(modules, each, 'index.d.ts')),
)

/** Every enum of a declaration: `[name, its members]`. */
function enumsOf(engine: string): (readonly [string, Record<string, string | number>])[] {
  const text = readFileSync(join(modules, engine, 'index.d.ts'), 'utf8')
  const source = ts.createSourceFile('index.d.ts', text, ts.ScriptTarget.ES2023)
  return source.statements.filter(ts.isEnumDeclaration).map(({ name, members }) => {
    const values = members.map((member, index) => {
      const { initializer } = member
      const value = initializer && ts.isStringLiteral(initializer) ? initializer.text : undefined
      const number = initializer && ts.isNumericLiteral(initializer) ? Number(initializer.text) : index
      return [member.name.getText(source), value ?? number] as const
    })
    return [name.text, Object.fromEntries(values)] as const
  })
}

test.each(engines.flatMap((engine) => enumsOf(engine).map(([name, members]) => ({ engine, name, members }))))(
  '$name has the values of $engine',
  ({ name, members }) => {
    expect(Object.keys(members).length).toBeGreaterThan(0)
    expect(Reflect.get(ours, name)).toMatchObject(members)
  },
)

test('every constant has a row in the table, and no other', () => {
  const exported = Object.entries(ours).filter(([, value]) => typeof value === 'object')
  const names = exported
    .map(([name]) => name)
    .filter((name) => !['errorCodes', 'parameterCodes', 'TUICallEngine'].includes(name))
  expect(names.toSorted()).toEqual(Object.keys(constants).toSorted())
})

test('the constants that no declaration tells', () => {
  expect(ours.CMD_TYPE_LIST).toEqual(['', 'audioCall', 'videoCall'])
  expect(ours.VALID_VIDEO_PROFILE_LIST).toEqual(expect.arrayContaining(['480p', '720p', '1080p']))
  expect(ours.TUICommonDefine.VideoEncoderParams).toMatchObject({ '480p': '480p', '4K': '4K' })
  expect(Object.values(ours.CallEndReason)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})
