(** * Networks: layers of units g(w·y + b), and their value at a real point

    Weights are the rationals that the program prints; points are real. The Rust module `network` says the
    same. *)

From Coq Require Import ZArith QArith Qreals Reals List.
From Orthant Require Import Cube.
Import ListNotations.
Open Scope R_scope.

(** A point y of ℝ^D, or a direction. *)
Definition point : Set := list R.

(** The vertex as a point. *)
Definition point_of (x : vertex) : point := map (fun s => IZR (value s)) x.

(** Σ wᵢ·yᵢ. *)
Fixpoint dot (w y : list R) : R :=
  match w, y with
  | a :: w, r :: y => a * r + dot w y
  | _, _ => 0
  end.

(** y₁ + … + y_D. *)
Fixpoint total (y : point) : R :=
  match y with
  | [] => 0
  | r :: y => r + total y
  end.

(** x + t·v. *)
Fixpoint along (y : point) (t : R) (v : point) : point :=
  match y, v with
  | r :: y, s :: v => r + t * s :: along y t v
  | _, _ => []
  end.

(** g: the exercise's sign (+1 at 0), its 0-or-1 form, ReLU, the identity, and the output of the report's
    answer (c): +1 at 0, else -1. *)
Inductive activation : Set := Sign | Step | Relu | Identity | Zero.

(** g(z). *)
Definition apply (g : activation) (z : R) : R :=
  match g with
  | Sign => if Rle_dec 0 z then 1 else -1
  | Step => if Rle_dec 0 z then 1 else 0
  | Relu => if Rle_dec 0 z then z else 0
  | Identity => z
  | Zero => if Req_EM_T z 0 then 1 else -1
  end.

(** w and b. *)
Record unit : Set := Unit { weights : list Q; bias : Q }.

(** Units that share an activation and their inputs. *)
Record layer : Set := Layer { activation_of : activation; units : list unit }.

(** Layer after layer; the last has one unit. *)
Definition network : Set := list layer.

(** w·y + b. *)
Definition preactivation (u : unit) (y : point) : R :=
  dot (map Q2R (weights u)) y + Q2R (bias u).

(** g(w·y + b) for each unit. *)
Definition layer_values (l : layer) (y : point) : point :=
  map (fun u => apply (activation_of l) (preactivation u y)) (units l).

(** What the last layer gives. *)
Fixpoint outputs (h : network) (y : point) : point :=
  match h with
  | [] => y
  | l :: h => outputs h (layer_values l y)
  end.

(** h(y). *)
Definition value_at (h : network) (y : point) : R := hd 0 (outputs h y).
