(** * What is claimed: separable, agrees, robust

    The exercise's words, and the Rust type `checker::Question`. *)

From Coq Require Import ZArith Reals List.
From Orthant Require Import Cube Network.
Open Scope R_scope.

(** sign(z) = s, where sign(0) = +1. *)
Definition has_sign (z : R) (s : sign) : Prop :=
  match s with Plus => 0 <= z | Minus => z < 0 end.

(** sign(w·x + b) = f(x) at every vertex of {-1,+1}^D. *)
Definition computed_by (D : nat) (f : target) (w : list R) (b : R) : Prop :=
  length w = D /\ forall x, length x = D -> has_sign (dot w (point_of x) + b) (f x).

(** f is one perceptron. *)
Definition separable (D : nat) (f : target) : Prop :=
  exists w b, computed_by D f w b.

(** h(x) = f(x) at every vertex. *)
Definition agrees (D : nat) (h : network) (f : target) : Prop :=
  forall x, length x = D -> value_at h (point_of x) = IZR (value (f x)).

(** lim g(t) = l for t → 0. *)
Definition limit_at_0 (g : R -> R) (l : R) : Prop :=
  forall epsilon, 0 < epsilon ->
  exists delta, 0 < delta /\ forall t, 0 < Rabs t < delta -> Rabs (g t - l) < epsilon.

(** lim h(x + t·v) = h(x) = f(x) for every vertex x and every direction v ∈ ℝ^D. *)
Definition robust (D : nat) (h : network) (f : target) : Prop :=
  forall x, length x = D ->
  value_at h (point_of x) = IZR (value (f x)) /\
  forall v, length v = D ->
  limit_at_0 (fun t => value_at h (along (point_of x) t v)) (IZR (value (f x))).
