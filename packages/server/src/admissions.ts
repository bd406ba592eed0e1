import type { KickReason } from '@ringkit/core/protocol'

/** Users remembered at most; the oldest are forgotten first. */
const REMEMBERED = 100_000

interface Admission {
  devices: Set<string>
  /** What every other device hears when it comes back by itself. */
  reason: KickReason
}

/** Which devices of a user may come back without a new login, after a displacing login or a kick. */
export interface Admissions {
  /** A login. With the policy `single` every other device is out from now on. */
  login(userID: string, deviceID: string): void
  /** All devices are out until their next login. */
  removeAll(userID: string): void
  /** Why a device that reconnects by itself is turned away (faults D2); undefined: it is welcome. */
  whyNot(userID: string, deviceID: string): KickReason | undefined
}

/** Keeps the admissions of this process, the newest 100 000 users. */
export function createAdmissions(policy: 'multiple' | 'single'): Admissions {
  const admissions = new Map<string, Admission>()

  function put(userID: string, admission: Admission): void {
    admissions.delete(userID)
    admissions.set(userID, admission)
    for (const oldest of admissions.keys()) {
      if (admissions.size <= REMEMBERED) break
      admissions.delete(oldest)
    }
  }

  return {
    login(userID, deviceID) {
      if (policy === 'single') put(userID, { devices: new Set([deviceID]), reason: 'repeatLogin' })
      else admissions.get(userID)?.devices.add(deviceID)
    },
    removeAll(userID) {
      put(userID, { devices: new Set(), reason: 'removed' })
    },
    whyNot(userID, deviceID) {
      const admission = admissions.get(userID)
      return admission && !admission.devices.has(deviceID) ? admission.reason : undefined
    },
  }
}
