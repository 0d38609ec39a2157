(** * Half-integer thresholds survive any direction

    With thresholds A - ½ and B + ½ both networks agree with the interval at every vertex and are robust, and
    their hidden units have the margin 1/(2D). Part (c) does not even need A ≤ B.
    The page is half-integer-thresholds-survive-any-direction.md. *)

From Coq Require Import ZArith Reals List Lia Lra.
From Orthant Require Import Cube Network Claims Constructions TwoUnits.
Open Scope R_scope.

(** sign(2S - 2A + 1) + sign(-2S + 2B + 1) - 1. *)
Lemma integer_b_formula : forall D A B,
  depends_on_the_sum D (integer_b D A B)
    (fun s => apply Sign (2 * s - 2 * IZR A + 1) + apply Sign (- 2 * s + 2 * IZR B + 1) - 1).
Proof.
  intros D A B y lengths. unfold integer_b, integer_b_by.
  rewrite value_of_two_units, plus_IZR, minus_IZR, !mult_IZR by exact lengths.
  replace (2 * total y + (1 - 2 * IZR A)) with (2 * total y - 2 * IZR A + 1) by ring.
  replace (-2 * total y + (2 * IZR B + 1)) with (- 2 * total y + 2 * IZR B + 1) by ring.
  unfold apply at 1. ring.
Qed.

(** sign(-2·relu(2S - 2B - 1) - 2·relu(-2S + 2A - 1) + 1). *)
Lemma integer_c_formula : forall D A B,
  depends_on_the_sum D (integer_c D A B)
    (fun s => apply Sign
      (- 2 * apply Relu (2 * s - 2 * IZR B - 1) - 2 * apply Relu (- 2 * s + 2 * IZR A - 1) + 1)).
Proof.
  intros D A B y lengths. unfold integer_c, integer_c_by.
  rewrite value_of_two_units, !minus_IZR, !mult_IZR by exact lengths.
  replace (2 * total y + (-2 * IZR B - 1)) with (2 * total y - 2 * IZR B - 1) by ring.
  replace (-2 * total y + (2 * IZR A - 1)) with (- 2 * total y + 2 * IZR A - 1) by ring.
  f_equal. ring.
Qed.

(** Steps 1, 2, 4, 5. Near an integer sum (b) keeps its value. *)
Theorem integer_b_is_robust : forall D A B, (A <= B)%Z -> robust D (integer_b D A B) (interval A B).
Proof.
  intros D A B ordered. apply IZR_le in ordered.
  apply (robust_interval_from_sums _ _ _ _ _ (1 / 4) (integer_b_formula D A B)); [lra|].
  intros n s _ close. apply Rabs_def2 in close as [close close']. split.
  - intros [above below]. apply IZR_le in above, below. rewrite !sign_above by lra. ring.
  - intros [below|above].
    + assert (n + 1 <= A)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap.
      rewrite sign_below, sign_above by lra. ring.
    + assert (B + 1 <= n)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap.
      rewrite sign_above, sign_below by lra. ring.
Qed.

(** Steps 1, 3, 4, 5. Near an integer sum (c) keeps its value. *)
Theorem integer_c_is_robust : forall D A B, robust D (integer_c D A B) (interval A B).
Proof.
  intros D A B.
  apply (robust_interval_from_sums _ _ _ _ _ (1 / 4) (integer_c_formula D A B)); [lra|].
  intros n s _ close. apply Rabs_def2 in close as [close close'].
  pose proof (relu_bounds (2 * s - 2 * IZR B - 1)). pose proof (relu_bounds (- 2 * s + 2 * IZR A - 1)).
  split.
  - intros [above below]. apply IZR_le in above, below.
    apply sign_above. rewrite !relu_below by lra. lra.
  - intros [below|above]; apply sign_below.
    + assert (n + 1 <= A)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap. lra.
    + assert (B + 1 <= n)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap. lra.
Qed.

(** Steps 1, 2. At every vertex (b) is f. *)
Corollary integer_b_is_exact : forall D A B, (A <= B)%Z -> agrees D (integer_b D A B) (interval A B).
Proof. intros D A B ordered. now apply robust_agrees, integer_b_is_robust. Qed.

(** Steps 1, 3. At every vertex (c) is f. *)
Corollary integer_c_is_exact : forall D A B, agrees D (integer_c D A B) (interval A B).
Proof. intros D A B. apply robust_agrees, integer_c_is_robust. Qed.

(** Step 6. For -D ≤ A ≤ D one of the sums A - 1 and A is attainable. *)
Lemma sum_beside_A : forall D A, (- Z.of_nat D <= A <= Z.of_nat D)%Z ->
  exists n, attainable D n /\ (A - 1 <= n <= A)%Z.
Proof.
  intros D A range. exists (greatest_sum_inside D A). split.
  - now apply greatest_sum_inside_is_attainable.
  - apply greatest_sum_inside_spec.
Qed.

(** Step 6. For -D ≤ B ≤ D one of the sums B and B + 1 is attainable. *)
Lemma sum_beside_B : forall D B, (- Z.of_nat D <= B <= Z.of_nat D)%Z ->
  exists n, attainable D n /\ (B <= n <= B + 1)%Z.
Proof.
  intros D B range. exists (least_sum_inside D B). split.
  - now apply least_sum_inside_is_attainable.
  - apply least_sum_inside_spec.
Qed.

(** Step 6. Each hidden unit of both networks has the margin 1/(2D). *)
Theorem integer_margin : forall D A B, (1 <= D)%nat ->
  (- Z.of_nat D <= A <= Z.of_nat D)%Z -> (- Z.of_nat D <= B <= Z.of_nat D)%Z ->
  forall u, In u (hidden_units (integer_b D A B) ++ hidden_units (integer_c D A B)) ->
  has_margin D u (1 / (2 * INR D)).
Proof.
  intros D A B positive A_range B_range u.
  destruct (sum_beside_A D A A_range) as (n & attained & beside).
  destruct (sum_beside_B D B B_range) as (m & attained' & beside').
  cbn [hidden_units integer_b integer_c integer_b_by integer_c_by two_units units app In].
  intros [<-|[<-|[<-|[<-|[]]]]].
  - apply (margin_of_an_even_unit D 2 _ n); try assumption; lia.
  - apply (margin_of_an_even_unit D (-2) _ m); try assumption; lia.
  - apply (margin_of_an_even_unit D 2 _ m); try assumption; lia.
  - apply (margin_of_an_even_unit D (-2) _ n); try assumption; lia.
Qed.
