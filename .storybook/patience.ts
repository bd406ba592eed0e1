import { configure } from 'storybook/test'

/**
 * Stories wait for what must come as long as the end-to-end tests do, and not for Testing Library's own second: several engines in
 * one page on a busy machine take their time. How soon it comes is for `bench/`.
 */
configure({ asyncUtilTimeout: 20_000 })
