(** * The cube {-1,+1}^D: signs, vertices, sums and targets

    The Rust modules `cube` and `target` say the same. *)

From Coq Require Import ZArith List Bool.
Import ListNotations.
Open Scope Z_scope.

(** A coordinate of a vertex, or a value of a target. *)
Inductive sign : Set := Minus | Plus.

(** -1 or 1. *)
Definition value (s : sign) : Z := match s with Minus => -1 | Plus => 1 end.

(** +1 if the condition holds, else -1. *)
Definition sign_of (condition : bool) : sign := if condition then Plus else Minus.

(** x₁, …, x_D; a vertex of {-1,+1}^D is one of length D. *)
Definition vertex : Set := list sign.

(** S = x₁ + … + x_D. *)
Fixpoint sum (x : vertex) : Z :=
  match x with
  | [] => 0
  | s :: x => value s + sum x
  end.

(** The number of coordinates +1. *)
Fixpoint pluses (x : vertex) : nat :=
  match x with
  | [] => 0
  | Plus :: x => S (pluses x)
  | Minus :: x => pluses x
  end.

(** f: {-1,+1}^D → {-1,+1}. *)
Definition target : Set := vertex -> sign.

(** f(x) = +1 if A ≤ S ≤ B, else -1: the function of the exercise. *)
Definition interval (A B : Z) : target :=
  fun x => sign_of ((A <=? sum x) && (sum x <=? B)).

(** Some vertex of {-1,+1}^D has this sum. *)
Definition attainable (D : nat) (s : Z) : Prop :=
  exists x, length x = D /\ sum x = s.

(** A′, the least attainable sum ≥ A, for -D ≤ A ≤ D. *)
Definition least_sum_inside (D : nat) (A : Z) : Z := A + (A - Z.of_nat D) mod 2.

(** B′, the greatest attainable sum ≤ B, for -D ≤ B ≤ D. *)
Definition greatest_sum_inside (D : nat) (B : Z) : Z := B - (B - Z.of_nat D) mod 2.
