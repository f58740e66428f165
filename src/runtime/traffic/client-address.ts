import { BlockList, isIP, isIPv4 } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'

/**
 * Networks whose `X-Forwarded-For` is believed, of the environment: `10.0.0.0/8, 192.168.1.7`. Without any the header means
 * nothing, since everybody can send it.
 */
export const proxies = () =>
  z
    .string()
    .default('')
    .transform((text, context): BlockList => {
      const list = new BlockList()
      for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
        const [address = '', bits] = entry.split('/')
        const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
        const most = family === 'ipv6' ? 128 : 32
        const length = bits === undefined ? most : Number(bits)
        if (isIP(address) && Number.isInteger(length) && length >= 0 && length <= most)
          list.addSubnet(address, length, family)
        else
          context.addIssue({ code: 'custom', message: `${entry} is no address of a network: write it as 10.0.0.0/8` })
      }
      return list
    })

/**
 * The address that a request comes from: the last in the row that no proxy of ours has added. What stands before was written by
 * the client, and may be anything.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string {
  let address = plain(request.socket.remoteAddress ?? '')
  const header = request.headers['x-forwarded-for']
  if (header === undefined) return address
  const added = (typeof header === 'string' ? header : header.join()).split(',').map(entry => plain(entry.trim()))
  while (added.length > 0 && trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')) {
    const before = added.pop()!
    if (!isIP(before)) break
    address = before
  }
  return address
}

/** `::ffff:10.0.0.1` is an address of IPv4, and `[2001:db8::1]:443` has a port. */
const plain = (text: string): string =>
  text
    .replace(/^\[([^\]]*)\].*$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')

/** Who has an address of IPv6 has the 2^64 of its network. */
export function network(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
  return all
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}
