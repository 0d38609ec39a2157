(** * The walk over all vectors of counts

    Both ends of a largest class are visited for all counts of the others; a stretch between two visited
    points is left out when it is uniform, and halved when it is not. The page is uniform-stretches, the Rust
    function [quotient::Quotient::visit]. *)

From Coq Require Import ZArith QArith List Bool.
From Orthant Require Import Cube Network.
From Orthant.Checker Require Import Numbers Runs Certificate Germs Cases Classes.
Import ListNotations.
Open Scope Z_scope.

(** Network and target as functions of the class sums. *)
Record quotient : Set := Quotient {
  sizes : list Z;
  first : activation;
  first_units : list unit;
  rest : network;
  wanted : by_counts
}.

(** Network and target at one vector of counts. *)
Record visited : Set := Visited {
  counts : list Z;
  preactivations : list Q;
  output : Q;
  target_there : sign
}.

(** The input germs without a direction: the class sums. *)
Definition still (s : Z) : germ := Germ (integer s) [].

(** Class sum s_c that moves with u_c. *)
Fixpoint moving (directions before : nat) (s : list Z) : list germ :=
  match s with
  | [] => []
  | n :: s =>
      Germ (integer n)
        (repeat (integer 0) before ++ integer 1 :: repeat (integer 0) (directions - before - 1))
      :: moving directions (S before) s
  end.

Definition visit_point (q : quotient) (k : list Z) : option visited :=
  let s := class_sums (sizes q) k in
  let todo := map (germ_of_unit 0 (map still s)) (first_units q) in
  match steady 0 (first q) todo (rest q) with
  | Some (all, z) =>
      Some (Visited k (map at_vertex all) (at_vertex z) (at_counts (wanted q) k (total_of s)))
  | None => None
  end.

(** h = f there. *)
Definition agrees_at (p : visited) : bool :=
  same (output p) (integer (value (target_there p))).

(** The germs of the first layer along a direction of the class sums. *)
Definition first_germs (q : quotient) (k : list Z) : list germ :=
  let s := class_sums (sizes q) k in
  map (germ_of_unit (length s) (moving (length s) 0 s)) (first_units q).

(** No unit is at 0 with a slope: one case of every activation applies in all directions. *)
Definition is_locally_affine (q : quotient) (p : visited) : bool :=
  forallb (fun z => negb (is_zero z)) (preactivations p)
  || match steady (length (sizes q)) (first q) (first_germs q (counts p)) (rest q) with
     | Some _ => true
     | None => false
     end.

Fixpoint same_sides (l m : list Q) : bool :=
  match l, m with
  | [], [] => true
  | y :: l, z :: m => same_side y z && same_sides l m
  | _, _ => false
  end.

(** No pre-activation changes sign from one point to the other, and the target is constant. *)
Definition is_uniform (q : quotient) (a b : visited) : bool :=
  constant_between (wanted q) (total_of (class_sums (sizes q) (counts a)))
    (total_of (class_sums (sizes q) (counts b)))
  && same_sides (preactivations a) (preactivations b).

(** How a walk ends: with what is left of the evidence and of the work that is allowed, at a point where
    h ≠ f, or without an answer. *)
Inductive result (A : Set) : Set :=
  | Done (a : A)
  | Differs (counts : list Z)
  | Rejected.
Arguments Done {A}.
Arguments Differs {A}.
Arguments Rejected {A}.

Definition bind {A B : Set} (r : result A) (f : A -> result B) : result B :=
  match r with
  | Done a => f a
  | Differs counts => Differs counts
  | Rejected => Rejected
  end.

(** What has still to be used: the points with cases, and the work that is allowed. *)
Definition remaining : Set := list (list Z * list case) * Z.

Section Walk.

Variable q : quotient.

(** Whether limits are asked for, too. *)
Variable limits : bool.

(** What a point costs (Bounds). *)
Variable cost : Z.

Fixpoint counts_eqb (k l : list Z) : bool :=
  match k, l with
  | [], [] => true
  | a :: k, b :: l => (a =? b) && counts_eqb k l
  | _, _ => false
  end.

(** The cases of a point must be the next ones that are stated, and all of them must be used. *)
Definition check_cases (p : visited) (points : list (list Z * list case))
  : option (list (list Z * list case)) :=
  let s := class_sums (sizes q) (counts p) in
  match points with
  | (k, cases) :: points =>
      if counts_eqb k (counts p) then
        match descend (length s) (integer (value (target_there p))) 501
                (State 1 (first q) (first_germs q (counts p)) [] (rest q)) [] cases with
        | Some [] => Some points
        | _ => None
        end
      else None
  | [] => None
  end.

Definition enter (k : list Z) (left : remaining) : result (visited * remaining) :=
  match visit_point q k with
  | None => Rejected
  | Some p =>
      let at_0 := existsb is_zero (preactivations p) in
      let work := snd left - cost - (if at_0 then cost * Z.of_nat (length (sizes q)) else 0) in
      if snd left - cost <? 0 then Rejected
      else if negb (agrees_at p) then Differs k
      else if negb limits || is_locally_affine q p then Done (p, (fst left, work))
      else match check_cases p (fst left) with
           | Some points => Done (p, (points, work))
           | None => Rejected
           end
  end.

Definition may_skip (a b : visited) : bool :=
  is_uniform q a b && (negb limits || is_locally_affine q a).

(** From count [low] of the inner class to [high], whose ends are visited. *)
Fixpoint stretch (fuel : nat) (put : Z -> list Z) (low high : Z) (a b : visited) (left : remaining)
  : result remaining :=
  if (high - low <=? 1) || may_skip a b then Done left
  else
    match fuel with
    | O => Rejected
    | S fuel =>
        let middle := (low + high) / 2 in
        bind (enter (put middle) left) (fun '(m, left) =>
        bind (stretch fuel put low middle a m left) (fun left =>
        stretch fuel put middle high m b left))
    end.

(** All counts 0 … [top] of the inner class. *)
Definition line (put : Z -> list Z) (top : Z) (left : remaining) : result remaining :=
  bind (enter (put 0) left) (fun '(a, left) =>
  bind (enter (put top) left) (fun '(b, left) =>
  stretch 64 put 0 top a b left)).

(** [go] at n, n + 1, …, [times] of them. *)
Fixpoint each (times : nat) (n : Z) (go : Z -> remaining -> result remaining) (left : remaining)
  : result remaining :=
  match times with
  | O => Done left
  | S times => bind (go n left) (each times (n + 1) go)
  end.

(** All counts of the classes [before] the inner one, then of those [after] it, then of the inner one. *)
Fixpoint walk_after (after : list Z) (put : list Z -> Z -> list Z) (top : Z) (left : remaining)
  : result remaining :=
  match after with
  | [] => line (put []) top left
  | n :: after =>
      each (Z.to_nat (n + 1)) 0 (fun k => walk_after after (fun ks => put (k :: ks)) top) left
  end.

Fixpoint walk_before (before : list Z) (after : list Z) (put : list Z -> list Z -> Z -> list Z) (top : Z)
  (left : remaining) : result remaining :=
  match before with
  | [] => walk_after after (put []) top left
  | n :: before =>
      each (Z.to_nat (n + 1)) 0 (fun k => walk_before before after (fun ks => put (k :: ks)) top) left
  end.

(** The sizes before the last largest, it, and those after it. *)
Fixpoint split_at_largest (sizes : list Z) : option (list Z * Z * list Z) :=
  match sizes with
  | [] => None
  | n :: sizes =>
      match split_at_largest sizes with
      | Some (before, top, after) =>
          if top <? n then Some ([], n, sizes) else Some (n :: before, top, after)
      | None => Some ([], n, [])
      end
  end.

Definition walk (left : remaining) : result remaining :=
  match split_at_largest (sizes q) with
  | Some (before, top, after) =>
      walk_before before after (fun ks ls k => ks ++ k :: ls) top left
  | None => Rejected
  end.

End Walk.
