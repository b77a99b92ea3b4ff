// Portable. The roles of a user's scenario in a kernel that has none. See engines/roles-module.ts for those that have
// some.

export function playUserRole(_role: i32): void {}
