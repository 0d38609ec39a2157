(** * Counts stand for vertices: one representative for each vector of counts

    The page counts-stand-for-vertices, for any network that does not tell rearranged points apart and any f
    that is invariant: what holds at one vertex holds at all with the same class sums. *)

From Coq Require Import ZArith QArith Qreals Reals List Permutation Lia Lra.
From Orthant Require Import Cube Network Claims TwoUnits Rearrangements CountsOfVertices.
From Orthant.Checker Require Import Classes.
Import ListNotations.
Open Scope R_scope.

(** The network gives rearranged points the same value. *)
Definition sees_classes (labels : list Z) (h : network) : Prop :=
  forall x y, rearranged labels x y -> value_at h x = value_at h y.

(** Each unit of the layer has equal weights within each class. *)
Definition equal_within (labels : list Z) (l : layer) : Prop :=
  forall u, In u (units l) -> exists W, map Q2R (weights u) = map W labels.

(** Step 1. A network whose first layer has equal weights within classes gives rearranged points the same
    value. *)
Theorem equal_weights_see_classes : forall labels l h, equal_within labels l -> sees_classes labels (l :: h).
Proof.
  intros labels l h equal x y P. unfold value_at. cbn [outputs]. do 2 f_equal.
  apply map_ext_in. intros u I. destruct (equal u I) as [W same]. f_equal. unfold preactivation.
  rewrite same. f_equal. now apply rearrangement_keeps_dot.
Qed.

(** Steps 3 and 5. A direction goes with a rearrangement. *)
Lemma rearranged_direction : forall labels (x y : vertex) v, rearranged labels x y -> length v = length y ->
  exists u, length u = length x /\
  forall t, rearranged labels (along (point_of x) t u) (along (point_of y) t v).
Proof.
  intros labels x y v (X & Y & P) L.
  assert (forall {A B : Set} (l : list A) (m : list B), length l = length m ->
    map fst (combine l m) = l) as firsts.
  { intros A B. induction l as [|a l IH]; intros [|b m] E; try discriminate; [reflexivity|].
    cbn. rewrite IH by (now injection E). reflexivity. }
  assert (length (combine labels y) = length v) as Ly by (rewrite combine_length; lia).
  rewrite <- (firsts _ _ (combine labels y) v Ly) in P.
  apply Permutation_map_inv in P as (m & Em & P).
  assert (length m = length x) as Lm.
  { rewrite <- (map_length fst m), <- Em, combine_length. lia. }
  exists (map snd m). split; [now rewrite map_length|]. intro t.
  assert (length (point_of y) = length v) as Py by (unfold point_of; rewrite map_length; congruence).
  assert (length (point_of x) = length (map snd m)) as Px
    by (unfold point_of; rewrite !map_length; congruence).
  repeat split.
  - rewrite length_along by exact Px. unfold point_of. now rewrite map_length.
  - rewrite length_along by exact Py. unfold point_of. now rewrite map_length.
  - (* Labels with the points moved are a function of labels, coordinates and direction. *)
    set (moved := fun p : Z * sign * R => (fst (fst p), IZR (value (snd (fst p))) + t * snd p)).
    assert (forall (l : list Z) (z : vertex) w, length l = length z -> length w = length z ->
      combine l (along (point_of z) t w) = map moved (combine (combine l z) w)) as is_moved.
    { clear. induction l as [|c l IH]; intros [|s z] [|r w] E F; try discriminate; [reflexivity|].
      injection E as E. injection F as F. cbn [point_of map along combine]. fold (point_of z).
      now rewrite (IH z w E F). }
    rewrite !is_moved by (rewrite ?map_length; congruence).
    assert (combine (combine labels x) (map snd m) = m) as Ex.
    { rewrite Em. clear. induction m as [|[a b] m IH]; cbn; [reflexivity|now rewrite IH]. }
    rewrite Ex. apply Permutation_map. now symmetry.
Qed.

Section Invariance.

Variable D : nat.
Variable h : network.
Variable f : target.
Variable labels : list Z.
Hypothesis one_each : length labels = D.
Hypothesis network_sees_classes : sees_classes labels h.
Hypothesis target_invariant : invariant labels f.

(** The robustness condition at one vertex. *)
Definition robust_at (x : vertex) : Prop :=
  value_at h (point_of x) = IZR (value (f x)) /\
  forall v, length v = D -> limit_at_0 (fun t => value_at h (along (point_of x) t v)) (IZR (value (f x))).

(** Steps 2 to 4. Agreement at a vertex is agreement at its rearrangements. *)
Lemma agreement_is_kept : forall x y, rearranged labels x y ->
  value_at h (point_of x) = IZR (value (f x)) -> value_at h (point_of y) = IZR (value (f y)).
Proof.
  intros x y P agree. rewrite <- (target_invariant x y P), <- agree. symmetry.
  apply network_sees_classes. unfold point_of. now apply rearranged_map.
Qed.

(** Step 5. Robustness at a vertex is robustness at its rearrangements. *)
Lemma robustness_is_kept : forall x y, rearranged labels x y -> robust_at x -> robust_at y.
Proof.
  intros x y P [agree limits]. split; [now apply (agreement_is_kept x y)|]. intros v L.
  destruct (rearranged_direction labels x y v P) as (u & Lu & moved).
  { destruct P as (_ & Y & _). congruence. }
  specialize (limits u). rewrite Lu in limits. destruct P as (X & Y & P).
  specialize (limits (eq_trans X one_each)). intros e E. destruct (limits e E) as (d & positive & close).
  exists d. split; [exact positive|]. intros t small. specialize (close t small).
  rewrite <- (target_invariant x y) by (now split). now rewrite <- (network_sees_classes _ _ (moved t)).
Qed.

(** Some vertices that have every vector of class sums among them. *)
Variable representative : vertex -> Prop.
Hypothesis all_counts : forall x, length x = D ->
  exists r, representative r /\ length r = D /\ forall c, class_sum c labels r = class_sum c labels x.

(** Step 4. Agreement on the representatives is agreement everywhere. *)
Theorem counts_stand_for_agreement :
  (forall r, representative r -> value_at h (point_of r) = IZR (value (f r))) -> agrees D h f.
Proof.
  intros agree x L. destruct (all_counts x L) as (r & R & Lr & same).
  apply (agreement_is_kept r x); [apply same_class_sums_rearrange; congruence|]. now apply agree.
Qed.

(** Step 5. The robustness condition on the representatives is robustness. *)
Theorem counts_stand_for_robustness : (forall r, representative r -> robust_at r) -> robust D h f.
Proof.
  intros robust x L. destruct (all_counts x L) as (r & R & Lr & same).
  apply (robustness_is_kept r x); [apply same_class_sums_rearrange; congruence|]. now apply robust.
Qed.

End Invariance.

(** ** The checker's representatives *)

Section Representatives.

Variable n : nat.
Variable labels : list Z.
Hypothesis fit : labelled n labels.

(** k is the vector of counts of a vertex: no count is below 0 or above the size of its class. *)
Definition possible_counts (k : list Z) : Prop :=
  length k = n /\
  forall i, (i < n)%nat -> (0 <= nth i k 0 <= count_label (Z.of_nat (S i)) labels)%Z.

(** The counts of a vertex are possible, and its representative has the same class sums. *)
Lemma representative_has_same_class_sums : forall x, length x = length labels ->
  let k := counts_of n labels x in
  possible_counts k /\ length (representative labels k) = length labels /\
  forall c, class_sum c labels (representative labels k) = class_sum c labels x.
Proof.
  intros x L k. destruct (counts_of_count n labels x fit) as [Lk counts]. fold k in Lk, counts.
  assert (possible_counts k) as possible.
  { split; [exact Lk|]. intros i I. rewrite counts by exact I. apply count_plus_range. }
  destruct (representative_counts n labels k fit Lk) as [Lr same]; [intros i I; now apply possible|].
  split; [exact possible|]. split; [exact Lr|]. intro c. rewrite !class_sum_by_count by assumption.
  assert (c < 1 \/ Z.of_nat n < c \/ 1 <= c <= Z.of_nat n)%Z as [below|[beyond|within]] by lia;
    [now rewrite !(no_such_label n) by (exact fit || lia)..|].
  replace c with (Z.of_nat (S (Z.to_nat (c - 1)))) by lia.
  rewrite same, counts by lia. f_equal. f_equal. apply Z.min_l, count_plus_range.
Qed.

(** A representative, one for each vector of counts. *)
Definition is_representative (r : vertex) : Prop :=
  exists k, possible_counts k /\ r = representative labels k.

(** They have every vector of class sums among them. *)
Lemma representatives_are_enough : forall x, length x = length labels ->
  exists r, is_representative r /\ length r = length labels /\
  forall c, class_sum c labels r = class_sum c labels x.
Proof.
  intros x L. destruct (representative_has_same_class_sums x L) as (possible & Lr & same).
  eexists. split; [eexists; split; [exact possible|reflexivity]|]. now split.
Qed.

Variable l : layer.
Variable h : network.
Variable f : target.
Hypothesis equal : equal_within labels l.
Hypothesis target_invariant : invariant labels f.

Let D := length labels.

(** Step 4. With equal weights within classes, h = f at one representative for each vector of counts iff
    h = f. *)
Corollary agreement_on_representatives :
  (forall k, possible_counts k -> value_at (l :: h) (point_of (representative labels k))
    = IZR (value (f (representative labels k)))) <-> agrees D (l :: h) f.
Proof.
  split.
  - intro agree. apply (counts_stand_for_agreement D (l :: h) f labels) with
      (representative := is_representative);
      [reflexivity|now apply equal_weights_see_classes|exact target_invariant|exact representatives_are_enough|].
    intros r (k & possible & ->). now apply agree.
  - intros agree k [Lk range]. apply agree.
    apply (representative_counts n labels k fit Lk). intros i I. now apply range.
Qed.

(** Step 5. And the same of robustness. *)
Corollary robustness_on_representatives :
  (forall k, possible_counts k -> robust_at D (l :: h) f (representative labels k)) <-> robust D (l :: h) f.
Proof.
  split.
  - intro robust. apply (counts_stand_for_robustness D (l :: h) f labels) with
      (representative := is_representative);
      [reflexivity|now apply equal_weights_see_classes|exact target_invariant|exact representatives_are_enough|].
    intros r (k & possible & ->). now apply robust.
  - intros robust k [Lk range]. apply robust.
    apply (representative_counts n labels k fit Lk). intros i I. now apply range.
Qed.

End Representatives.
