import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { useForm } from './useForm'

const form = () => {
  const tell = vi.fn()
  return { tell, ...useForm(() => ({ cost: '', remark: '' }), tell) }
}
const refusal = (field?: string) => new Problem({ status: 422, type: '/problems/invalid', reasons: [{ code: 'x', sentence: '不行。', field }] })

describe('a form', () => {
  it('gives what its sending gave', async () => {
    const { submit, busy } = form()
    expect(await submit(async () => 'done')).toBe('done')
    expect(busy.value).toBe(false)
  })

  it('puts a refusal at its field', async () => {
    const { submit, errors, tell } = form()
    expect(await submit(async () => Promise.reject(refusal('cost')))).toBeUndefined()
    expect(errors.value).toEqual({ cost: '不行。' })
    expect(tell).not.toHaveBeenCalled()
  })

  it('tells what belongs to no field', async () => {
    const { submit, tell } = form()
    await submit(async () => Promise.reject(refusal()))
    expect(tell).toHaveBeenCalledWith(['不行。'])
  })

  it('is not sent twice while it is on its way', async () => {
    const { submit } = form()
    const sending = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 5)))
    await Promise.all([submit(sending), submit(sending)])
    expect(sending).toHaveBeenCalledOnce()
  })

  it('keeps its key when the line broke, so that it takes effect once', async () => {
    const { submit } = form()
    const keys: string[] = []
    const remember = (outcome: () => Promise<unknown>) => (key: string) => (keys.push(key), outcome())
    await submit(remember(async () => Promise.reject(Problem.unreachable())))
    await submit(remember(async () => 'done'))
    await submit(remember(async () => 'done'))
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[1])
  })

  it('takes a new key after a refusal, since what is sent next is another thing', async () => {
    const { submit } = form()
    const keys: string[] = []
    await submit(async (key) => (keys.push(key), Promise.reject(refusal())))
    await submit(async (key) => keys.push(key))
    expect(keys[1]).not.toBe(keys[0])
  })

  it('begins anew', async () => {
    const { values, errors, reset, submit } = form()
    values.cost = '5'
    await submit(async () => Promise.reject(refusal('cost')))
    reset()
    expect([values.cost, errors.value]).toEqual(['', {}])
  })
})
