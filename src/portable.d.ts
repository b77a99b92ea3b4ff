/**
 * The integer of the portable subset. The front end knows `i32` as a type of 32 bits, whose sums wrap; to `tsc` it is a
 * number. (`wrap()` is for the width of the count word.)
 */
declare type i32 = number;
