/// <reference types="reftorture/portable" />
// rcuref-put, after: the slow path goes by the result of its own subtraction, as rcuref does here. Its put states the same
// invariant (I2).

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/rcuref';
