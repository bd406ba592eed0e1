import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { gatherPeople } from './people.ts'
import type { Person } from './person.ts'

const { people } = gatherPeople()

const banner = ({ page }: Person): Locator => page.getByRole('region', { name: 'A call is going on', exact: true })

/** Enters the group, and does nothing else: who is in it is told of its calls. */
async function opensGroup({ page }: Person, groupID: string): Promise<void> {
  await page.getByText('Group', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Group ID' }).fill(groupID)
}

test('a call of the group: who was not rung sees it going on, joins, sees and is seen; the banner ends with the call', async () => {
  const [ann, bob, cid] = await people(['Ann', 'Bob', 'Cid'])
  const groupID = `team-${process.pid}`
  await opensGroup(cid, groupID)
  await ann.calls([bob], 'video', { groupID })
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')

  await banner(cid).getByText(`${ann.name} and ${bob.name}`).waitFor()
  expect(await cid.all('INVITED'), 'nobody rings here').toEqual([])
  await banner(cid).getByRole('button', { name: 'Join', exact: true }).click()
  const { callID } = await bob.heard('INVITED')
  expect(await cid.heard('CALL_BEGIN')).toEqual({ callID, type: 'video', role: 'invitee' })
  await banner(cid).waitFor({ state: 'detached' })
  for (const other of [ann, bob]) {
    await other.heardLike('USER_ENTER', ({ userID }) => userID === cid.userID)
    await cid.sees(other)
    await other.hears(cid)
  }
  expect(await cid.lights(), 'who joins is heard, and not seen before wanting to').toEqual({ camera: 0, microphone: 1 })
  await cid.press('Turn camera on')
  await ann.sees(cid)

  await cid.hangUp()
  expect(await cid.heard('CALLING_END')).toMatchObject({ callID, userID: cid.userID, reason: 'hangup' })
  await banner(cid).getByRole('button', { name: 'Join', exact: true }).waitFor()
  await bob.hangUp()
  expect(await ann.heard('CALLING_END')).toMatchObject({ callID, reason: 'allGone' })
  await banner(cid).waitFor({ state: 'detached' })
})
