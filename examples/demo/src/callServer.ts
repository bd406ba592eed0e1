/** Where the call server is: `npm start` sets the variable, 4000 is the port it likes best. */
export const callServerURL: string = import.meta.env.VITE_RINGKIT_URL ?? 'http://localhost:4000'

/** Somebody who can be called. */
export interface Person {
  userID: string
  name: string
}

/** Who is signed in, and the token that says so to the call server. */
export interface Identity extends Person {
  token: string
}

async function answerOf(name: string): Promise<Response> {
  try {
    return await fetch(new URL('/dev/sign-in', callServerURL), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    })
  } catch (cause) {
    throw new Error(`The call server at ${callServerURL} does not answer. Is it running?`, { cause })
  }
}

function textOf(body: unknown, field: string): string | undefined {
  // Read, never trusted: it is what a server sent.
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined
  return typeof value === 'string' ? value : undefined
}

/**
 * The development sign-in: a name is enough, and the call server signs the token. A real app asks its own server instead.
 *
 * @throws Error with a sentence for the person when the server does not answer or refuses the name
 */
export async function signIn(wanted: string): Promise<Identity> {
  const name = wanted.trim()
  const response = await answerOf(name)
  const body: unknown = await response.json().catch(() => undefined)
  const [token, userID] = [textOf(body, 'token'), textOf(body, 'userID')]
  if (response.ok && token && userID) return { userID, name, token }
  throw new Error(textOf(body, 'error') ?? `The call server refused to sign you in (${response.status}).`)
}
