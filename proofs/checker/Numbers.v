(** * Exact numbers: the arithmetic of the checker

    Fractions of the standard library, brought to lowest terms after each operation so that they stay
    short. Nothing that is proved needs them to be in lowest terms. *)

From Coq Require Import ZArith QArith List.
Import ListNotations.
Open Scope Z_scope.

(** n/d in lowest terms. *)
Definition reduced (n : Z) (d : positive) : Q :=
  let g := Z.gcd n (Zpos d) in
  if g =? 1 then n # d else (n / g) # Z.to_pos (Zpos d / g).

Definition is_integer (x : Q) : bool := (Qden x =? 1)%positive.

Definition integer (n : Z) : Q := n # 1.

Definition add (x y : Q) : Q :=
  if is_integer x && is_integer y then integer (Qnum x + Qnum y)
  else reduced (Qnum x * Zpos (Qden y) + Qnum y * Zpos (Qden x)) (Qden x * Qden y).

Definition mul (x y : Q) : Q :=
  if is_integer x && is_integer y then integer (Qnum x * Qnum y)
  else reduced (Qnum x * Qnum y) (Qden x * Qden y).

Definition neg (x : Q) : Q := - Qnum x # Qden x.

Definition is_zero (x : Q) : bool := Qnum x =? 0.
Definition is_negative (x : Q) : bool := Qnum x <? 0.
Definition is_positive (x : Q) : bool := 0 <? Qnum x.

(** The same number, in whatever terms. *)
Definition same (x y : Q) : bool := Qnum x * Zpos (Qden y) =? Qnum y * Zpos (Qden x).

(** Negative, zero or positive in the same way. *)
Definition same_side (x y : Q) : bool := Z.sgn (Qnum x) =? Z.sgn (Qnum y).

(** Σ wᵢ·xᵢ added to b. *)
Fixpoint combine_with (b : Q) (w x : list Q) : Q :=
  match w, x with
  | a :: w, r :: x => combine_with (add b (mul a r)) w x
  | _, _ => b
  end.

(** y + a·x, entry by entry. *)
Fixpoint add_multiple (a : Q) (x y : list Q) : list Q :=
  match x, y with
  | r :: x, s :: y => add s (mul a r) :: add_multiple a x y
  | _, _ => y
  end.
