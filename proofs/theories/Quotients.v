(** * What is said of a quotient at a vector of counts

    A quotient is a network on class sums; the walk establishes these statements for every vector of
    counts. *)

From Coq Require Import ZArith Reals QArith Qreals List.
From Orthant Require Import Cube Network Eventually.
From Orthant.Checker Require Import Numbers Germs Classes Walk.
Import ListNotations.
Open Scope R_scope.

(** The quotient as a network on the class sums. *)
Definition on_classes (q : quotient) : network := Layer (first q) (first_units q) :: rest q.

(** The class sums at these counts, as a point. *)
Definition sums_at (q : quotient) (k : list Z) : point := map IZR (class_sums (sizes q) k).

(** f at these counts. *)
Definition wanted_at (q : quotient) (k : list Z) : R :=
  IZR (value (at_counts (wanted q) k (total_of (class_sums (sizes q) k)))).

(** h = f at these counts. *)
Definition agrees_on (q : quotient) (k : list Z) : Prop :=
  value_at (on_classes q) (sums_at q k) = wanted_at q k.

(** Along every direction of the class sums, h is a germ whose limit is f. *)
Definition robust_on (q : quotient) (k : list Z) : Prop :=
  forall u, length u = length (sizes q) ->
  exists z, Q2R (at_vertex z) = wanted_at q k /\
  eventually (fun t => value_at (on_classes q) (along (sums_at q k) t u) = germ_at u t z).

(** Classes are not empty. *)
Definition no_empty_class (q : quotient) : Prop := Forall (fun n => (0 < n)%Z) (sizes q).
