(** * Certificates: a claim and its evidence

    The abstract syntax of the files that [verify check] reads, and what their claims mean. *)

From Coq Require Import ZArith QArith List.
From Orthant Require Import Cube Network Claims.
From Orthant.Checker Require Import Numbers Runs.
Import ListNotations.
Open Scope Z_scope.

(** The functions that claims are about. *)
Inductive function : Set :=
  (** D, A, B: +1 where A ≤ S ≤ B. *)
  | Interval (D A B : Z)
  (** Entry k is the value where k coordinates are +1. *)
  | BySum (values : runs sign)
  (** D, and entry k is the value at the vertex with xᵢ = +1 where bit i - 1 of k is set. *)
  | Table (D : Z) (values : runs sign).

Definition dimension (f : function) : Z :=
  match f with
  | Interval D _ _ => D
  | BySum values => size values - 1
  | Table D _ => D
  end.

(** Every other entry, beginning with the first, or with the second. *)
Fixpoint evens {A : Set} (l : list A) : list A :=
  match l with
  | a :: _ :: l => a :: evens l
  | _ => l
  end.
Definition odds {A : Set} (l : list A) : list A := evens (tl l).

(** The entry of a truth table at a vertex: x₁ is the lowest bit. *)
Fixpoint table_value (values : list sign) (x : vertex) : sign :=
  match x with
  | [] => hd Minus values
  | Minus :: x => table_value (evens values) x
  | Plus :: x => table_value (odds values) x
  end.

(** f *)
Definition meaning (f : function) : target :=
  match f with
  | Interval _ A B => interval A B
  | BySum values => fun x => nth (pluses x) (expand values) Minus
  | Table _ values => table_value (expand values)
  end.

(** Units with their weights in runs. *)
Record row : Set := Row { row_weights : runs Q; row_bias : Q }.
Record rows : Set := Rows { rows_activation : activation; rows_units : list row }.
Record written : Set := Written { inputs : Z; layers : list rows }.

(** The network that is written. *)
Definition unit_of (r : row) : unit := Unit (expand (row_weights r)) (row_bias r).
Definition layer_of (l : rows) : layer := Layer (rows_activation l) (map unit_of (rows_units l)).
Definition network_of (h : written) : network := map layer_of (layers h).

Inductive question : Set :=
  | Separable (f : function)
  | Agrees (h : written) (f : function)
  | Robust (h : written) (f : function).

(** What yes means. *)
Definition holds (q : question) : Prop :=
  match q with
  | Separable f => separable (Z.to_nat (dimension f)) (meaning f)
  | Agrees h f => agrees (Z.to_nat (dimension f)) (network_of h) (meaning f)
  | Robust h f => robust (Z.to_nat (dimension f)) (network_of h) (meaning f)
  end.

(** What is assumed of a slope. *)
Inductive relation : Set := Negative | Null | Positive | NonNegative.

(** Layer, unit (both from 1) and relation. *)
Record assumption : Set := Assume { at_layer : Z; at_unit : Z; relation_of : relation }.

Inductive conclusion : Set :=
  | Kept
  | Impossible (multipliers : list Q).

Record case : Set := Case { path : list assumption; conclusion_of : conclusion }.

Inductive evidence : Set :=
  | Separator (weights : runs Q) (bias : Q) (classes : runs Z)
  | Farkas (points : list (Q * runs sign))
  | Levels (classes : runs Z) (levels : list (Q * list Z))
  | Counts (classes : runs Z)
  | Vertex (x : runs sign) (h : Q) (f : sign)
  | Limits (classes : runs Z) (points : list (list Z * list case))
  | Direction (x : runs sign) (v : runs Q) (limit : Q).

Record certificate : Set := Certificate { asked : question; given : evidence }.
