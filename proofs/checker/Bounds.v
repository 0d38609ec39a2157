(** * Bounds: what asks for too much work is refused before it is done

    The same figures as the Rust function [walk::work_per_point]. Nothing is proved of them, and nothing
    needs to be: a bound only turns certificates away. *)

From Coq Require Import ZArith QArith List Bool.
From Orthant Require Import Cube Network.
From Orthant.Checker Require Import Numbers Runs Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition max_work : Z := 268435456.

Definition length_of (l : list Q) : Z := Z.of_nat (length l).

(** The number of bits. *)
Definition bits (n : Z) : Z := if n =? 0 then 0 else Z.log2 (Z.abs n) + 1.

Definition bits_of (x : Q) : Z := bits (Qnum x) + bits (Zpos (Qden x)).

Definition numbers_of (r : row) : list Q := row_bias r :: map fst (row_weights r).

Definition longest (l : list Q) : Z := fold_left (fun most x => Z.max most (bits_of x)) l 0.

(** Products, bits and whether all are integers, over the layers. *)
Fixpoint cost_of (inputs products bits : Z) (integers : bool) (layers : list rows) : Z * Z * bool :=
  match layers with
  | [] => (products, bits, integers)
  | l :: layers =>
      let units := Z.of_nat (length (rows_units l)) in
      let numbers := flat_map numbers_of (rows_units l) in
      cost_of units (products + units * (inputs + 1)) (bits + longest numbers)
        (integers && forallb is_integer numbers) layers
  end.

Definition work_per_point (h : written) (inputs : Z) : Z :=
  let '(products, bits, integers) := cost_of inputs 0 0 true (layers h) in
  let words := 1 + bits / 128 in
  products * (words * words * (if integers then 1 else 64)) + 64.

(** The least work that a whole walk takes. *)
Definition least_work (h : written) (sizes : list Z) : Z :=
  let largest := fold_left Z.max sizes 1 in
  fold_left (fun work n => Z.min (work * (n + 1)) ((max_work + 1) * (largest + 1))) sizes
    (2 * work_per_point h (Z.of_nat (length sizes))) / (largest + 1).

(** The most runs in a row of the first layer. *)
Definition most_runs (h : written) : Z :=
  match layers h with
  | [] => 0
  | l :: _ => fold_left (fun most r => Z.max most (Z.of_nat (length (row_weights r)))) (rows_units l) 0
  end.

(** A network's value at one point, given in so many runs, may be computed. *)
Definition can_evaluate (h : written) (runs : Z) : bool :=
  work_per_point h (runs + most_runs h) <=? max_work.

(** So many multiples of vectors with so many different entries may be added up. *)
Definition can_add (weights : list Q) (entries : Z) : bool :=
  let words := 1 + fold_left (fun sum w => sum + bits_of w) weights 0 / 128 in
  length_of weights * entries * (words * words) <=? max_work.

(** The classes may be counted: each run looks its class up in a list. *)
Definition can_count (labels : runs Z) : bool :=
  Z.of_nat (length labels) * fold_left (fun most '(c, _) => Z.max most c) labels 0 <=? max_work.
