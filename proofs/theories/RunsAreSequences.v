(** * Runs are sequences: what is computed run by run is what the sequences give

    Step 2 of the page the-checker-is-sound. A sequence of runs means its [expand]. *)

From Coq Require Import ZArith QArith Qreals Reals List Lia Lra.
From Orthant Require Import Cube Network ExactNumbers.
From Orthant.Checker Require Import Numbers Runs Check.
Import ListNotations.
Open Scope R_scope.

(** The size of runs is the length of the sequence. *)
Lemma length_expand : forall {A : Set} (r : runs A), Z.of_nat (length (expand r)) = size r.
Proof.
  intro A. induction r as [|[a n] r IH]; [reflexivity|].
  cbn [expand size]. rewrite app_length, repeat_length. lia.
Qed.

(** Where the size is D the length is. *)
Lemma length_by_size : forall {A : Set} (r : runs A) n, size r = n -> length (expand r) = Z.to_nat n.
Proof. intros A r n H. rewrite <- H, <- length_expand. lia. Qed.

(** The same function of each entry of a run. *)
Lemma map_of_repeat : forall {A B : Type} (f : A -> B) a n, map f (repeat a n) = repeat (f a) n.
Proof. intros A B f a n. induction n as [|n IH]; cbn; [reflexivity|now rewrite IH]. Qed.

(** The same function of each entry. *)
Lemma expand_map_runs : forall {A B : Set} (f : A -> B) r, expand (map_runs f r) = map f (expand r).
Proof.
  intros A B f. induction r as [|[a n] r IH]; [reflexivity|].
  cbn. rewrite map_app, map_of_repeat. f_equal. exact IH.
Qed.

(** A run in two parts. *)
Lemma repeat_in_parts : forall {A : Type} (a : A) m n, (m < n)%positive ->
  repeat a (Pos.to_nat n) = repeat a (Pos.to_nat m) ++ repeat a (Pos.to_nat (n - m)).
Proof. intros A a m n L. rewrite <- repeat_app. f_equal. lia. Qed.

(** Two constant stretches side by side. *)
Lemma combine_repeat : forall {A B : Type} (a : A) (b : B) n r s,
  combine (repeat a n ++ r) (repeat b n ++ s) = repeat (a, b) n ++ combine r s.
Proof. intros A B a b n r s. induction n as [|n IH]; cbn; [reflexivity|now rewrite IH]. Qed.

(** Nothing stands beside an empty sequence. *)
Lemma combine_empty : forall {A B : Type} (r : list A), combine r (@nil B) = [].
Proof. now destruct r. Qed.

(** Two sequences side by side: each step of [zip] ends a run of one of them. *)
Lemma expand_zip_up_to : forall {A B : Set} fuel (r : runs A) (s : runs B),
  (length r + length s <= fuel)%nat -> expand (zip_up_to fuel r s) = combine (expand r) (expand s).
Proof.
  intros A B. induction fuel as [|fuel IH]; intros [|[a m] r] [|[b n] s] L; cbn [length] in L;
    try lia; try reflexivity; cbn [zip_up_to].
  { symmetry. apply combine_empty. }
  destruct (Pos.compare_spec m n) as [E|E|E].
  - subst n. cbn [expand]. rewrite IH by lia. symmetry. apply combine_repeat.
  - cbn [expand]. rewrite IH by (cbn [length]; lia). rewrite (repeat_in_parts b m n E), <- app_assoc.
    cbn [expand]. symmetry. apply combine_repeat.
  - cbn [expand]. rewrite IH by (cbn [length]; lia). rewrite (repeat_in_parts a n m E), <- app_assoc.
    cbn [expand]. symmetry. apply combine_repeat.
Qed.

Lemma expand_zip : forall {A B : Set} (r : runs A) (s : runs B),
  expand (zip r s) = combine (expand r) (expand s).
Proof. intros A B r s. now apply expand_zip_up_to. Qed.

(** Entry i of the runs is entry i of the sequence. *)
Lemma entry_is_nth : forall {A : Set} (r : runs A) i, (0 <= i)%Z ->
  entry r i = nth_error (expand r) (Z.to_nat i).
Proof.
  intro A. induction r as [|[a n] r IH]; intros i L; cbn [entry expand].
  { now destruct (Z.to_nat i). }
  destruct (Z.ltb_spec i (Zpos n)) as [inside|behind].
  - destruct (Z.leb_spec 0 i); [|lia]. rewrite nth_error_app1 by (rewrite repeat_length; lia).
    symmetry. apply nth_error_repeat. lia.
  - rewrite nth_error_app2 by (rewrite repeat_length; lia). rewrite repeat_length, IH by lia.
    f_equal. lia.
Qed.

(** What holds of every run's value holds of every entry, and the other way round. *)
Lemma forall_expand : forall {A : Set} (P : A -> Prop) (r : runs A),
  Forall (fun '(a, _) => P a) r <-> Forall P (expand r).
Proof.
  intros A P. induction r as [|[a n] r IH]; cbn [expand].
  { split; constructor. }
  rewrite Forall_app, <- IH. split.
  - intro H. inversion H; subst. split; [|assumption].
    apply Forall_forall. intros b B. apply repeat_spec in B. now subst.
  - intros [H K]. constructor; [|exact K]. rewrite Forall_forall in H. apply H.
    destruct (Pos.to_nat n) eqn:E; [lia|]. now left.
Qed.

(** ** Σ wᵢ·xᵢ, run by run *)

(** The sum over pairs. *)
Fixpoint pair_sum {A : Set} (number : A -> Q) (pairs : list (Q * A)) : R :=
  match pairs with
  | [] => 0
  | (w, a) :: pairs => Q2R w * Q2R (number a) + pair_sum number pairs
  end.

Lemma pair_sum_combine : forall {A : Set} (number : A -> Q) w x,
  pair_sum number (combine w x) = dot (map Q2R w) (map (fun a => Q2R (number a)) x).
Proof. intros A number. induction w as [|q w IH]; intros [|a x]; cbn; [reflexivity..|now rewrite IH]. Qed.

Lemma pair_sum_repeat : forall {A : Set} (number : A -> Q) w a n pairs,
  pair_sum number (repeat (w, a) n ++ pairs) = INR n * (Q2R w * Q2R (number a)) + pair_sum number pairs.
Proof.
  intros A number w a n pairs. induction n as [|n IH]; [cbn; lra|].
  rewrite S_INR. cbn [repeat app pair_sum]. rewrite IH. lra.
Qed.

(** What [combine_runs] accumulates. *)
Lemma Q2R_combine_runs : forall {A : Set} (number : A -> Q) w x b,
  Q2R (combine_runs number b w x)
  = dot (map Q2R (expand w)) (map (fun a => Q2R (number a)) (expand x)) + Q2R b.
Proof.
  intros A number w x b. unfold combine_runs.
  rewrite <- pair_sum_combine, <- expand_zip. revert b.
  induction (zip w x) as [|[[q a] n] r IH]; intro b; [cbn; lra|].
  cbn [fold_left expand]. rewrite IH, pair_sum_repeat, Q2R_add, !Q2R_mul, Q2R_integer, INR_IZR_INZ,
    positive_nat_Z. lra.
Qed.
