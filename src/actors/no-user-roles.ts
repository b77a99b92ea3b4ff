// Portable. The roles of a user's scenario in a kernel that has none. See src/front-end/front-end.ts for those that have
// some.

export function playUserRole(_role: i32): void {}
