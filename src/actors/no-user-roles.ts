// Portable. The roles beyond those of the box: there are none, unless a scenario of the user's own brings some.

export function playUserRole(_role: i32): void {}
