/** 128 random bits as 32 hexadecimal digits. Works on insecure origins too, where `crypto.randomUUID` is missing. */
export function newID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
