(** * The report's networks break on attained bounds

    For A ≤ B both of the report's networks are robust iff neither A nor B is the sum of a vertex, that is,
    for -D ≤ A ≤ B ≤ D, iff neither A - D nor B - D is even.
    The page is the-reports-networks-break-on-attained-bounds.md. *)

From Coq Require Import ZArith Reals Lia Lra.
From Orthant Require Import Cube Network Claims Constructions TwoUnits TheReportsNetworksAreExact.
Open Scope R_scope.

(** Step 4. Away from A and B the indicator is constant near each integer. *)
Lemma indicator_is_robust : forall D h A B, depends_on_the_sum D h (indicator A B) ->
  ~ attainable D A -> ~ attainable D B -> robust D h (interval A B).
Proof.
  intros D h A B is_indicator not_A not_B.
  apply (robust_interval_from_sums D h (indicator A B) A B 1); [exact is_indicator|lra|].
  intros n s attained close.
  assert (n <> A) by congruence. assert (n <> B) by congruence.
  apply Rabs_def2 in close as [close close'].
  unfold indicator. split.
  - intro inside. assert (A + 1 <= n /\ n + 1 <= B)%Z as [above below] by lia.
    apply IZR_le in above, below. rewrite plus_IZR in above, below.
    destruct (Rle_dec (IZR A) s); [destruct (Rle_dec s (IZR B))|]; lra.
  - intros [below|above].
    + assert (n + 1 <= A)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap.
      destruct (Rle_dec (IZR A) s); [lra|reflexivity].
    + assert (B + 1 <= n)%Z as gap by lia. apply IZR_le in gap. rewrite plus_IZR in gap.
      destruct (Rle_dec (IZR A) s); [destruct (Rle_dec s (IZR B)); [lra|]|]; reflexivity.
Qed.

(** Step 2. At S = A, push one coordinate down. *)
Lemma indicator_breaks_at_A : forall D h A B, (1 <= D)%nat -> (A <= B)%Z ->
  depends_on_the_sum D h (indicator A B) -> attainable D A -> ~ robust D h (interval A B).
Proof.
  intros D h A B positive ordered is_indicator (x & vertex & at_A).
  apply (breaks_beside_a_sum D h (indicator A B) _ x (-1) (-1)); try assumption.
  - rewrite interval_inside by lia. lra.
  - intros t small. rewrite at_A. unfold indicator.
    destruct (Rle_dec (IZR A) (IZR A + t * -1)); [lra|reflexivity].
Qed.

(** Step 3. At S = B, push one coordinate up. *)
Lemma indicator_breaks_at_B : forall D h A B, (1 <= D)%nat -> (A <= B)%Z ->
  depends_on_the_sum D h (indicator A B) -> attainable D B -> ~ robust D h (interval A B).
Proof.
  intros D h A B positive ordered is_indicator (x & vertex & at_B).
  apply (breaks_beside_a_sum D h (indicator A B) _ x 1 (-1)); try assumption.
  - rewrite interval_inside by lia. lra.
  - intros t small. rewrite at_B. unfold indicator.
    destruct (Rle_dec (IZR A) (IZR B + t * 1)); [|reflexivity].
    destruct (Rle_dec (IZR B + t * 1) (IZR B)); [lra|reflexivity].
Qed.

(** Steps 2, 3, 4. Any network that is the indicator at every point. *)
Theorem indicator_is_robust_iff : forall D h A B, (1 <= D)%nat -> (A <= B)%Z ->
  depends_on_the_sum D h (indicator A B) ->
  robust D h (interval A B) <-> ~ attainable D A /\ ~ attainable D B.
Proof.
  intros D h A B positive ordered is_indicator. split.
  - intro survives. split; intro attained; revert survives.
    + now apply indicator_breaks_at_A.
    + now apply indicator_breaks_at_B.
  - intros [not_A not_B]. now apply indicator_is_robust.
Qed.

(** The claim for (b), in sums. *)
Theorem report_b_is_robust_iff : forall D A B, (1 <= D)%nat -> (A <= B)%Z ->
  robust D (report_b D A B) (interval A B) <-> ~ attainable D A /\ ~ attainable D B.
Proof.
  intros D A B positive ordered. apply indicator_is_robust_iff; try assumption.
  intros y lengths. now apply report_b_is_the_indicator.
Qed.

(** The claim for (c), in sums. *)
Theorem report_c_is_robust_iff : forall D A B, (1 <= D)%nat -> (A <= B)%Z ->
  robust D (report_c D A B) (interval A B) <-> ~ attainable D A /\ ~ attainable D B.
Proof.
  intros D A B positive ordered. apply indicator_is_robust_iff; try assumption.
  intros y lengths. now apply report_c_is_the_indicator.
Qed.

(** Step 1. In [-D, D] a sum is attainable iff it has the parity of D. *)
Lemma attainable_by_parity : forall D s, (- Z.of_nat D <= s <= Z.of_nat D)%Z ->
  attainable D s <-> Z.Even (s - Z.of_nat D).
Proof. intros D s range. rewrite attainable_iff. tauto. Qed.

(** The claim for (b), in parities. *)
Corollary report_b_is_robust_iff_odd : forall D A B, (1 <= D)%nat ->
  (- Z.of_nat D <= A)%Z -> (A <= B)%Z -> (B <= Z.of_nat D)%Z ->
  robust D (report_b D A B) (interval A B) <-> ~ Z.Even (A - Z.of_nat D) /\ ~ Z.Even (B - Z.of_nat D).
Proof. intros. rewrite report_b_is_robust_iff, !attainable_by_parity by lia. reflexivity. Qed.

(** The claim for (c), in parities. *)
Corollary report_c_is_robust_iff_odd : forall D A B, (1 <= D)%nat ->
  (- Z.of_nat D <= A)%Z -> (A <= B)%Z -> (B <= Z.of_nat D)%Z ->
  robust D (report_c D A B) (interval A B) <-> ~ Z.Even (A - Z.of_nat D) /\ ~ Z.Even (B - Z.of_nat D).
Proof. intros. rewrite report_c_is_robust_iff, !attainable_by_parity by lia. reflexivity. Qed.
