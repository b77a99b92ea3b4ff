/// <reference types="reftorture/portable" />
// epoll-poll, after: a poll holds a reference of its own, which it takes unless the count is 0. All else is as before.

export { put as endPoll, tryGet as beginPoll } from 'reftorture/protocols/old';
export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from './before.js';
