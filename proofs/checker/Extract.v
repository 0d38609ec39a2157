(** * The checker as an OCaml program

    Writes checker/checker.ml and checker.mli: [check] and what it calls, definition by definition. What is
    said here about OCaml is trusted, not proved.

    - [ExtrOcamlBasic]: booleans, pairs, options and lists are those of OCaml.
    - [ExtrOcamlZBigInt]: [Z] and [positive] are the integers of zarith; 2p + 1, 2p, 1, 0, p and -p are computed
      and taken apart as such. On [Z], add, sub, mul, opp, abs, min, max, compare and eqb must compute what they
      are called after, and div the quotient rounded down, 0 for a divisor 0. On [positive], so must add, mul,
      succ and compare, and sub the difference, or 1 where there is none.
    - [Z.gcd n m] must be the greatest common divisor, not negative, and 0 of 0 and 0.
    - [Z.log2 n] must be the place of the highest bit, counted from 0, for n > 0, and else 0.

    The last two are for speed: without them a long number takes a second. *)

From Coq Require Import ZArith.
From Coq Require Import ExtrOcamlBasic ExtrOcamlZBigInt.
From Orthant.Checker Require Import Check.

Extract Constant Z.gcd => "Big_int_Z.gcd_big_int".
Extract Constant Z.log2 => "(fun n -> if Z.sign n > 0 then Z.of_int (Z.log2 n) else Z.zero)".

Extraction "checker/checker.ml" check.
