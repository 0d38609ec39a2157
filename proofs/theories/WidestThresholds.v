(** * Widest thresholds

    With thresholds at the integers between two attainable sums both networks agree with the interval at every
    vertex and are robust, and their hidden units have the margin 1/D. No pair of units with equal weights has
    a wider one: for any function of the two sides that is not constant, and for two ReLU units with a sign
    output where sums lie on both sides of the interval. Part (c) does not even need A ≤ B.
    The page is widest-thresholds.md. *)

From Coq Require Import ZArith Reals List Lia Lra.
From Orthant Require Import Cube Network Claims Constructions TwoUnits.
Open Scope R_scope.

(** ** Exact and robust *)

(** sign(S - (A′ - 1)) + sign(-S + (B′ + 1)) - 1. *)
Lemma widest_b_formula : forall D A B,
  depends_on_the_sum D (widest_b D A B)
    (fun s => apply Sign (s - (IZR (least_sum_inside D A) - 1)) +
              apply Sign (- s + (IZR (greatest_sum_inside D B) + 1)) - 1).
Proof.
  intros D A B y lengths. unfold widest_b, widest_b_by.
  rewrite value_of_two_units, plus_IZR, minus_IZR by exact lengths.
  set (A' := IZR (least_sum_inside D A)). set (B' := IZR (greatest_sum_inside D B)).
  replace (1 * total y + (1 - A')) with (total y - (A' - 1)) by ring.
  replace (-1 * total y + (B' + 1)) with (- total y + (B' + 1)) by ring.
  unfold apply at 1. ring.
Qed.

(** sign(-relu(S - (B′ + 1)) - relu(-S + (A′ - 1))). *)
Lemma widest_c_formula : forall D A B,
  depends_on_the_sum D (widest_c D A B)
    (fun s => apply Sign (- apply Relu (s - (IZR (greatest_sum_inside D B) + 1)) -
                          apply Relu (- s + (IZR (least_sum_inside D A) - 1)))).
Proof.
  intros D A B y lengths. unfold widest_c, widest_c_by.
  rewrite value_of_two_units, !minus_IZR, opp_IZR by exact lengths.
  set (A' := IZR (least_sum_inside D A)). set (B' := IZR (greatest_sum_inside D B)).
  replace (1 * total y + (- B' - 1)) with (total y - (B' + 1)) by ring.
  replace (-1 * total y + (A' - 1)) with (- total y + (A' - 1)) by ring.
  f_equal. ring.
Qed.

(** Steps 1, 2. An attainable sum is at least A′ or at most A′ - 2, and at most B′ or at least B′ + 2. *)
Lemma sums_beside_the_thresholds : forall D A B n, attainable D n ->
  ((A <= n -> least_sum_inside D A <= n) /\ (n < A -> n + 2 <= least_sum_inside D A) /\
   (n <= B -> n <= greatest_sum_inside D B) /\ (B < n -> greatest_sum_inside D B + 2 <= n))%Z.
Proof.
  intros D A B n attained. apply attainable_iff in attained as [_ [k even]].
  destruct (least_sum_inside_spec D A) as [near [l least_even]].
  destruct (greatest_sum_inside_spec D B) as [near' [g greatest_even]]. lia.
Qed.

(** Steps 3, 5. Near an attainable sum (b) keeps its value. *)
Theorem widest_b_is_robust : forall D A B, (A <= B)%Z -> robust D (widest_b D A B) (interval A B).
Proof.
  intros D A B ordered.
  apply (robust_interval_from_sums _ _ _ _ _ (1 / 2) (widest_b_formula D A B)); [lra|].
  intros n s attained close. apply Rabs_def2 in close as [close close'].
  destruct (sums_beside_the_thresholds D A B n attained) as (A_in & A_out & B_in & B_out).
  assert (least_sum_inside D A - greatest_sum_inside D B <= 2)%Z as narrow.
  { pose proof (least_sum_inside_spec D A). pose proof (greatest_sum_inside_spec D B). lia. }
  apply IZR_le in narrow. rewrite minus_IZR in narrow. split.
  - intros [above below]. apply A_in, IZR_le in above. apply B_in, IZR_le in below.
    rewrite !sign_above by lra. ring.
  - intros [below|above].
    + apply A_out, IZR_le in below. rewrite plus_IZR in below.
      rewrite sign_below, sign_above by lra. ring.
    + apply B_out, IZR_le in above. rewrite plus_IZR in above.
      rewrite sign_above, sign_below by lra. ring.
Qed.

(** Steps 4, 5. Near an attainable sum (c) keeps its value. *)
Theorem widest_c_is_robust : forall D A B, robust D (widest_c D A B) (interval A B).
Proof.
  intros D A B.
  apply (robust_interval_from_sums _ _ _ _ _ (1 / 2) (widest_c_formula D A B)); [lra|].
  intros n s attained close. apply Rabs_def2 in close as [close close'].
  destruct (sums_beside_the_thresholds D A B n attained) as (A_in & A_out & B_in & B_out).
  pose proof (relu_bounds (s - (IZR (greatest_sum_inside D B) + 1))).
  pose proof (relu_bounds (- s + (IZR (least_sum_inside D A) - 1))). split.
  - intros [above below]. apply A_in, IZR_le in above. apply B_in, IZR_le in below.
    apply sign_above. rewrite !relu_below by lra. lra.
  - intros [below|above]; apply sign_below.
    + apply A_out, IZR_le in below. rewrite plus_IZR in below. lra.
    + apply B_out, IZR_le in above. rewrite plus_IZR in above. lra.
Qed.

(** Step 3. At every vertex (b) is f. *)
Corollary widest_b_is_exact : forall D A B, (A <= B)%Z -> agrees D (widest_b D A B) (interval A B).
Proof. intros D A B ordered. now apply robust_agrees, widest_b_is_robust. Qed.

(** Step 4. At every vertex (c) is f. *)
Corollary widest_c_is_exact : forall D A B, agrees D (widest_c D A B) (interval A B).
Proof. intros D A B. apply robust_agrees, widest_c_is_robust. Qed.

(** ** The margin *)

(** Step 6. Each hidden unit of both networks has the margin 1/D. *)
Theorem widest_margin : forall D A B, (1 <= D)%nat ->
  (- Z.of_nat D <= A <= Z.of_nat D)%Z -> (- Z.of_nat D <= B <= Z.of_nat D)%Z ->
  forall u, In u (hidden_units (widest_b D A B) ++ hidden_units (widest_c D A B)) ->
  has_margin D u (1 / INR D).
Proof.
  intros D A B positive A_range B_range u.
  pose proof (least_sum_inside_is_attainable D A A_range) as A_attained.
  pose proof (greatest_sum_inside_is_attainable D B B_range) as B_attained.
  pose proof (sums_beside_the_thresholds D A B) as sums. replace (INR D) with (1 * INR D) by ring.
  cbn [hidden_units widest_b widest_c widest_b_by widest_c_by two_units units app In].
  intros [<-|[<-|[<-|[<-|[]]]]].
  - apply (margin_of_an_even_unit D 1 _ (least_sum_inside D A)); try assumption; try lia.
    intros n attained. specialize (sums n attained). lia.
  - apply (margin_of_an_even_unit D (-1) _ (greatest_sum_inside D B)); try assumption; try lia.
    intros n attained. specialize (sums n attained). lia.
  - apply (margin_of_an_even_unit D 1 _ (greatest_sum_inside D B)); try assumption; try lia.
    intros n attained. specialize (sums n attained). lia.
  - apply (margin_of_an_even_unit D (-1) _ (least_sum_inside D A)); try assumption; try lia.
    intros n attained. specialize (sums n attained). lia.
Qed.

(** ** No wider margin *)

(** Step 7. A unit c·S + b with a margin beyond 1/D has the same side at every vertex: the integer between two
    neighbouring sums is within the margin of both. *)
Theorem wider_margin_separates_nothing : forall D c b r, (1 <= D)%nat -> 1 / INR D < r ->
  keeps_sides D (repeat c D) b r ->
  forall x x', length x = D -> length x' = D ->
  side (c * IZR (sum x) + b) = side (c * IZR (sum x') + b).
Proof.
  intros D c b r positive wide keeps.
  assert (0 < INR D) as D_positive by (apply lt_0_INR; lia).
  assert (1 < INR D * r) as reach.
  { apply (Rmult_lt_compat_l (INR D)) in wide; [|exact D_positive].
    unfold Rdiv in wide. rewrite Rmult_1_l, Rinv_r in wide; lra. }
  assert (forall k x, length x = D -> sum x = (2 * Z.of_nat k - Z.of_nat D)%Z ->
    side (c * IZR (sum x) + b) = side (c * IZR (- Z.of_nat D) + b)) as from_the_least.
  { induction k as [|k IH]; intros x vertex at_k.
    - now rewrite at_k.
    - assert (attainable D (sum x - 2)) as (x' & vertex' & before).
      { apply attainable_iff. pose proof (sum_range x). rewrite vertex in *.
        split; [lia|]. exists (Z.of_nat k - Z.of_nat D)%Z. lia. }
      rewrite <- (IH x' vertex') by lia.
      assert (IZR (sum x') = IZR (sum x) - 2) as gap by (rewrite before; apply minus_IZR).
      rewrite <- (side_of_a_close_sum D c b r x (IZR (sum x) - 1)),
        <- (side_of_a_close_sum D c b r x' (IZR (sum x) - 1)); try assumption; try reflexivity.
      + rewrite gap, Rabs_pos_eq by lra. lra.
      + rewrite Rabs_left by lra. lra. }
  assert (forall x, length x = D -> side (c * IZR (sum x) + b) = side (c * IZR (- Z.of_nat D) + b))
    as same.
  { intros x vertex. destruct (sum_has_the_parity_of_D x) as [k even].
    pose proof (sum_range x). rewrite vertex in *.
    apply (from_the_least (Z.to_nat (k + Z.of_nat D))); [exact vertex|]. lia. }
  intros x x' vertex vertex'. now rewrite !same.
Qed.

(** f is a function of the sides of c₁·S + b₁ and c₂·S + b₂. *)
Definition decided_by_even_pair (D : nat) (f : target) (c1 b1 c2 b2 : R) : Prop :=
  exists g : comparison -> comparison -> sign, forall x, length x = D ->
  f x = g (side (c1 * IZR (sum x) + b1)) (side (c2 * IZR (sum x) + b2)).

(** No two such units that both have a margin beyond 1/D decide a function that takes both values. *)
Theorem no_even_pair_has_a_wider_margin : forall D f c1 b1 c2 b2 r, (1 <= D)%nat -> 1 / INR D < r ->
  keeps_sides D (repeat c1 D) b1 r -> keeps_sides D (repeat c2 D) b2 r ->
  (exists x x', length x = D /\ length x' = D /\ f x <> f x') ->
  ~ decided_by_even_pair D f c1 b1 c2 b2.
Proof.
  intros D f c1 b1 c2 b2 r positive wide keeps1 keeps2 (x & x' & vertex & vertex' & differ) [g decided].
  apply differ. rewrite (decided x vertex), (decided x' vertex').
  now rewrite (wider_margin_separates_nothing D c1 b1 r positive wide keeps1 x x'),
    (wider_margin_separates_nothing D c2 b2 r positive wide keeps2 x x').
Qed.

(** A unit with any margin has, between two sums, the side it has at both. *)
Lemma side_in_between : forall D c b r x y z, (1 <= D)%nat -> 0 < r -> keeps_sides D (repeat c D) b r ->
  length x = D -> length y = D -> length z = D -> (sum x <= sum y <= sum z)%Z ->
  side (c * IZR (sum y) + b) = side (c * IZR (sum x) + b) \/
  side (c * IZR (sum y) + b) = side (c * IZR (sum z) + b).
Proof.
  intros D c b r x y z positive margin keeps x_vertex y_vertex z_vertex [x_y y_z].
  destruct (Req_dec c 0) as [->|nonzero]; [rewrite !Rmult_0_l; now left|].
  assert (forall v, length v = D -> c * IZR (sum v) + b <> 0) as off_threshold.
  { intros v vertex on_threshold.
    assert (0 < INR D) as D_positive by (apply lt_0_INR; lia).
    assert (0 < INR D * r) as reach by (now apply Rmult_lt_0_compat).
    assert (side (c * (IZR (sum v) + INR D * r / 2) + b) = side (c * IZR (sum v) + b)) as same.
    { apply (side_of_a_close_sum D c b r v); try assumption.
      rewrite Rabs_pos_eq; lra. }
    rewrite on_threshold in same. apply side_of_zero in same.
    assert (c * (INR D * r / 2) = 0) as product by lra.
    apply Rmult_integral in product. lra. }
  apply IZR_le in x_y, y_z.
  pose proof (off_threshold x x_vertex). pose proof (off_threshold z z_vertex).
  assert (forall p q, p <= q -> (0 < c -> c * p <= c * q) /\ (c < 0 -> c * q <= c * p)) as monotone.
  { intros p q below. split; intro.
    - apply Rmult_le_compat_l; lra.
    - apply Rmult_le_compat_neg_l; lra. }
  pose proof (monotone _ _ x_y) as [up1 down1]. pose proof (monotone _ _ y_z) as [up2 down2].
  destruct (side_spec (c * IZR (sum x) + b)) as [[-> ?]|[[-> ?]|[-> ?]]],
    (side_spec (c * IZR (sum y) + b)) as [[-> ?]|[[-> ?]|[-> ?]]],
    (side_spec (c * IZR (sum z) + b)) as [[-> ?]|[[-> ?]|[-> ?]]]; auto;
    destruct (Rdichotomy c 0 nonzero) as [negative|positive']; exfalso; try specialize (up1 positive');
    try specialize (up2 positive'); try specialize (down1 negative); try specialize (down2 negative);
    try apply (off_threshold y y_vertex); lra.
Qed.

(** With sums below A, inside and above B each of the two units has to separate something: if one has a margin
    beyond 1/D and the other any margin at all, they do not decide f. *)
Theorem no_unit_of_an_even_pair_has_a_wider_margin : forall D A B c1 b1 c2 b2 r r', (1 <= D)%nat ->
  (exists x, length x = D /\ (sum x < A)%Z) ->
  (exists x, length x = D /\ (A <= sum x <= B)%Z) ->
  (exists x, length x = D /\ (B < sum x)%Z) ->
  1 / INR D < r -> 0 < r' ->
  (keeps_sides D (repeat c1 D) b1 r /\ keeps_sides D (repeat c2 D) b2 r') \/
  (keeps_sides D (repeat c1 D) b1 r' /\ keeps_sides D (repeat c2 D) b2 r) ->
  ~ decided_by_even_pair D (interval A B) c1 b1 c2 b2.
Proof.
  assert (forall D A B c1 b1 c2 b2 r r', (1 <= D)%nat ->
    (exists x, length x = D /\ (sum x < A)%Z) ->
    (exists x, length x = D /\ (A <= sum x <= B)%Z) ->
    (exists x, length x = D /\ (B < sum x)%Z) ->
    1 / INR D < r -> 0 < r' ->
    keeps_sides D (repeat c1 D) b1 r -> keeps_sides D (repeat c2 D) b2 r' ->
    ~ decided_by_even_pair D (interval A B) c1 b1 c2 b2) as first_is_wide.
  { intros D A B c1 b1 c2 b2 r r' positive (x & x_vertex & below) (y & y_vertex & inside)
      (z & z_vertex & above) wide margin keeps1 keeps2 [g decided].
    pose proof (f_equal value (decided x x_vertex)) as at_x. rewrite interval_outside in at_x by lia.
    pose proof (f_equal value (decided y y_vertex)) as at_y. rewrite interval_inside in at_y by lia.
    pose proof (f_equal value (decided z z_vertex)) as at_z. rewrite interval_outside in at_z by lia.
    rewrite (wider_margin_separates_nothing D c1 b1 r positive wide keeps1 y x y_vertex x_vertex) in at_y.
    rewrite (wider_margin_separates_nothing D c1 b1 r positive wide keeps1 z x z_vertex x_vertex) in at_z.
    destruct (side_in_between D c2 b2 r' x y z) as [same|same]; try assumption; try lia;
      rewrite same in at_y; lia. }
  intros D A B c1 b1 c2 b2 r r' positive below inside above wide margin [[keeps1 keeps2]|[keeps1 keeps2]].
  - now apply (first_is_wide D A B c1 b1 c2 b2 r r').
  - intros [g decided]. apply (first_is_wide D A B c2 b2 c1 b1 r r'); try assumption.
    exists (fun s t => g t s). exact decided.
Qed.

(** What does not change side is, behind a ReLU, a line in the sum: it is on, or it is off. *)
Lemma relu_of_one_side : forall D c b x, length x = D ->
  (forall x', length x' = D -> side (c * IZR (sum x') + b) = side (c * IZR (sum x) + b)) ->
  exists p q, forall x', length x' = D -> apply Relu (c * IZR (sum x') + b) = p * IZR (sum x') + q.
Proof.
  intros D c b x vertex same. destruct (Rle_dec 0 (c * IZR (sum x) + b)) as [on|off].
  - exists c, b. intros x' vertex'. apply relu_above. specialize (same x' vertex'). unfold side in same.
    destruct (total_order_T (c * IZR (sum x') + b) 0) as [[less|null]|more];
      destruct (total_order_T (c * IZR (sum x) + b) 0) as [[less'|null']|more']; discriminate || lra.
  - exists 0, 0. intros x' vertex'. rewrite relu_below; [ring|]. specialize (same x' vertex'). unfold side in same.
    destruct (total_order_T (c * IZR (sum x') + b) 0) as [[less|null]|more];
      destruct (total_order_T (c * IZR (sum x) + b) 0) as [[less'|null']|more']; discriminate || lra.
Qed.

(** The same for two ReLU units and a sign output, whatever its weights: if both have margins beyond 1/D, the output
    is the sign of a line in the sum, which f is not. *)
Theorem no_relu_pair_has_a_wider_margin : forall D A B c1 b1 c2 b2 w1 w2 b r, (1 <= D)%nat ->
  (exists x, length x = D /\ (sum x < A)%Z) ->
  (exists x, length x = D /\ (A <= sum x <= B)%Z) ->
  (exists x, length x = D /\ (B < sum x)%Z) ->
  1 / INR D < r -> keeps_sides D (repeat c1 D) b1 r -> keeps_sides D (repeat c2 D) b2 r ->
  ~ (forall x, length x = D ->
     has_sign (w1 * apply Relu (c1 * IZR (sum x) + b1) + w2 * apply Relu (c2 * IZR (sum x) + b2) + b)
       (interval A B x)).
Proof.
  intros D A B c1 b1 c2 b2 w1 w2 b r positive (x & x_vertex & below) (y & y_vertex & inside)
    (z & z_vertex & above) wide keeps1 keeps2 right.
  destruct (relu_of_one_side D c1 b1 x x_vertex) as (p1 & q1 & line1).
  { intros x' vertex. now apply (wider_margin_separates_nothing D c1 b1 r). }
  destruct (relu_of_one_side D c2 b2 x x_vertex) as (p2 & q2 & line2).
  { intros x' vertex. now apply (wider_margin_separates_nothing D c2 b2 r). }
  pose proof (right x x_vertex) as at_x. pose proof (right y y_vertex) as at_y.
  pose proof (right z z_vertex) as at_z.
  rewrite line1, line2 in at_x, at_y, at_z by assumption.
  unfold interval in at_x, at_y, at_z.
  replace ((A <=? sum x)%Z && (sum x <=? B)%Z)%bool with false in at_x
    by (symmetry; apply Bool.andb_false_iff; left; apply Z.leb_gt; lia).
  replace ((A <=? sum y)%Z && (sum y <=? B)%Z)%bool with true in at_y
    by (symmetry; apply Bool.andb_true_iff; split; apply Z.leb_le; lia).
  replace ((A <=? sum z)%Z && (sum z <=? B)%Z)%bool with false in at_z
    by (symmetry; apply Bool.andb_false_iff; right; apply Z.leb_gt; lia).
  cbn [sign_of has_sign] in at_x, at_y, at_z.
  assert (sum x < sum y)%Z as first by lia. assert (sum y < sum z)%Z as second by lia.
  apply IZR_lt in first, second.
  set (p := w1 * p1 + w2 * p2) in *.
  assert (p * (IZR (sum y) - IZR (sum x)) > 0) by (unfold p; lra).
  assert (p * (IZR (sum z) - IZR (sum y)) < 0) by (unfold p; lra).
  destruct (Rtotal_order p 0) as [less|[null|more]]; nra.
Qed.
