(** * Farkas evidence: what the checker adds up leaves no separator

    Step 3 of the page the-checker-is-sound: the weights of a certificate, on vertices or on levels, are
    weights as the page farkas-weights-refute has them. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims ExactNumbers GermsAreFollowed RunsAreSequences Rearrangements
  CountsOfVertices TargetsByCounts FarkasWeightsRefute.
From Orthant.Checker Require Import Numbers Runs Certificate Classes Bounds Check.
Import ListNotations.
Open Scope R_scope.

(** No weight is negative, and one is positive. *)
Lemma weights_fit_spec : forall weights, Check.weights_fit weights = true ->
  Forall (fun w => 0 <= Q2R w) weights /\ Exists (fun w => 0 < Q2R w) weights.
Proof.
  intros weights H. apply andb_true_iff in H as [H K]. split.
  - apply Forall_forall. intros w I. rewrite forallb_forall in H. apply H, negb_true_iff in I.
    destruct (Rlt_le_dec (Q2R w) 0) as [negative|]; [|assumption].
    apply is_negative_spec in negative. congruence.
  - apply existsb_exists in K as (w & I & positive). apply Exists_exists. exists w. split; [exact I|].
    now apply is_positive_spec.
Qed.

(** λ·f. *)
Lemma Q2R_signed : forall w s, Q2R (signed w s) = Q2R w * IZR (value s).
Proof. intros w []; cbn [signed value]; [rewrite Q2R_neg|]; lra. Qed.

(** ** On vertices *)

(** The points of a certificate as weighted vertices. *)
Definition vertices_of (points : list (Q * runs sign)) : weighted_vertices :=
  map (fun '(w, x) => (Q2R w, expand x)) points.

(** Multiples of vertices may be added in any order. *)
Lemma along_commutes : forall y s u t v, length u = length v ->
  along (along y s u) t v = along (along y t v) s u.
Proof.
  induction y as [|r y IH]; intros s [|a u] t [|b v] L; try discriminate; cbn; [reflexivity..|].
  rewrite IH by (now injection L). f_equal. ring.
Qed.

(** The weighted sum, begun with another point than 0. *)
Fixpoint weighted_sum_from (start : point) (f : target) (points : weighted_vertices) : point :=
  match points with
  | [] => start
  | p :: points => along (weighted_sum_from start f points) (signed_weight f p) (point_of (snd p))
  end.

Lemma weighted_sum_is_from_0 : forall D f points,
  FarkasWeightsRefute.weighted_sum D f points = weighted_sum_from (repeat 0 D) f points.
Proof. intros D f. induction points as [|p points IH]; cbn; [reflexivity|now rewrite IH]. Qed.

(** A multiple that is added first may as well be added last. *)
Lemma weighted_sum_from_along : forall D f x t points start, length x = D ->
  Forall (fun p : R * vertex => length (snd p) = D) points ->
  weighted_sum_from (along start t (point_of x)) f points
  = along (weighted_sum_from start f points) t (point_of x).
Proof.
  intros D f x t points start Lx L. induction L as [|p points Lp L IH]; cbn; [reflexivity|].
  rewrite IH. apply along_commutes. unfold point_of. rewrite !map_length. congruence.
Qed.

(** One point is added run by run. *)
Lemma added_in_runs : forall a sum x,
  map Q2R (expand (map_runs (fun '(r, s) => add r (signed a s)) (zip sum x)))
  = along (map Q2R (expand sum)) (Q2R a) (point_of (expand x)).
Proof.
  intros a sum x. rewrite expand_map_runs, expand_zip.
  generalize (expand sum) as y, (expand x) as v. clear.
  induction y as [|r y IH]; intros [|s v]; cbn; [reflexivity..|].
  rewrite IH, Q2R_add, Q2R_signed. reflexivity.
Qed.

(** What the checker accumulates. *)
Lemma weighted_sum_in_runs : forall f points sum bias sum' bias',
  (0 < dimension f)%Z -> Check.weighted_sum f sum bias points = Some (sum', bias') ->
  Forall (fun p : R * vertex => length (snd p) = Z.to_nat (dimension f)) (vertices_of points) /\
  map Q2R (expand sum') = weighted_sum_from (map Q2R (expand sum)) (meaning f) (vertices_of points) /\
  Q2R bias' = Q2R bias + weighted_bias (meaning f) (vertices_of points).
Proof.
  intros f points sum bias sum' bias' positive. revert sum bias.
  induction points as [|[w x] points IH]; intros sum bias H; cbn [Check.weighted_sum] in H.
  - injection H as <- <-. unfold weighted_bias. cbn. repeat split; [constructor|lra].
  - destruct (Z.eqb_spec (size x) (dimension f)) as [L|]; [|discriminate].
    apply IH in H as (fit & same & same_bias).
    assert (length (expand x) = Z.to_nat (dimension f)) as Lx by (rewrite <- L, <- length_expand; lia).
    repeat split.
    + constructor; [exact Lx|exact fit].
    + rewrite same, added_in_runs, Q2R_signed, at_vertex_in_runs_is_meaning by assumption.
      apply (weighted_sum_from_along _ _ _ _ _ _ Lx fit).
    + rewrite same_bias, Q2R_add, Q2R_signed, at_vertex_in_runs_is_meaning by assumption.
      change (vertices_of ((w, x) :: points)) with ((Q2R w, expand x) :: vertices_of points).
      unfold weighted_bias. cbn [map total]. unfold signed_weight at 2. cbn [fst snd]. lra.
Qed.

(** Weights and vertices of a certificate that fit are weighted vertices that fit. *)
Lemma weights_fit_in_runs : forall D points, Check.weights_fit (map fst points) = true ->
  Forall (fun p : R * vertex => length (snd p) = D) (vertices_of points) ->
  FarkasWeightsRefute.weights_fit D (vertices_of points).
Proof.
  intros D points weights lengths. apply weights_fit_spec in weights as [nonnegative positive].
  rewrite Forall_forall in *. rewrite Exists_exists in positive. split.
  - apply Forall_forall. intros p I. split; [now apply lengths|].
    apply in_map_iff in I as ([w x] & <- & I). cbn. apply nonnegative. now apply (in_map fst) in I.
  - destruct positive as (w & I & P). apply in_map_iff in I as ([v x] & E & I). cbn in E. subst v.
    apply Exists_exists. exists (Q2R w, expand x). split; [|exact P].
    apply in_map_iff. now exists (w, x).
Qed.

(** A row of zeros. *)
Lemma all_zero : forall (r : runs Q), forallb (fun '(a, _) => is_zero a) r = true ->
  map Q2R (expand r) = repeat 0 (length (expand r)).
Proof.
  intros r H. rewrite forallb_forall in H.
  assert (Forall (fun a => Q2R a = 0) (expand r)) as zero.
  { apply forall_expand, Forall_forall. intros [a n] I. apply is_zero_spec. exact (H _ I). }
  induction zero as [|a l Z zero IH]; cbn; [reflexivity|]. now rewrite Z, IH.
Qed.

(** Weights on vertices that the checker accepts leave no separator. *)
Theorem check_farkas_is_sound : forall f points, (0 < dimension f)%Z ->
  check_farkas f points = No -> ~ separable (Z.to_nat (dimension f)) (meaning f).
Proof.
  intros f points positive H. unfold check_farkas in H.
  destruct (Check.weights_fit (map fst points) && _) eqn:W; [|discriminate].
  apply andb_true_iff in W as [W _].
  destruct (Check.weighted_sum _ _ _ _) as [[sum bias]|] eqn:E; [|discriminate].
  destruct (forallb _ sum && is_zero bias) eqn:Z; [|discriminate].
  apply andb_true_iff in Z as [Z B]. apply is_zero_spec in B.
  apply weighted_sum_in_runs in E as (lengths & same & same_bias); [|exact positive].
  assert (expand [(integer 0, Z.to_pos (dimension f))] = repeat (integer 0) (Z.to_nat (dimension f)))
    as start.
  { cbn [expand]. rewrite app_nil_r. f_equal. lia. }
  assert (map Q2R (repeat (integer 0) (Z.to_nat (dimension f))) = repeat 0 (Z.to_nat (dimension f))) as zeros.
  { rewrite map_of_repeat. now rewrite Q2R_integer. }
  rewrite start, zeros, <- weighted_sum_is_from_0 in same.
  pose proof (weights_fit_in_runs _ _ W lengths) as fit.
  apply (farkas_weights_refute _ _ _ fit).
  - rewrite <- same, (all_zero _ Z). f_equal.
    assert (length (map Q2R (expand sum)) = Z.to_nat (dimension f)) as L.
    { rewrite same. apply length_weighted_sum, fit. }
    now rewrite map_length in L.
  - rewrite Q2R_integer, B in same_bias. lra.
Qed.

(** ** On levels *)

Section Levels.

Variable f : function.
Variable classes : runs Z.
Variable sizes : list Z.
Variable by_counts : Classes.by_counts.
Hypothesis positive : (0 < dimension f)%Z.
Hypothesis sized : sizes_of classes = Some sizes.
Hypothesis dimensions : size classes = dimension f.
Hypothesis by_them : target_by_counts f (length sizes) classes = Some by_counts.

Let labels := expand classes.

(** There is a label for each coordinate. *)
Lemma label_for_each_coordinate : length labels = Z.to_nat (dimension f).
Proof. unfold labels. now apply length_by_size. Qed.

(** Step 4 of farkas-weights-refute. Each level has a vertex. *)
Lemma level_has_a_vertex : forall k, in_range sizes k = true ->
  length (representative labels k) = Z.to_nat (dimension f) /\
  counts_of (length sizes) labels (representative labels k) = k.
Proof. intros k K. eapply counts_of_representative; eassumption. Qed.

(** It has the level's value. *)
Lemma value_at_a_level : forall k, in_range sizes k = true ->
  meaning f (representative labels k) = at_counts by_counts k (total_of (class_sums sizes k)).
Proof.
  intros k K. destruct (level_has_a_vertex k K) as [L counts].
  rewrite <- counts at 2 3. eapply target_at_counts; eassumption.
Qed.

(** And its class sums. *)
Lemma class_sum_at_a_level : forall k i, in_range sizes k = true ->
  class_sum (Z.of_nat (S i)) labels (representative labels k) = nth i (class_sums sizes k) 0%Z.
Proof.
  intros k i K. destruct (level_has_a_vertex k K) as [L counts].
  pose proof label_for_each_coordinate as Ll.
  apply in_range_spec in K as [Lk _]. destruct (sizes_count _ _ sized) as (_ & _ & fit & count).
  fold labels in fit, count. rewrite nth_class_sums, count, class_sum_by_count by congruence.
  assert (count_plus (Z.of_nat (S i)) labels (representative labels k) = nth i k 0%Z) as plus; [|lia].
  destruct (Nat.lt_ge_cases i (length sizes)) as [inside|outside].
  - rewrite <- counts at 2. symmetry. now apply (counts_of_count _ _ _ fit).
  - rewrite nth_overflow by congruence.
    pose proof (count_plus_range (Z.of_nat (S i)) labels (representative labels k)) as range.
    rewrite <- count, nth_overflow in range by exact outside. lia.
Qed.

(** There is no class 0, or less. *)
Lemma no_class_before_the_first : forall c x, (c <= 0)%Z -> length x = length labels ->
  class_sum c labels x = 0%Z.
Proof.
  intros c x none L. destruct (sizes_count _ _ sized) as (_ & _ & fit & _).
  rewrite class_sum_by_count by exact L. apply (no_such_label _ _ _ _ fit). lia.
Qed.

(** The levels of a certificate as weighted vertices: each stands for its level. *)
Definition levels_of (levels : list (Q * list Z)) : weighted_vertices :=
  map (fun '(w, k) => (Q2R w, representative labels k)) levels.

(** An entry of y + a·x. *)
Lemma nth_add_multiple : forall a x y i, length x = length y ->
  Q2R (nth i (add_multiple a x y) (integer 0))
  = Q2R (nth i y (integer 0)) + Q2R a * Q2R (nth i x (integer 0)).
Proof.
  intros a. induction x as [|r x IH]; intros [|s y] i L; try discriminate; cbn [add_multiple].
  - destruct i; cbn; rewrite Q2R_integer; lra.
  - destruct i as [|i]; cbn [nth]; [now rewrite Q2R_add, Q2R_mul|]. apply IH. now injection L.
Qed.

(** What the checker accumulates. *)
Lemma weighted_levels_by_class : forall levels sum bias sum' bias', length sum = length sizes ->
  weighted_levels by_counts sizes sum bias levels = Some (sum', bias') ->
  Forall (fun p => in_range sizes (snd p) = true) levels /\
  (forall i, Q2R (nth i sum' (integer 0)) = Q2R (nth i sum (integer 0))
     + weighted_class_sum (Z.of_nat (S i)) labels (meaning f) (levels_of levels)) /\
  Q2R bias' = Q2R bias + weighted_bias (meaning f) (levels_of levels).
Proof.
  induction levels as [|[w k] levels IH]; intros sum bias sum' bias' L H; cbn [weighted_levels] in H.
  - injection H as <- <-. unfold weighted_class_sum, weighted_bias. cbn.
    repeat split; [constructor|intro i|]; lra.
  - destruct (in_range sizes k) eqn:R; [|discriminate].
    apply IH in H as (ranges & by_class & same_bias); [|now rewrite length_add_multiple].
    change (levels_of ((w, k) :: levels)) with ((Q2R w, representative labels k) :: levels_of levels).
    unfold weighted_class_sum, weighted_bias in *. cbn [map total]. unfold signed_weight at 1 3.
    cbn [fst snd].
    rewrite value_at_a_level by exact R. repeat split.
    + constructor; [exact R|exact ranges].
    + intro i. rewrite by_class, nth_add_multiple by
        (rewrite map_length, L; now apply length_class_sums).
      rewrite Q2R_signed, class_sum_at_a_level, map_nth, Q2R_integer by exact R. lra.
    + rewrite same_bias, Q2R_add, Q2R_signed. lra.
Qed.

(** Nothing adds up to nothing. *)
Lemma total_of_nothing : forall (g : R * vertex -> R) points, (forall p, In p points -> g p = 0) ->
  total (map g points) = 0.
Proof.
  intros g. induction points as [|p points IH]; intro nothing; cbn; [reflexivity|].
  rewrite nothing, IH by (try intros; try apply nothing; cbn; auto). ring.
Qed.

(** Every entry of a list of zeros is 0. *)
Lemma nth_zero : forall l i, forallb is_zero l = true -> Q2R (nth i l (integer 0)) = 0.
Proof.
  intros l i H.
  destruct (nth_in_or_default i l (integer 0)) as [I|default]; [|rewrite default; apply Q2R_integer].
  rewrite forallb_forall in H. now apply is_zero_spec, H.
Qed.

(** Where class sums and bias cancel there is no separator. *)
Theorem levels_that_cancel_refute : forall levels sum bias, Check.weights_fit (map fst levels) = true ->
  weighted_levels by_counts sizes (map (fun _ => integer 0) sizes) (integer 0) levels = Some (sum, bias) ->
  forallb is_zero sum = true -> is_zero bias = true ->
  ~ separable (Z.to_nat (dimension f)) (meaning f).
Proof.
  intros levels sum bias W H Z B. apply is_zero_spec in B.
  apply weighted_levels_by_class in H as (ranges & by_class & same_bias); [|apply map_length].
  apply weights_fit_spec in W as [nonnegative some].
  rewrite Forall_forall in nonnegative, ranges. rewrite Exists_exists in some.
  apply (levels_refute _ _ labels (levels_of levels)).
  - exact label_for_each_coordinate.
  - eapply target_is_invariant; eassumption.
  - split.
    + apply Forall_forall. intros p I. apply in_map_iff in I as ([w k] & <- & I). cbn. split.
      * now apply level_has_a_vertex, (ranges _ I).
      * apply nonnegative. now apply (in_map fst) in I.
    + destruct some as (w & I & P). apply in_map_iff in I as ([v k] & E & I). cbn in E. subst v.
      apply Exists_exists. exists (Q2R w, representative labels k). split; [|exact P].
      apply in_map_iff. now exists (w, k).
  - intro c. destruct (Z_le_gt_dec c 0) as [below|above].
    + apply total_of_nothing. intros p I. apply in_map_iff in I as ([w k] & <- & I). cbn [fst snd].
      rewrite no_class_before_the_first; [ring|exact below|].
      rewrite label_for_each_coordinate.
      now apply level_has_a_vertex, (ranges _ I).
    + specialize (by_class (Z.to_nat (c - 1))).
      replace (Z.of_nat (S (Z.to_nat (c - 1)))) with c in by_class by lia.
      rewrite nth_zero in by_class by exact Z. rewrite nth_zero in by_class; [lra|].
      apply forallb_forall. intros a I. now apply in_map_iff in I as (n & <- & _).
  - rewrite Q2R_integer in same_bias. lra.
Qed.

End Levels.

(** Weights on levels that the checker accepts leave no separator. *)
Theorem check_levels_is_sound : forall f classes levels, (0 < dimension f)%Z ->
  check_levels f classes levels = No -> ~ separable (Z.to_nat (dimension f)) (meaning f).
Proof.
  intros f classes levels positive H. unfold check_levels in H.
  destruct (can_count classes); [|discriminate].
  destruct (sizes_of classes) as [sizes|] eqn:sized; [|discriminate].
  destruct ((_ =? _)%Z && _ && _) eqn:E; [|discriminate].
  rewrite !andb_true_iff in E. destruct E as [[dimensions weights] _]. apply Z.eqb_eq in dimensions.
  destruct (target_by_counts _ _ _) as [by_counts|] eqn:by_them; [|discriminate].
  destruct (weighted_levels _ _ _ _ _) as [[sum bias]|] eqn:W; [|discriminate].
  destruct (forallb is_zero sum && is_zero bias) eqn:Z; [|discriminate]. apply andb_true_iff in Z as [Z B].
  exact (levels_that_cancel_refute f classes sizes by_counts positive sized dimensions by_them
    levels sum bias weights W Z B).
Qed.
