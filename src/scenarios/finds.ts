// Reach of each scenario: the protocols that a check of it, with nothing but its name and the protocol's,
// finds violated. The destructor policy makes no difference. tests/protocols/verdicts.test.ts holds it.

/** By name of the scenario. Of the protocols that break, in the order of the registry. */
const FINDS: Readonly<Record<string, string>> = {
  mixed: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset v4-blind-loop
    forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero split-put
    check-then-put count-off-by-one through-zero percpu-no-grace biased-plain`,
  email: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset v4-blind-loop
    forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero split-put
    check-then-put through-zero percpu-no-grace`,
  stale: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset v4-blind-loop
    forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero split-put
    check-then-put count-off-by-one through-zero percpu-no-grace`,
  'two-puts': 'forgot-step-2 split-put count-off-by-one biased-plain',
  getters: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put count-off-by-one through-zero percpu-no-grace`,
  recheck: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put count-off-by-one through-zero percpu-no-grace`,
  pin: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset v4-blind-loop
    forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero split-put
    check-then-put count-off-by-one through-zero percpu-no-grace`,
  'late-pin': `rcuref or-freeze zeroing-allocator forgot-step-2 get-ignores-frozen both-destroy undo-failed-get
    freeze-in-place get-takes-zero split-put check-then-put through-zero percpu-no-grace`,
  freezer: `rcuref or-freeze zeroing-allocator forgot-step-2 get-ignores-frozen both-destroy undo-failed-get
    freeze-in-place get-takes-zero split-put check-then-put count-off-by-one through-zero percpu-no-grace`,
  allocator: 'forgot-step-2',
  overflow: `v4 v5 inverted-bit v4-acquire v4-full v4-generation v4-rfc sticky rcuref or-freeze zeroing-allocator
    no-reset v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put through-zero percpu-no-grace`,
  walker: `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put plain-init-before-type count-off-by-one through-zero percpu-no-grace`,
  'folio-email': `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put count-off-by-one through-zero percpu-no-grace`,
  'folio-walker': `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put plain-init-before-type count-off-by-one through-zero percpu-no-grace`,
  'folio-index': `v4 v5 inverted-bit v4-acquire v4-full v4-rfc sticky rcuref or-freeze zeroing-allocator no-reset
    v4-blind-loop forgot-step-2 get-ignores-frozen both-destroy undo-failed-get freeze-in-place get-takes-zero
    split-put check-then-put count-off-by-one through-zero percpu-no-grace`,
};

/** The protocols that a check of `scenario` finds unless told otherwise; undefined for a scenario of the user's own. */
export function findsOf(scenario: string): readonly string[] | undefined {
  return Object.hasOwn(FINDS, scenario) ? FINDS[scenario]?.split(/\s+/) : undefined;
}

/** Returns the number of the `broken` protocols in `finds`, and the shorter list: those, or the missing ones. */
export function reachWords(finds: readonly string[], broken: readonly string[]): { found: string; which: string } {
  const missed = broken.filter((name) => !finds.includes(name));
  const which = missed.length < finds.length ? `all but ${missed.join(', ')}` : finds.join(', ');
  return { found: `${finds.length} of ${broken.length}`, which };
}
