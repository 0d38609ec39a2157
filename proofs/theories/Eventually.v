(** * For small t > 0

    The words in which germs are compared with what a network does along a ray. *)

From Coq Require Import Reals QArith Qreals List.
From Orthant Require Import Network.
From Orthant.Checker Require Import Germs.
Open Scope R_scope.

(** P holds for all small t > 0. *)
Definition eventually (P : R -> Prop) : Prop :=
  exists e, 0 < e /\ forall t, 0 < t < e -> P t.

(** α + t·β(u). *)
Definition germ_at (u : list R) (t : R) (g : germ) : R :=
  Q2R (at_vertex g) + t * dot (map Q2R (slope g)) u.
