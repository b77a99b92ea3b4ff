// Portable. The atomic vocabulary as an entry module: what each operation does, with nothing around it.

export {
  compareExchange,
  exchange,
  fetchAdd,
  fetchOr,
  fetchSub,
  glance,
  load,
  observe,
  peek,
  poke,
  store,
} from '#memory';
