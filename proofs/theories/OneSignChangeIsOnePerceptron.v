(** * One sign change is one perceptron

    A function of the sum alone is one perceptron iff along the sums -D, -D + 2, …, D it changes at most
    once. Then it has integer weights, and otherwise four points refute it.
    The page is one-sign-change-is-one-perceptron.md. *)

From Coq Require Import ZArith Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims TwoUnits FarkasWeightsRefute FourPointsRefuteAnInterval.
Import ListNotations.
Open Scope Z_scope.

(** f(x) depends on x₁ + … + x_D alone. *)
Definition of_the_sum_alone (D : nat) (f : target) : Prop :=
  forall x y, length x = D -> length y = D -> sum x = sum y -> f x = f y.

(** f changes between the sums of k and of k + 1 coordinates +1. *)
Definition changes_at (D : nat) (f : target) (k : nat) : Prop :=
  f (first_pluses D k) <> f (first_pluses D (S k)).

(** Along the attainable sums f changes at most once. *)
Definition changes_at_most_once (D : nat) (f : target) : Prop :=
  forall i j, (i < D)%nat -> (j < D)%nat -> changes_at D f i -> changes_at D f j -> i = j.

(** ** Sequences of signs *)

(** Different signs are opposite. *)
Lemma different_is_opposite : forall s t, s <> t -> t = opposite s.
Proof. now intros [|] [|]. Qed.

(** From a on a sequence stays as it is, up to its first change before b or to b. *)
Lemma first_change : forall (g : nat -> sign) a b, (a <= b)%nat ->
  exists c, (a <= c <= b)%nat /\ (forall k, a <= k <= c -> g k = g a)%nat /\ (c < b -> g (S c) <> g a)%nat.
Proof.
  intros g a b order. induction order as [|b order (c & range & same & change)].
  - exists a. repeat split; try lia. intros k K. f_equal. lia.
  - destruct (Nat.eq_dec c b) as [->|earlier].
    2: { exists c. split; [lia|]. split; [exact same|]. intros _. apply change. lia. }
    assert ({g (S b) = g a} + {g (S b) <> g a}) as [no|yes] by decide equality.
    + exists (S b). repeat split; try lia. intros k K.
      destruct (Nat.eq_dec k (S b)) as [->|]; [exact no|apply same; lia].
    + exists b. split; [lia|]. split; [exact same|]. now intros _.
Qed.

(** Steps 1, 2 and 5. Either there is one value up to c and the other behind it, or there are two changes
    with no other between: the first behind l and the second before h. *)
Lemma one_change_or_two : forall (g : nat -> sign) D,
  (exists c, forall k, (k <= D)%nat -> g k = if (k <=? c)%nat then g 0%nat else opposite (g 0%nat)) \/
  (exists l h, (l + 2 <= h <= D)%nat /\
   exists s, [g (l + 1); g (h - 1); g l; g h]%nat = [s; s; opposite s; opposite s]).
Proof.
  intros g D. destruct (first_change g 0 D) as (c & C & before & change); [lia|].
  destruct (Nat.eq_dec c D) as [->|some].
  - left. exists D. intros k K. rewrite (proj2 (Nat.leb_le k D) K). apply before. lia.
  - specialize (change ltac:(lia)).
    destruct (first_change g (S c) D) as (d & E & between & again); [lia|].
    destruct (Nat.eq_dec d D) as [->|another].
    + left. exists c. intros k K. destruct (Nat.leb_spec k c).
      * apply before. lia.
      * rewrite between by lia. apply different_is_opposite. congruence.
    + right. exists c, (S d). split; [lia|]. exists (g (S c)).
      rewrite Nat.add_1_r, Nat.sub_1_r. cbn [Nat.pred]. rewrite (between d), (before c) by lia.
      rewrite (different_is_opposite _ _ change).
      rewrite (different_is_opposite (g (S c)) (g (S d))) by (intro; apply again; [lia|congruence]).
      reflexivity.
Qed.

(** ** The two sides *)

(** A vertex has as many coordinates +1 as its sum says. *)
Lemma sum_of_pluses : forall x, sum x = 2 * Z.of_nat (pluses x) - Z.of_nat (length x).
Proof. induction x as [|[|] x IH]; cbn [sum pluses length value]; lia. Qed.

(** There are not more of them than coordinates. *)
Lemma pluses_range : forall x, (pluses x <= length x)%nat.
Proof. induction x as [|[|] x IH]; cbn [pluses length]; lia. Qed.

(** The value at a vertex is that where the first coordinates are +1. *)
Lemma value_by_pluses : forall D f x, of_the_sum_alone D f -> length x = D ->
  f x = f (first_pluses D (pluses x)).
Proof.
  intros D f x alone L. pose proof (pluses_range x) as range. rewrite L in range.
  apply alone; [exact L|now apply length_first_pluses|].
  rewrite sum_of_first_pluses, sum_of_pluses, L by exact range. reflexivity.
Qed.

(** The same integer weight everywhere sees the sum. *)
Lemma integer_dot_repeat : forall v x, integer_dot (repeat v (length x)) x = v * sum x.
Proof. intros v. induction x as [|s x IH]; cbn [length repeat integer_dot sum]; lia. Qed.

(** Steps 1 and 2. One value up to c coordinates +1 and the other behind: sign(-s·S + s·(2c + 1 - D)). *)
Lemma one_change_by_integers : forall D f c, of_the_sum_alone D f ->
  let s := f (first_pluses D 0) in
  (forall k, (k <= D)%nat -> f (first_pluses D k) = if (k <=? c)%nat then s else opposite s) ->
  computed_by_integers D f (repeat (- value s) D) (value s * (2 * Z.of_nat c + 1 - Z.of_nat D)).
Proof.
  intros D f c alone s values. split; [apply repeat_length|]. intros x L.
  pose proof (pluses_range x) as range. rewrite L in range.
  rewrite (value_by_pluses D f x alone L), (values _ range).
  rewrite <- L, integer_dot_repeat, sum_of_pluses.
  replace (- value s * (2 * Z.of_nat (pluses x) - Z.of_nat (length x)) +
           value s * (2 * Z.of_nat c + 1 - Z.of_nat (length x)))
    with (value s * (2 * (Z.of_nat c - Z.of_nat (pluses x)) + 1)) by ring.
  destruct (Nat.leb_spec (pluses x) c), s; cbn [value opposite];
    match goal with |- context [0 <=? ?z] => destruct (Z.leb_spec 0 z) end; try reflexivity; lia.
Qed.

(** A function of the sum has integer weights or four points. *)
Theorem integers_or_four_points : forall D f, of_the_sum_alone D f ->
  (changes_at_most_once D f /\ exists w b, computed_by_integers D f w b) \/
  (~ changes_at_most_once D f /\ exists l h, refuted_by_four_points D f l h).
Proof.
  intros D f alone. set (g k := f (first_pluses D k)).
  destruct (one_change_or_two g D) as [(c & values)|(l & h & range & s & values)].
  - left. split; [|do 2 eexists; exact (one_change_by_integers D f c alone values)].
    assert (forall i, (i < D)%nat -> changes_at D f i -> i = c) as only.
    { intros i I change. unfold changes_at in change. fold (g i) (g (S i)) in change.
      rewrite (values i), (values (S i)) in change by lia.
      destruct (Nat.leb_spec i c), (Nat.leb_spec (S i) c); try easy; lia. }
    intros i j I J change_i change_j. rewrite (only i I change_i). symmetry. exact (only j J change_j).
  - right. injection values as X1 X2 Y1 Y2. split.
    + intro once. enough (l = h - 1)%nat by lia. apply once; try lia; unfold changes_at.
      * rewrite <- (Nat.add_1_r l). fold (g l) (g (l + 1)%nat). rewrite X1, Y1. now destruct s.
      * replace (S (h - 1)) with h by lia. fold (g h) (g (h - 1)%nat). rewrite X2, Y2. now destruct s.
    + exists l, h. split; [exact range|]. exists s. cbn [map four_points].
      rewrite (alone (with_a_gap D l h) (first_pluses D (h - 1))).
      * fold (g (l + 1)%nat) (g (h - 1)%nat) (g l) (g h). now rewrite X1, X2, Y1, Y2.
      * now apply length_with_a_gap.
      * apply length_first_pluses. lia.
      * rewrite sum_of_with_a_gap, sum_of_first_pluses by lia. reflexivity.
Qed.

(** ** What follows *)

(** The claim, for every function of the sum. *)
Theorem one_sign_change_is_one_perceptron : forall D f, of_the_sum_alone D f ->
  separable D f <-> changes_at_most_once D f.
Proof.
  intros D f alone.
  destruct (integers_or_four_points D f alone) as [[once (w & b & right)]|[twice (l & h & four)]].
  - split; [now intros _|]. intros _. exists (map IZR w), (IZR b). now apply right_labels_separate.
  - split; [|easy]. intro separable. now apply four_points_refute in four.
Qed.

(** What real weights compute, integer weights do. *)
Corollary integer_weights_suffice : forall D f, of_the_sum_alone D f ->
  separable D f <-> exists w b, computed_by_integers D f w b.
Proof.
  intros D f alone. split.
  - intro separable.
    destruct (integers_or_four_points D f alone) as [[_ right]|[_ (l & h & four)]]; [exact right|].
    now apply four_points_refute in four.
  - intros (w & b & right). exists (map IZR w), (IZR b). now apply right_labels_separate.
Qed.

(** What no perceptron computes, four points refute. *)
Corollary four_points_exist : forall D f, of_the_sum_alone D f ->
  ~ separable D f <-> exists l h, refuted_by_four_points D f l h.
Proof.
  intros D f alone. split.
  - intro inseparable. destruct (integers_or_four_points D f alone) as [[_ right]|[_ four]]; [|exact four].
    now apply (integer_weights_suffice D f alone) in right.
  - intros (l & h & four). exact (four_points_refute D f l h four).
Qed.

(** An interval is a function of the sum. *)
Lemma interval_is_of_the_sum_alone : forall D A B, of_the_sum_alone D (interval A B).
Proof. intros D A B x y _ _ same. unfold interval. now rewrite same. Qed.

(** Step 6. With nothing inside, nothing below or nothing above there is at most one change. *)
Lemma interval_changes_at_most_once : forall D A B,
  greatest_sum_inside D B < least_sum_inside D A \/
  least_sum_inside D A <= - Z.of_nat D \/ Z.of_nat D <= greatest_sum_inside D B ->
  changes_at_most_once D (interval A B).
Proof.
  intros D A B cases.
  destruct (least_sum_inside_spec D A) as [near [k even]].
  destruct (greatest_sum_inside_spec D B) as [near' [k' even']].
  set (A' := least_sum_inside D A) in *. set (B' := greatest_sum_inside D B) in *.
  assert (forall i, (i < D)%nat -> changes_at D (interval A B) i ->
    A' <= B' /\ (A' = 2 * Z.of_nat i + 2 - Z.of_nat D \/ B' = 2 * Z.of_nat i - Z.of_nat D)) as places.
  { intros i I. unfold changes_at, interval. rewrite !sum_of_first_pluses by lia.
    repeat match goal with |- context [?a <=? ?b] => destruct (Z.leb_spec a b) end;
      cbn [andb sign_of]; intro change; try congruence; lia. }
  intros i j I J change_i change_j. apply places in change_i, change_j; lia.
Qed.

(** The claim for intervals. *)
Theorem interval_is_one_perceptron_iff : forall D A B, - Z.of_nat D <= A -> B <= Z.of_nat D ->
  separable D (interval A B) <->
  greatest_sum_inside D B < least_sum_inside D A \/
  least_sum_inside D A = - Z.of_nat D \/ greatest_sum_inside D B = Z.of_nat D.
Proof.
  intros D A B low high.
  pose proof (least_sum_inside_spec D A) as [near _]. pose proof (greatest_sum_inside_spec D B) as [near' _].
  split.
  - intro separable. apply Decidable.dec_not_not.
    + unfold Decidable.decidable. lia.
    + intro no. destruct (four_points_refute_the_interval D A B) as [_ refuted]; [lia..|]. now apply refuted.
  - intro cases. apply (one_sign_change_is_one_perceptron D), interval_changes_at_most_once; [|lia].
    apply interval_is_of_the_sum_alone.
Qed.

(** The same in terms of its changes. *)
Corollary interval_is_one_perceptron_iff_it_changes_once : forall D A B,
  separable D (interval A B) <-> changes_at_most_once D (interval A B).
Proof. intros D A B. apply one_sign_change_is_one_perceptron, interval_is_of_the_sum_alone. Qed.

(** And where it is not one, the four points of the interval say so. *)
Corollary four_points_of_the_interval_exist : forall D A B, - Z.of_nat D <= A -> B <= Z.of_nat D ->
  ~ separable D (interval A B) <->
  refuted_by_four_points D (interval A B) (pluses_below D A) (pluses_above D B).
Proof.
  intros D A B low high. split; [|apply four_points_refute].
  rewrite interval_is_one_perceptron_iff by assumption. intro no.
  pose proof (least_sum_inside_spec D A) as [near _]. pose proof (greatest_sum_inside_spec D B) as [near' _].
  apply four_points_refute_the_interval; lia.
Qed.

(** The report's counter-example is AND. *)
Corollary and_is_one_perceptron : separable 2 (interval 1 2).
Proof. apply interval_is_one_perceptron_iff; [easy|easy|]. now right; right. Qed.

(** And the smallest function that is none: +1 where the two signs differ. *)
Corollary exclusive_or_is_no_perceptron : ~ separable 2 (interval 0 0).
Proof. rewrite interval_is_one_perceptron_iff by easy. cbv. intros [|[|]]; discriminate. Qed.
