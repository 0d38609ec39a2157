(** * Exact numbers: the checker's arithmetic is that of the reals

    What [Numbers] computes, read as real numbers. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Network.
From Orthant.Checker Require Import Numbers.
Import ListNotations.
Open Scope R_scope.

Lemma reduced_is_equal : forall n d, (reduced n d == n # d)%Q.
Proof.
  intros n d. unfold reduced.
  destruct (Z.eqb_spec (Z.gcd n (Zpos d)) 1) as [_|_]; [reflexivity|].
  pose proof (Z.gcd_divide_l n (Zpos d)) as [a Ha].
  pose proof (Z.gcd_divide_r n (Zpos d)) as [b Hb].
  set (g := Z.gcd n (Zpos d)) in *.
  assert (0 <= g)%Z by apply Z.gcd_nonneg.
  assert (g <> 0)%Z by (intro E; rewrite E in Hb; lia).
  assert (0 < b)%Z by nia.
  unfold Qeq; cbn [Qnum Qden].
  rewrite Ha, Hb, !Z.div_mul, Z2Pos.id by lia.
  ring.
Qed.

Lemma Q2R_reduced : forall n d, Q2R (reduced n d) = Q2R (n # d).
Proof. intros n d. apply Qeq_eqR, reduced_is_equal. Qed.

Lemma Q2R_integer : forall n, Q2R (integer n) = IZR n.
Proof. intro n. unfold Q2R, integer; cbn. lra. Qed.

Lemma Q2R_inject_Z : forall n, Q2R (inject_Z n) = IZR n.
Proof. exact Q2R_integer. Qed.

Lemma integral : forall x, is_integer x = true -> x = integer (Qnum x).
Proof.
  intros [n d] H. apply Pos.eqb_eq in H. cbn in H. subst d. reflexivity.
Qed.

Lemma Q2R_add : forall x y, Q2R (add x y) = Q2R x + Q2R y.
Proof.
  intros x y. unfold add.
  destruct (is_integer x && is_integer y) eqn:H.
  - apply andb_true_iff in H as [Hx Hy].
    rewrite (integral x Hx), (integral y Hy), !Q2R_integer. cbn. apply plus_IZR.
  - rewrite Q2R_reduced, <- Q2R_plus. destruct x, y. reflexivity.
Qed.

Lemma Q2R_mul : forall x y, Q2R (mul x y) = Q2R x * Q2R y.
Proof.
  intros x y. unfold mul.
  destruct (is_integer x && is_integer y) eqn:H.
  - apply andb_true_iff in H as [Hx Hy].
    rewrite (integral x Hx), (integral y Hy), !Q2R_integer. cbn. apply mult_IZR.
  - rewrite Q2R_reduced, <- Q2R_mult. destruct x, y. reflexivity.
Qed.

Lemma Q2R_neg : forall x, Q2R (neg x) = - Q2R x.
Proof. intros [n d]. rewrite <- Q2R_opp. reflexivity. Qed.

(** The sign of a fraction is that of its numerator. *)
Lemma Q2R_sign : forall x,
  ((0 < Qnum x)%Z -> 0 < Q2R x) /\ (Qnum x = 0%Z -> Q2R x = 0) /\ ((Qnum x < 0)%Z -> Q2R x < 0).
Proof.
  intros [n d]. unfold Q2R; cbn [Qnum Qden].
  assert (0 < / IZR (Zpos d)) by (apply Rinv_0_lt_compat, IZR_lt; lia).
  repeat split; intro Hn.
  - apply IZR_lt in Hn. nra.
  - subst n. lra.
  - apply IZR_lt in Hn. nra.
Qed.

Lemma is_zero_spec : forall x, is_zero x = true <-> Q2R x = 0.
Proof.
  intro x. unfold is_zero. rewrite Z.eqb_eq. destruct (Q2R_sign x) as (P & N & M).
  split; [exact N|]. intro H.
  destruct (Z.lt_trichotomy (Qnum x) 0) as [L|[E|G]]; [apply M in L; lra|exact E|apply P in G; lra].
Qed.

Lemma is_negative_spec : forall x, is_negative x = true <-> Q2R x < 0.
Proof.
  intro x. unfold is_negative. rewrite Z.ltb_lt. destruct (Q2R_sign x) as (P & N & M).
  split; [exact M|]. intro H.
  destruct (Z.lt_trichotomy (Qnum x) 0) as [L|[E|G]]; [exact L|apply N in E; lra|apply P in G; lra].
Qed.

Lemma is_positive_spec : forall x, is_positive x = true <-> 0 < Q2R x.
Proof.
  intro x. unfold is_positive. rewrite Z.ltb_lt. destruct (Q2R_sign x) as (P & N & M).
  split; [exact P|]. intro H.
  destruct (Z.lt_trichotomy (Qnum x) 0) as [L|[E|G]]; [apply M in L; lra|apply N in E; lra|exact G].
Qed.

Lemma same_spec : forall x y, same x y = true <-> Q2R x = Q2R y.
Proof.
  intros x y. unfold same. rewrite Z.eqb_eq. split.
  - intro H. apply Qeq_eqR. exact H.
  - intro H. apply eqR_Qeq in H. exact H.
Qed.

(** Negative, zero or positive in the same way. *)
Lemma same_side_spec : forall x y, same_side x y = true ->
  (Q2R x < 0 <-> Q2R y < 0) /\ (Q2R x = 0 <-> Q2R y = 0) /\ (0 < Q2R x <-> 0 < Q2R y).
Proof.
  intros x y H. unfold same_side in H. apply Z.eqb_eq in H.
  rewrite <- !is_negative_spec, <- !is_zero_spec, <- !is_positive_spec.
  unfold is_negative, is_zero, is_positive. rewrite !Z.ltb_lt, !Z.eqb_eq.
  destruct (Qnum x), (Qnum y); cbn in H; lia.
Qed.

(** The sum that [combine_with] accumulates. *)
Lemma Q2R_combine_with : forall w x b,
  Q2R (combine_with b w x) = dot (map Q2R w) (map Q2R x) + Q2R b.
Proof.
  induction w as [|a w IH]; intros [|r x] b; cbn; try lra.
  rewrite IH, Q2R_add, Q2R_mul. lra.
Qed.
