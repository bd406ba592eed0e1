/** An attacker as a process of its own: takes one order, reports, ends with its parent. */
import { attacks, type AttackName, type Order } from './attacks.ts'

// The parent sends nothing else.
process.once('message', ([name, order]: [AttackName, Order]) => {
  void attacks[name](order).then((report) => process.send?.(report))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
