// What a browser fetches for a page: `weight.mjs ADDRESS` prints the KiB that came over the wire
// (compressed, without headers) as `script=… style=… other=… requests=…`.
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const [address] = process.argv.slice(2)
const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const browser = await chromium.launch({
    executablePath: programs.find(existsSync),
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
})
const bytes = { script: 0, style: 0, other: 0 }
let requests = 0

/** Scripts and WebAssembly are one: neither is of use without the other. */
function kind(address, type) {
    if (/\.(m?js|wasm)$/.test(new URL(address).pathname)) return 'script'
    return type === 'Stylesheet' ? 'style' : 'other'
}

try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const wire = await page.context().newCDPSession(page)
    const answers = new Map()
    const plain = []
    wire.on('Network.responseReceived', ({ requestId, response, type }) => {
        const header = name =>
            Object.entries(response.headers).find(([key]) => key.toLowerCase() === name)?.[1]
        answers.set(requestId, kind(response.url, type))
        const file = /\.(m?js|wasm|css)$/.test(new URL(response.url).pathname)
        if (file && header('content-encoding') !== 'br') plain.push(response.url)
    })
    // Counts the body's chunks as they arrive, still compressed.
    wire.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
        bytes[answers.get(requestId) ?? 'other'] += encodedDataLength
    })
    wire.on('Network.requestWillBeSent', () => requests++)
    await wire.send('Network.enable')
    await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
    const answer = await page.goto(address, { waitUntil: 'networkidle' })
    if (!answer.ok()) throw new Error(`${address} answered ${answer.status()}`)
    if (bytes.script === 0) throw new Error(`${address} fetched no script`)
    if (plain.length) throw new Error(`not compressed with brotli: ${plain.join(', ')}`)
} finally {
    await browser.close()
}
const kib = Object.entries(bytes).map(([name, size]) => `${name}=${(size / 1024).toFixed(1)}`)
console.log([...kib, `requests=${requests}`].join(' '))
