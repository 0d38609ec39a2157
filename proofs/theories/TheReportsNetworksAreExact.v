(** * The report's networks are exact

    With S = y₁ + … + y_D both of the report's networks are +1 if A ≤ S ≤ B, else -1, at every real point y,
    and so they agree with the interval at every vertex. Part (c) does not even need A ≤ B.
    The page is the-reports-networks-are-exact.md. *)

From Coq Require Import ZArith Reals Bool Lia Lra.
From Orthant Require Import Cube Network Claims Constructions TwoUnits.
Open Scope R_scope.

(** +1 if A ≤ s ≤ B, else -1, for a real s. *)
Definition indicator (A B : Z) (s : R) : R :=
  if Rle_dec (IZR A) s then if Rle_dec s (IZR B) then 1 else -1 else -1.

(** At the sum of a vertex the indicator is f. *)
Lemma indicator_at_a_vertex : forall A B x, indicator A B (IZR (sum x)) = IZR (value (interval A B x)).
Proof.
  intros A B x. unfold indicator, interval.
  destruct (Rle_dec (IZR A) (IZR (sum x))) as [above|below],
    (Rle_dec (IZR (sum x)) (IZR B)) as [above'|below'];
    destruct (Z.leb_spec A (sum x)) as [ge|lt], (Z.leb_spec (sum x) B) as [le|gt]; try reflexivity; exfalso.
  all: try apply le_IZR in above; try apply le_IZR in above'; try lia.
  all: try apply IZR_le in ge; try apply IZR_le in le; lra.
Qed.

(** sign(S - A) + sign(-S + B) - 1. *)
Lemma report_b_formula : forall D A B,
  depends_on_the_sum D (report_b D A B) (fun s => apply Sign (s - IZR A) + apply Sign (- s + IZR B) - 1).
Proof.
  intros D A B y lengths. unfold report_b, report_b_by. rewrite value_of_two_units, opp_IZR by exact lengths.
  replace (1 * total y + - IZR A) with (total y - IZR A) by ring.
  replace (-1 * total y + IZR B) with (- total y + IZR B) by ring.
  unfold apply at 1. ring.
Qed.

(** +1 if relu(-S + A) + relu(S - B) = 0, else -1. *)
Lemma report_c_formula : forall D A B,
  depends_on_the_sum D (report_c D A B)
    (fun s => apply Zero (apply Relu (- s + IZR A) + apply Relu (s - IZR B))).
Proof.
  intros D A B y lengths. unfold report_c, report_c_by. rewrite value_of_two_units, opp_IZR by exact lengths.
  replace (-1 * total y + IZR A) with (- total y + IZR A) by ring.
  replace (1 * total y + - IZR B) with (total y - IZR B) by ring.
  f_equal. ring.
Qed.

(** Steps 1, 2, 3, 5. At every real point (b) is +1 if A ≤ S ≤ B, else -1. *)
Theorem report_b_is_the_indicator : forall D A B y, (A <= B)%Z -> length y = D ->
  value_at (report_b D A B) y = indicator A B (total y).
Proof.
  intros D A B y ordered lengths. apply IZR_le in ordered.
  rewrite report_b_formula by exact lengths. unfold indicator.
  destruct (Rle_dec (IZR A) (total y)); [destruct (Rle_dec (total y) (IZR B))|].
  - rewrite !sign_above by lra. ring.
  - rewrite sign_above, sign_below by lra. ring.
  - rewrite sign_below, sign_above by lra. ring.
Qed.

(** Steps 4, 5. At every real point (c) is +1 if A ≤ S ≤ B, else -1. *)
Theorem report_c_is_the_indicator : forall D A B y, length y = D ->
  value_at (report_c D A B) y = indicator A B (total y).
Proof.
  intros D A B y lengths. rewrite report_c_formula by exact lengths. unfold indicator.
  pose proof (relu_bounds (- total y + IZR A)). pose proof (relu_bounds (total y - IZR B)).
  destruct (Rle_dec (IZR A) (total y)); [destruct (Rle_dec (total y) (IZR B))|].
  - apply zero_at_zero. rewrite !relu_below by lra. ring.
  - apply zero_elsewhere. lra.
  - apply zero_elsewhere. lra.
Qed.

(** What is the indicator at every point agrees with the interval at every vertex. *)
Lemma indicator_agrees : forall D h A B,
  depends_on_the_sum D h (indicator A B) -> agrees D h (interval A B).
Proof.
  intros D h A B is_indicator x vertex.
  rewrite is_indicator, total_point_of by (now rewrite length_point_of). apply indicator_at_a_vertex.
Qed.

(** The claim for (b). *)
Corollary report_b_is_exact : forall D A B, (A <= B)%Z -> agrees D (report_b D A B) (interval A B).
Proof.
  intros D A B ordered. apply indicator_agrees. intros y lengths. now apply report_b_is_the_indicator.
Qed.

(** The claim for (c). *)
Corollary report_c_is_exact : forall D A B, agrees D (report_c D A B) (interval A B).
Proof. intros D A B. apply indicator_agrees. intros y lengths. now apply report_c_is_the_indicator. Qed.
