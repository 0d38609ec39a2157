(** * Cases: assumptions about a direction, checked in depth-first order

    Steps 3 to 5 of the page limits-by-cases; the Rust module [checker::robustness] does the same. *)

From Coq Require Import ZArith QArith List Bool.
From Orthant Require Import Cube Network.
From Orthant.Checker Require Import Numbers Certificate Germs.
Import ListNotations.
Open Scope Z_scope.

(** An assumption on the way to a case, with the slope that it is about. *)
Definition step : Set := assumption * list Q.

Definition relation_eqb (r s : relation) : bool :=
  match r, s with
  | Negative, Negative | Null, Null | Positive, Positive | NonNegative, NonNegative => true
  | _, _ => false
  end.

Definition assumption_eqb (a b : assumption) : bool :=
  (at_layer a =? at_layer b) && (at_unit a =? at_unit b) && relation_eqb (relation_of a) (relation_of b).

(** Whether the stated assumptions begin with these. *)
Fixpoint begins_with (stated : list assumption) (way : list step) : bool :=
  match way, stated with
  | [], _ => true
  | (a, _) :: way, b :: stated => assumption_eqb a b && begins_with stated way
  | _, [] => false
  end.

Definition allowed (r : relation) (m : Q) : bool :=
  match r with
  | Negative => negb (is_positive m)
  | Positive | NonNegative => negb (is_negative m)
  | Null => true
  end.

Definition strict (r : relation) : bool :=
  match r with Negative | Positive => true | _ => false end.

(** Σ μ·β, if each multiplier has a sign that its relation allows; and whether one of them is strict. *)
Fixpoint multiplied (sum : list Q) (found : bool) (way : list step) (multipliers : list Q)
  : option (list Q * bool) :=
  match way, multipliers with
  | [], [] => Some (sum, found)
  | (a, beta) :: way, m :: multipliers =>
      if allowed (relation_of a) m then
        multiplied (add_multiple m beta sum) (found || strict (relation_of a) && negb (is_zero m))
          way multipliers
      else None
  | _, _ => None
  end.

(** Motzkin: Σ μ·β = 0 as a functional, each μ·β(u) ≥ 0 by its assumption, and one of them > 0. *)
Definition impossible (directions : nat) (way : list step) (multipliers : list Q) : bool :=
  match multiplied (zeros directions) false way multipliers with
  | Some (sum, found) => found && forallb is_zero sum
  | None => false
  end.

(** Checks the cases below a state, which the assumptions [way] (the last first) lead to; gives back the cases
    that are left. Every direction must end in a case that is kept, with the limit [wanted], or
    impossible. *)
Fixpoint descend (directions : nat) (wanted : Q) (fuel : nat) (s : state) (way : list step)
  (cases : list case) : option (list case) :=
  match fuel, cases with
  | S fuel, c :: others =>
      let here := rev way in
      if negb (begins_with (path c) here) then None else
      let stands_here := Nat.eqb (length (path c)) (length way) in
      match stands_here, conclusion_of c with
      | true, Impossible multipliers =>
          if impossible directions here multipliers then Some others else None
      | _, _ =>
          match advance directions (depth s) (current s) (todo s) (done s) (behind s) with
          | Output z => if stands_here && same (at_vertex z) wanted then Some others else None
          | Split layer unit beta branches =>
              (fix all (branches : list (relation * state)) (cases : list case) :=
                 match branches with
                 | [] => Some cases
                 | (r, s) :: branches =>
                     match descend directions wanted fuel s ((Assume layer unit r, beta) :: way) cases with
                     | Some cases => all branches cases
                     | None => None
                     end
                 end) branches cases
          end
      end
  | _, _ => None
  end.
