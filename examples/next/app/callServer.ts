/** Where the call server is; `npm start` at the root of this repository starts one that likes port 4000 best. */
export const callServerURL: string = process.env.RINGKIT_URL ?? 'http://localhost:4000'

/**
 * A token for somebody of that name, by the development sign-in of `ringkit dev`. An app of your own knows who is signed in,
 * and makes the token itself.
 *
 * @throws Error when no call server answers or it refuses the name
 */
export async function signIn(name: string): Promise<string> {
  const response = await fetch(new URL('/dev/sign-in', callServerURL), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
    cache: 'no-store',
  })
  const body: unknown = await response.json()
  if (typeof body === 'object' && body && 'token' in body && typeof body.token === 'string') return body.token
  throw new Error(`The call server refused to sign "${name}" in (${response.status}).`)
}
