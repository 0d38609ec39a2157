(** * The published ReLU answer is right for one sum only

    relu(2S - 2A + 1), relu(-2S + 2B + 1), output sign(-h₁ - h₂ + 2): for -D ≤ A ≤ B ≤ D it agrees with the
    interval iff A = B. With the output's bias 2(B - A + 1) it always does, and survives any direction.
    The page is the-published-answer.md, "Where it stops". *)

From Coq Require Import ZArith Reals Lia Lra.
From Orthant Require Import Cube Network Claims Constructions TwoUnits.
Open Scope R_scope.

(** sign(-relu(2S - 2A + 1) - relu(-2S + 2B + 1) + b). *)
Lemma published_c_formula : forall D A B b,
  depends_on_the_sum D (published_c_with D A B b)
    (fun s => apply Sign
      (- apply Relu (2 * s - 2 * IZR A + 1) - apply Relu (- 2 * s + 2 * IZR B + 1) + IZR b)).
Proof.
  intros D A B b y lengths. unfold published_c_with, published_c_by.
  rewrite value_of_two_units, plus_IZR, minus_IZR, !mult_IZR by exact lengths.
  replace (2 * total y + (1 - 2 * IZR A)) with (2 * total y - 2 * IZR A + 1) by ring.
  replace (-2 * total y + (2 * IZR B + 1)) with (- 2 * total y + 2 * IZR B + 1) by ring.
  f_equal. ring.
Qed.

(** Inside the interval, and near it, both units are active and their sum is 2(B - A) + 2: with the bias
    2(B - A + 1) the output's pre-activation is 0 and stays 0. *)
Theorem corrected_c_is_robust : forall D A B, (A <= B)%Z -> robust D (corrected_c D A B) (interval A B).
Proof.
  intros D A B ordered. change (corrected_c D A B) with (published_c_with D A B (2 * (B - A + 1))). apply IZR_le in ordered.
  apply (robust_interval_from_sums _ _ _ _ _ (1 / 4) (published_c_formula D A B _)); [lra|].
  intros n s _ close. apply Rabs_def2 in close as [close close'].
  rewrite mult_IZR, plus_IZR, minus_IZR. split.
  - intros [above below]. apply IZR_le in above, below.
    apply sign_above. rewrite !relu_above by lra. lra.
  - pose proof (relu_bounds (2 * s - 2 * IZR A + 1)). pose proof (relu_bounds (- 2 * s + 2 * IZR B + 1)).
    intros [below|above]; apply sign_below.
    + assert (n + 1 <= A)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap. lra.
    + assert (B + 1 <= n)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap. lra.
Qed.

(** The corrected answer agrees with the interval. *)
Corollary corrected_c_is_exact : forall D A B, (A <= B)%Z -> agrees D (corrected_c D A B) (interval A B).
Proof. intros D A B ordered. now apply robust_agrees, corrected_c_is_robust. Qed.

(** With A = B the published answer is the corrected one. *)
Lemma published_c_is_corrected : forall D A, published_c D A A = corrected_c D A A.
Proof. intros D A. unfold published_c, published_c_with, corrected_c, corrected_c_by. now rewrite Z.sub_diag. Qed.

(** At a sum inside the interval the published answer is sign(-2(B - A)), which is -1 if A < B. *)
Lemma published_c_inside : forall D A B x, length x = D -> (A < B)%Z -> (A <= sum x <= B)%Z ->
  value_at (published_c D A B) (point_of x) = -1.
Proof.
  intros D A B x vertex wide [above below]. unfold published_c.
  apply IZR_lt in wide. apply IZR_le in above, below.
  rewrite published_c_formula, total_point_of by (now rewrite length_point_of).
  apply sign_below. rewrite !relu_above by lra. lra.
Qed.

(** The published answer agrees with the interval iff A = B. *)
Theorem published_c_is_exact_iff : forall D A B,
  (- Z.of_nat D <= A)%Z -> (A <= B)%Z -> (B <= Z.of_nat D)%Z ->
  agrees D (published_c D A B) (interval A B) <-> A = B.
Proof.
  intros D A B low ordered high. split.
  - intro exact. destruct (Z.eq_dec A B) as [equal|different]; [exact equal|].
    destruct (least_sum_inside_is_attainable D A) as (x & vertex & least); [lia|].
    pose proof (least_sum_inside_spec D A) as [near _].
    assert (A <= sum x <= B)%Z as inside by lia.
    specialize (exact x vertex). rewrite published_c_inside, interval_inside in exact by lia. lra.
  - intros <-. rewrite published_c_is_corrected. apply corrected_c_is_exact. lia.
Qed.

(** And it is robust iff A = B. *)
Corollary published_c_is_robust_iff : forall D A B,
  (- Z.of_nat D <= A)%Z -> (A <= B)%Z -> (B <= Z.of_nat D)%Z ->
  robust D (published_c D A B) (interval A B) <-> A = B.
Proof.
  intros D A B low ordered high. split.
  - intro survives. now apply (published_c_is_exact_iff D), robust_agrees.
  - intros <-. rewrite published_c_is_corrected. apply corrected_c_is_robust. lia.
Qed.
