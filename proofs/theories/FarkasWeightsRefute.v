(** * Farkas weights refute every separator

    Weights on vertices whose sum cancels leave no perceptron; so do weights on levels, since one weight a
    class is enough for an invariant f. And weights that label every vertex right separate.
    The page is farkas-weights-refute.md. *)

From Coq Require Import ZArith Reals List Permutation Bool Lia Lra.
From Orthant Require Import Cube Network Claims TwoUnits Rearrangements.
Import ListNotations.
Open Scope R_scope.

(** ** What cancels *)

(** Vertices with their weights λ. *)
Definition weighted_vertices : Set := list (R * vertex).

(** λ·f(x). *)
Definition signed_weight (f : target) (p : R * vertex) : R := fst p * IZR (value (f (snd p))).

(** Σ λ·f(x)·x, from (0, …, 0). *)
Fixpoint weighted_sum (D : nat) (f : target) (points : weighted_vertices) : point :=
  match points with
  | [] => repeat 0 D
  | p :: points => along (weighted_sum D f points) (signed_weight f p) (point_of (snd p))
  end.

(** Σ λ·f(x). *)
Definition weighted_bias (f : target) (points : weighted_vertices) : R :=
  total (map (signed_weight f) points).

(** Σ λ·f(x)·(the sum of x over class c). *)
Definition weighted_class_sum (c : Z) (labels : list Z) (f : target) (points : weighted_vertices) : R :=
  total (map (fun p => signed_weight f p * IZR (class_sum c labels (snd p))) points).

(** Vertices of {-1,+1}^D, no weight is negative and one is positive. *)
Definition weights_fit (D : nat) (points : weighted_vertices) : Prop :=
  Forall (fun p : R * vertex => length (snd p) = D /\ 0 <= fst p) points /\
  Exists (fun p : R * vertex => 0 < fst p) points.

(** ** The argument *)

(** Step 1. λ·f(x)·z is at least 0 where the sign of z is f(x), and more for a false point with λ > 0. *)
Lemma right_term : forall f p z, 0 <= fst p -> has_sign z (f (snd p)) ->
  0 <= signed_weight f p * z /\ (signed_weight f p * z <= 0 -> fst p <= signed_weight f p).
Proof.
  intros f [w x] z nonnegative right. unfold signed_weight. cbn [fst snd] in *.
  destruct (f x); cbn [has_sign value] in *.
  - assert (0 <= w * - z) by (apply Rmult_le_pos; lra). split; [lra|]. intro null.
    destruct (Req_dec w 0) as [->|positive]; [lra|].
    assert (0 < w * - z) by (apply Rmult_lt_0_compat; lra). lra.
  - assert (0 <= w * z) by (apply Rmult_le_pos; lra). lra.
Qed.

(** Steps 1 and 3. The terms could add up to 0 only with no weight on false points, and then the bias is
    not 0. *)
Lemma right_sum_is_positive : forall D f z points, weights_fit D points -> weighted_bias f points = 0 ->
  (forall x : vertex, length x = D -> has_sign (z x) (f x)) ->
  0 < total (map (fun p => signed_weight f p * z (snd p)) points).
Proof.
  intros D f z points [fit positive] bias right. unfold weighted_bias in bias.
  assert (0 < total (map fst points)) as some_weight.
  { clear bias. induction positive as [p points P|p points _ IH]; apply Forall_cons_iff in fit as [[_ W] fit].
    - enough (0 <= total (map fst points)) by (cbn; lra).
      clear P. induction fit as [|q points [_ Q] _ IH]; cbn; lra.
    - specialize (IH fit). cbn. lra. }
  enough (0 <= total (map (fun p => signed_weight f p * z (snd p)) points) /\
          (total (map (fun p => signed_weight f p * z (snd p)) points) <= 0 ->
           total (map fst points) <= total (map (signed_weight f) points))) as [_ all] by lra.
  clear bias some_weight positive. induction fit as [|p points [L W] _ IH]; [cbn; lra|].
  destruct (right_term f p (z (snd p)) W (right _ L)) as [nonnegative null]. cbn. lra.
Qed.

(** w·(y + t·v) = w·y + t·(w·v). *)
Lemma dot_along : forall w t y v, length y = length v -> dot w (along y t v) = dot w y + t * dot w v.
Proof.
  induction w as [|a w IH]; intros t [|r y] [|s v] L; try discriminate; cbn; try ring.
  rewrite IH by (now injection L). ring.
Qed.

(** w·(0, …, 0) = 0. *)
Lemma dot_zeros : forall w n, dot w (repeat 0 n) = 0.
Proof.
  induction w as [|a w IH]; intros [|n]; cbn; try reflexivity. rewrite IH. ring.
Qed.

(** The weighted sum is a point of ℝ^D. *)
Lemma length_weighted_sum : forall D f points,
  Forall (fun p : R * vertex => length (snd p) = D /\ 0 <= fst p) points ->
  length (weighted_sum D f points) = D.
Proof.
  intros D f points fit. induction fit as [|p points [L _] _ IH]; cbn; [apply repeat_length|].
  rewrite length_along; [exact IH|]. rewrite length_point_of. congruence.
Qed.

(** Step 2. Σ λ·f(x)·(w·x + b) = w·(Σ λ·f(x)·x) + b·(Σ λ·f(x)). *)
Lemma terms_of_a_perceptron : forall D f w b points, weights_fit D points ->
  total (map (fun p => signed_weight f p * (dot w (point_of (snd p)) + b)) points) =
  dot w (weighted_sum D f points) + b * weighted_bias f points.
Proof.
  intros D f w b points [fit _]. unfold weighted_bias.
  induction fit as [|p points [L W] fit IH]; cbn; [rewrite dot_zeros; ring|].
  rewrite IH, dot_along; [ring|]. rewrite length_weighted_sum, length_point_of by exact fit. now symmetry.
Qed.

(** Steps 1 to 3: the claim. *)
Theorem farkas_weights_refute : forall D f points, weights_fit D points ->
  weighted_sum D f points = repeat 0 D -> weighted_bias f points = 0 -> ~ separable D f.
Proof.
  intros D f points fit coordinates bias (w & b & _ & right).
  pose proof (right_sum_is_positive D f _ points fit bias right) as positive. cbv beta in positive.
  rewrite (terms_of_a_perceptron D), coordinates, bias, dot_zeros in positive by exact fit. lra.
Qed.

(** ** One weight a class is enough *)

(** The number of coordinates in class c. *)
Definition class_size (c : Z) (labels : list Z) : R := INR (count_occ Z.eq_dec labels c).

(** The mean of w over class c. *)
Definition class_mean (labels : list Z) (w : list R) (c : Z) : R :=
  class_total c labels w / class_size c labels.

(** A class is not of negative size. *)
Lemma class_size_range : forall c labels, 0 <= class_size c labels.
Proof. intros c labels. apply pos_INR. Qed.

(** A class with a coordinate more. *)
Lemma class_size_cons : forall c labels, class_size c (c :: labels) = 1 + class_size c labels.
Proof.
  intros c labels. unfold class_size. rewrite count_occ_cons_eq, S_INR by reflexivity. ring.
Qed.

(** The mean of an empty class does not matter. *)
Lemma class_total_is_size_times_mean : forall c labels w,
  class_total c labels w = class_size c labels * class_mean labels w c.
Proof.
  intros c labels w. unfold class_mean. destruct (Req_dec (class_size c labels) 0) as [empty|some];
    [|now field].
  rewrite empty. unfold class_size in empty. apply (INR_eq _ 0), count_occ_not_In in empty.
  revert w. induction labels as [|a labels IH]; intros [|r w]; cbn; try lra.
  cbn in empty. rewrite IH by tauto. destruct (Z.eq_dec a c); [tauto|]. lra.
Qed.

(** Another weight for class c changes the product by the class sum. *)
Lemma dot_with_another_weight : forall W V c labels y, (forall a, a <> c -> W a = V a) ->
  dot (map W labels) y = dot (map V labels) y + (W c - V c) * class_total c labels y.
Proof.
  intros W V c labels. induction labels as [|a labels IH]; intros [|r y] same; cbn; try ring.
  rewrite IH by exact same. destruct (Z.eq_dec a c) as [->|different]; [ring|].
  rewrite (same a different). ring.
Qed.

(** The first coordinate can be exchanged for the one of its class where q·xᵢ is greatest. *)
Lemma greatest_first : forall q c labels s x, length x = length labels ->
  exists v x', rearranged (c :: labels) (s :: x) (v :: x') /\
  q * class_total c labels (point_of x') <= class_size c labels * (q * IZR (value v)).
Proof.
  intros q c labels s.
  induction labels as [|a labels IH]; intros [|t x] L; try discriminate.
  - exists s, []. split; [now apply rearranged_refl|]. unfold class_size. cbn. lra.
  - injection L as L. destruct (IH x L) as (v & x' & (_ & L' & P) & others).
    cbn [length combine] in L', P.
    assert (keep : rearranged (c :: a :: labels) (s :: t :: x) (v :: t :: x')).
    { repeat split; cbn [length combine]; [congruence|congruence|]. rewrite perm_swap, P. apply perm_swap. }
    assert (class_total c (a :: labels) (point_of (t :: x')) =
            (if Z.eq_dec a c then IZR (value t) else 0) + class_total c labels (point_of x')) as T by easy.
    destruct (Z.eq_dec a c) as [->|different].
    + rewrite class_size_cons. destruct (Rle_dec (q * IZR (value t)) (q * IZR (value v))) as [less|greater].
      * exists v, (t :: x'). split; [exact keep|]. rewrite T. lra.
      * exists t, (v :: x'). split.
        { destruct keep as (X & Y & K). repeat split; [exact X|exact Y|]. rewrite K. apply perm_swap. }
        cbn [point_of map class_total]. fold (point_of x'). destruct (Z.eq_dec c c); [|easy].
        assert (class_size c labels * (q * IZR (value v)) <= class_size c labels * (q * IZR (value t)))
          by (apply Rmult_le_compat_l; [apply class_size_range|lra]). lra.
    + exists v, (t :: x'). split; [exact keep|]. rewrite T.
      unfold class_size in *. rewrite count_occ_cons_neq by exact different. lra.
Qed.

(** With one coordinate more the mean of its class moves towards it; those of the others stay. *)
Lemma class_mean_cons : forall c labels r w,
  class_size c (c :: labels) * (class_mean (c :: labels) (r :: w) c - class_mean labels w c) =
    r - class_mean labels w c /\
  forall a, a <> c -> class_mean (c :: labels) (r :: w) a = class_mean labels w a.
Proof.
  intros c labels r w. split.
  - rewrite Rmult_minus_distr_l, <- class_total_is_size_times_mean, class_size_cons.
    cbn. destruct (Z.eq_dec c c); [|easy]. rewrite (class_total_is_size_times_mean c labels w). ring.
  - intros a different. unfold class_mean, class_size. rewrite count_occ_cons_neq by congruence. cbn.
    destruct (Z.eq_dec c a); [congruence|]. now rewrite Rplus_0_l.
Qed.

(** What averaging over all rearrangements would give: one of them is at least as great as the product with
    the means (e = 1), and one at most (e = -1). *)
Lemma some_rearrangement_passes_the_mean : forall e labels w x,
  length w = length labels -> length x = length labels ->
  exists y, rearranged labels x y /\
  e * dot (map (class_mean labels w) labels) (point_of x) <= e * dot w (point_of y).
Proof.
  intros e. induction labels as [|c labels IH]; intros [|r w] [|s x] LW LX; try discriminate.
  - exists []. split; [now apply rearranged_refl|]. cbn. lra.
  - injection LW as LW. injection LX as LX.
    destruct (greatest_first (e * (r - class_mean labels w c)) c labels s x LX) as (v & x' & first & best).
    destruct (IH w x' LW) as (y & (_ & LY & P) & above); [now injection (proj1 (proj2 first))|].
    exists (v :: y). split.
    + destruct first as (X & _ & F). repeat split; cbn [length]; [exact X|congruence|].
      rewrite F. cbn. now rewrite P.
    + rewrite (rearrangement_keeps_dot _ _ _ _ (rearranged_map (fun s => IZR (value s)) _ _ _ first)).
      cbn [point_of map dot]. fold (point_of x') (point_of y).
      destruct (class_mean_cons c labels r w) as [towards stay].
      rewrite (dot_with_another_weight _ (class_mean labels w) c) by exact stay.
      rewrite class_size_cons in towards. pose proof (class_size_range c labels) as size.
      set (n := class_size c labels) in *. set (V := class_mean labels w c) in *.
      set (W := class_mean (c :: labels) (r :: w) c) in *. set (u := IZR (value v)) in *.
      set (T := class_total c labels (point_of x')) in *.
      enough (0 <= e * (r - W) * u - e * (W - V) * T) by lra.
      apply Rmult_le_reg_l with (1 + n); [lra|].
      replace ((1 + n) * (e * (r - W) * u - e * (W - V) * T))
        with (e * ((1 + n) * (r - V) - (1 + n) * (W - V)) * u - e * ((1 + n) * (W - V)) * T) by ring.
      rewrite towards. lra.
Qed.

(** Averaging. An f that leaves the coordinates of each class interchangeable needs one weight a class. *)
Theorem equal_weights_suffice : forall D f labels, length labels = D -> invariant labels f ->
  separable D f -> exists W b, computed_by D f (map W labels) b.
Proof.
  intros D f labels L same (w & b & LW & right). exists (class_mean labels w), b.
  split; [now rewrite map_length|]. intros x LX.
  assert (forall e, exists y, has_sign (dot w (point_of y) + b) (f x) /\
    e * dot (map (class_mean labels w) labels) (point_of x) <= e * dot w (point_of y)) as passes.
  { intro e. destruct (some_rearrangement_passes_the_mean e labels w x) as (y & moved & above);
      try congruence.
    exists y. split; [|exact above]. rewrite (same x y moved). apply right. rewrite <- L. apply moved. }
  destruct (f x); cbn [has_sign] in *.
  - destruct (passes 1) as (y & right_y & above). lra.
  - destruct (passes (-1)) as (y & right_y & below). lra.
Qed.

(** ** Levels *)

(** The weighted sum, summed over a class. *)
Lemma class_total_of_the_weighted_sum : forall D c labels f points, weights_fit D points ->
  class_total c labels (weighted_sum D f points) = weighted_class_sum c labels f points.
Proof.
  intros D c labels f points [fit _]. unfold weighted_class_sum.
  induction fit as [|p points [L W] fit IH]; cbn; rewrite class_total_is_a_product;
    [apply dot_zeros|].
  rewrite dot_along, <- !class_total_is_a_product, IH, class_total_point_of; [ring|].
  rewrite length_weighted_sum, length_point_of by exact fit. now symmetry.
Qed.

(** One weight a class has nothing to see where all class sums are 0. *)
Lemma dot_without_class_totals : forall labels y, (forall c, class_total c labels y = 0) ->
  forall W, dot (map W labels) y = 0.
Proof.
  intros labels y cancels W.
  enough (forall cs W, (forall a, In a labels -> In a cs \/ W a = 0) -> dot (map W labels) y = 0) as all
    by (apply (all labels); auto).
  clear W. induction cs as [|c cs IH]; intros W zero.
  - clear cancels. revert y. induction labels as [|a labels IH]; intros [|r y]; cbn; try reflexivity.
    rewrite IH by (intros; apply zero; now right). destruct (zero a) as [[]| ->]; [now left|]. ring.
  - rewrite (dot_with_another_weight W (fun a => if Z.eq_dec a c then 0 else W a) c), cancels, IH; [ring| |].
    + intros a member. destruct (Z.eq_dec a c) as [_|different]; [now right|].
      destruct (zero a member) as [[E|inside]|null]; auto. congruence.
    + intros a different. destruct (Z.eq_dec a c); [easy|reflexivity].
Qed.

(** Step 4. Each vertex stands for its level, all its rearrangements, and class sums have to cancel. *)
Theorem levels_refute : forall D f labels points, length labels = D -> invariant labels f ->
  weights_fit D points ->
  (forall c, weighted_class_sum c labels f points = 0) -> weighted_bias f points = 0 -> ~ separable D f.
Proof.
  intros D f labels points L same fit classes bias separable.
  destruct (equal_weights_suffice D f labels L same separable) as (W & b & _ & right).
  pose proof (right_sum_is_positive D f _ points fit bias right) as positive. cbv beta in positive.
  rewrite (terms_of_a_perceptron D), bias, dot_without_class_totals in positive by
    (try exact fit; intro c; now rewrite class_total_of_the_weighted_sum). lra.
Qed.

(** ** Weights that are right *)

(** Σ wᵢ·xᵢ over the integers. *)
Fixpoint integer_dot (w : list Z) (x : vertex) : Z :=
  match w, x with
  | a :: w, s :: x => (a * value s + integer_dot w x)%Z
  | _, _ => 0%Z
  end.

(** Integer weights that label every vertex right. *)
Definition computed_by_integers (D : nat) (f : target) (w : list Z) (b : Z) : Prop :=
  length w = D /\ forall x, length x = D -> f x = sign_of (0 <=? integer_dot w x + b)%Z.

(** The product is that of the reals. *)
Lemma integer_dot_is_dot : forall w x, IZR (integer_dot w x) = dot (map IZR w) (point_of x).
Proof.
  induction w as [|a w IH]; intros [|s x]; try reflexivity. cbn [integer_dot map point_of dot].
  fold (point_of x). now rewrite plus_IZR, mult_IZR, IH.
Qed.

(** The converse side: integer weights that label every vertex right separate. *)
Theorem right_labels_separate : forall D f w b,
  computed_by_integers D f w b -> computed_by D f (map IZR w) (IZR b).
Proof.
  intros D f w b [L right]. split; [now rewrite map_length|]. intros x LX.
  rewrite (right x LX), <- integer_dot_is_dot, <- plus_IZR.
  destruct (Z.leb_spec 0 (integer_dot w x + b)); cbn [sign_of has_sign]; [now apply IZR_le|now apply IZR_lt].
Qed.
