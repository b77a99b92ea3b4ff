/**
 * The integer of the portable subset. AssemblyScript knows `i32` as a machine type; to `tsc` it is a number whose
 * author promises to keep it within 32 bits (`| 0`, or `wrap()` for the width of the count word).
 */
declare type i32 = number;
