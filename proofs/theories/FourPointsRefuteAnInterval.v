(** * Four points refute an interval

    Two vertices inside add up to the same point as two vertices outside, one below and one above the
    interval. So no perceptron computes it. The page is four-points-refute-an-interval.md. *)

From Coq Require Import ZArith Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims TwoUnits FarkasWeightsRefute.
Import ListNotations.
Open Scope R_scope.

(** ** The four points *)

(** +1 on coordinates 1 … k, and -1 behind them. *)
Definition first_pluses (D k : nat) : vertex := repeat Plus k ++ repeat Minus (D - k).

(** +1 on coordinates 1 … l and on l + 2 … h, and -1 elsewhere. *)
Definition with_a_gap (D l h : nat) : vertex :=
  repeat Plus l ++ [Minus] ++ repeat Plus (h - (l + 1)) ++ repeat Minus (D - h).

(** x₁, x₂, y₁, y₂. *)
Definition four_points (D l h : nat) : list vertex :=
  [first_pluses D (l + 1); with_a_gap D l h; first_pluses D l; first_pluses D h].

(** -s. *)
Definition opposite (s : sign) : sign := match s with Minus => Plus | Plus => Minus end.

(** f has one value at x₁ and x₂ and the other at y₁ and y₂. *)
Definition refuted_by_four_points (D : nat) (f : target) (l h : nat) : Prop :=
  (l + 2 <= h <= D)%nat /\ exists s, map f (four_points D l h) = [s; s; opposite s; opposite s].

(** ** What holds of them *)

(** Two blocks of the cube's length. *)
Lemma length_first_pluses : forall D k, (k <= D)%nat -> length (first_pluses D k) = D.
Proof. intros D k range. unfold first_pluses. rewrite app_length, !repeat_length. lia. Qed.

(** And with the gap. *)
Lemma length_with_a_gap : forall D l h, (l + 2 <= h <= D)%nat -> length (with_a_gap D l h) = D.
Proof.
  intros D l h range. unfold with_a_gap. rewrite !app_length, !repeat_length. cbn [length]. lia.
Qed.

(** k times +1 make the sum 2k - D. *)
Lemma sum_of_first_pluses : forall D k, (k <= D)%nat ->
  sum (first_pluses D k) = (2 * Z.of_nat k - Z.of_nat D)%Z.
Proof. intros D k range. unfold first_pluses. rewrite sum_of_blocks. lia. Qed.

(** Two vertices that begin alike and exchange the next coordinate keep their sum. *)
Lemma exchange_keeps_the_sum : forall p s t u v,
  along (point_of (p ++ s :: u)) 1 (point_of (p ++ t :: v)) =
  along (point_of (p ++ t :: u)) 1 (point_of (p ++ s :: v)).
Proof.
  induction p as [|r p IH]; intros s t u v; cbn; f_equal; [ring|apply IH].
Qed.

(** A block, from two and one coordinate between them. *)
Lemma repeat_around : forall (s : sign) a n, (a < n)%nat ->
  repeat s n = repeat s a ++ s :: repeat s (n - (a + 1)).
Proof.
  intros s a n range. change (s :: repeat s (n - (a + 1))) with (repeat s (1 + (n - (a + 1)))).
  rewrite <- repeat_app. f_equal. lia.
Qed.

(** Step 5. x₁ + x₂ = y₁ + y₂. *)
Theorem four_points_cancel : forall D l h, (l + 2 <= h <= D)%nat ->
  along (point_of (first_pluses D (l + 1))) 1 (point_of (with_a_gap D l h)) =
  along (point_of (first_pluses D l)) 1 (point_of (first_pluses D h)).
Proof.
  intros D l h range. unfold first_pluses, with_a_gap.
  rewrite (repeat_around Plus l h), (repeat_around Plus l (l + 1)), (repeat_around Minus 0 (D - l)) by lia.
  replace (l + 1 - (l + 1))%nat with 0%nat by lia.
  replace (D - l - (0 + 1))%nat with (D - (l + 1))%nat by lia.
  rewrite <- !app_assoc. apply exchange_keeps_the_sum.
Qed.

(** Step 4. x₂ has h - 1 times +1. *)
Lemma sum_of_with_a_gap : forall D l h, (l + 2 <= h <= D)%nat ->
  sum (with_a_gap D l h) = (2 * Z.of_nat (h - 1) - Z.of_nat D)%Z.
Proof.
  intros D l h range. pose proof (f_equal total (four_points_cancel D l h range)) as sums.
  rewrite !total_along, !total_point_of in sums
    by (rewrite !length_point_of, ?length_with_a_gap, !length_first_pluses; lia).
  rewrite !Rmult_1_l, <- !plus_IZR, !sum_of_first_pluses in sums by lia.
  apply eq_IZR in sums. lia.
Qed.

(** Step 6. They refute every separator. *)
Theorem four_points_refute : forall D f l h, refuted_by_four_points D f l h -> ~ separable D f.
Proof.
  intros D f l h (range & s & values) (w & b & _ & right).
  pose proof (f_equal (dot w) (four_points_cancel D l h range)) as products.
  rewrite !dot_along in products
    by (rewrite !length_point_of, ?length_with_a_gap, !length_first_pluses; lia).
  injection values as X1 X2 Y1 Y2.
  pose proof (right _ (length_first_pluses D (l + 1) ltac:(lia))) as right_x1.
  pose proof (right _ (length_with_a_gap D l h range)) as right_x2.
  pose proof (right _ (length_first_pluses D l ltac:(lia))) as right_y1.
  pose proof (right _ (length_first_pluses D h ltac:(lia))) as right_y2.
  rewrite X1 in right_x1. rewrite X2 in right_x2. rewrite Y1 in right_y1. rewrite Y2 in right_y2.
  destruct s; cbn in right_x1, right_x2, right_y1, right_y2; lra.
Qed.

(** ** The four points of an interval *)

(** The number of +1 that makes the sum s. *)
Definition pluses_at (D : nat) (s : Z) : nat := Z.to_nat ((s + Z.of_nat D) / 2).

(** l, with A′ - 2 = 2l - D. *)
Definition pluses_below (D : nat) (A : Z) : nat := pluses_at D (least_sum_inside D A - 2).

(** h, with B′ + 2 = 2h - D. *)
Definition pluses_above (D : nat) (B : Z) : nat := pluses_at D (greatest_sum_inside D B + 2).

(** They do make these sums. *)
Lemma pluses_at_spec : forall D s, (- Z.of_nat D <= s)%Z -> Z.Even (s - Z.of_nat D) ->
  (2 * Z.of_nat (pluses_at D s) - Z.of_nat D)%Z = s.
Proof.
  intros D s range [k even]. unfold pluses_at.
  replace (s + Z.of_nat D)%Z with ((k + Z.of_nat D) * 2)%Z by lia. rewrite Z.div_mul, Z2Nat.id; lia.
Qed.

(** Inside the interval f is +1. *)
Lemma inside_is_plus : forall A B x, (A <= sum x <= B)%Z -> interval A B x = Plus.
Proof.
  intros A B x inside. pose proof (interval_inside A B x inside). now destruct (interval A B x).
Qed.

(** Outside it is -1. *)
Lemma outside_is_minus : forall A B x, (sum x < A \/ B < sum x)%Z -> interval A B x = Minus.
Proof.
  intros A B x outside. pose proof (interval_outside A B x outside). now destruct (interval A B x).
Qed.

(** Steps 1 to 4: the four points are there, the first two inside and the others outside. *)
Theorem four_points_of_an_interval : forall D A B,
  (least_sum_inside D A <= greatest_sum_inside D B)%Z ->
  (- Z.of_nat D < least_sum_inside D A)%Z -> (greatest_sum_inside D B < Z.of_nat D)%Z ->
  (pluses_below D A + 2 <= pluses_above D B <= D)%nat /\
  map sum (four_points D (pluses_below D A) (pluses_above D B)) =
    [least_sum_inside D A; greatest_sum_inside D B;
     least_sum_inside D A - 2; greatest_sum_inside D B + 2]%Z /\
  map (interval A B) (four_points D (pluses_below D A) (pluses_above D B)) = [Plus; Plus; Minus; Minus].
Proof.
  intros D A B some_inside some_below some_above. unfold pluses_below, pluses_above.
  destruct (least_sum_inside_spec D A) as [near [k even]].
  destruct (greatest_sum_inside_spec D B) as [near' [k' even']].
  set (A' := least_sum_inside D A) in *. set (B' := greatest_sum_inside D B) in *.
  assert (2 * Z.of_nat (pluses_at D (A' - 2)) - Z.of_nat D = A' - 2)%Z as L.
  { apply pluses_at_spec; [lia|]. exists (k - 1)%Z. lia. }
  assert (2 * Z.of_nat (pluses_at D (B' + 2)) - Z.of_nat D = B' + 2)%Z as H.
  { apply pluses_at_spec; [lia|]. exists (k' + 1)%Z. lia. }
  set (l := pluses_at D (A' - 2)) in *. set (h := pluses_at D (B' + 2)) in *.
  assert (l + 2 <= h <= D)%nat as range by lia. split; [exact range|].
  assert (map sum (four_points D l h) = [A'; B'; A' - 2; B' + 2]%Z) as sums.
  { cbn [map four_points]. rewrite !sum_of_first_pluses, sum_of_with_a_gap by lia.
    do 4 (apply f_equal2; [lia|]). reflexivity. }
  split; [exact sums|]. injection sums as X1 X2 Y1 Y2. cbn [map four_points].
  rewrite !inside_is_plus, !outside_is_minus by lia. reflexivity.
Qed.

(** The claim. *)
Corollary four_points_refute_the_interval : forall D A B,
  (least_sum_inside D A <= greatest_sum_inside D B)%Z ->
  (- Z.of_nat D < least_sum_inside D A)%Z -> (greatest_sum_inside D B < Z.of_nat D)%Z ->
  refuted_by_four_points D (interval A B) (pluses_below D A) (pluses_above D B) /\
  ~ separable D (interval A B).
Proof.
  intros D A B some_inside some_below some_above.
  destruct (four_points_of_an_interval D A B some_inside some_below some_above) as (range & _ & values).
  assert (refuted_by_four_points D (interval A B) (pluses_below D A) (pluses_above D B)) as refuted
    by (split; [exact range|now exists Plus]).
  split; [exact refuted|]. exact (four_points_refute D _ _ _ refuted).
Qed.
