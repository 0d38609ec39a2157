(** * Runs: a sequence as values with repetition counts

    A million equal weights are one run. What a sequence of runs means is its [expand]. *)

From Coq Require Import ZArith List.
Import ListNotations.
Open Scope Z_scope.

Definition runs (A : Set) : Set := list (A * positive).

(** The sequence itself. *)
Fixpoint expand {A : Set} (r : runs A) : list A :=
  match r with
  | [] => []
  | (a, n) :: r => repeat a (Pos.to_nat n) ++ expand r
  end.

(** Its length. *)
Fixpoint size {A : Set} (r : runs A) : Z :=
  match r with
  | [] => 0
  | (_, n) :: r => Zpos n + size r
  end.

(** Two sequences side by side, as far as both go. *)
Fixpoint zip_up_to {A B : Set} (fuel : nat) (r : runs A) (s : runs B) : runs (A * B) :=
  match fuel, r, s with
  | S fuel, (a, m) :: r, (b, n) :: s =>
      match Pos.compare m n with
      | Eq => (a, b, m) :: zip_up_to fuel r s
      | Lt => (a, b, m) :: zip_up_to fuel r ((b, Pos.sub n m) :: s)
      | Gt => (a, b, n) :: zip_up_to fuel ((a, Pos.sub m n) :: r) s
      end
  | _, _, _ => []
  end.

(** Each step ends a run of one of them. *)
Definition zip {A B : Set} (r : runs A) (s : runs B) : runs (A * B) :=
  zip_up_to (length r + length s) r s.

(** The same function of each entry. *)
Definition map_runs {A B : Set} (f : A -> B) (r : runs A) : runs B :=
  map (fun '(a, n) => (f a, n)) r.

(** Entry [i], counted from 0. *)
Fixpoint entry {A : Set} (r : runs A) (i : Z) : option A :=
  match r with
  | [] => None
  | (a, n) :: r => if i <? Zpos n then (if 0 <=? i then Some a else None) else entry r (i - Zpos n)
  end.

(** Whether all entries from [low] to [high] are equal to [a]. *)
Fixpoint constant_on {A : Set} (equal : A -> A -> bool) (a : A) (r : runs A) (low high : Z) : bool :=
  match r with
  | [] => true
  | (b, n) :: r =>
      ((high <? 0) || (Zpos n <=? low) || equal a b)
      && constant_on equal a r (low - Zpos n) (high - Zpos n)
  end.
