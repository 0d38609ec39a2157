(** * Targets by counts: what the checker takes for f is f

    Part of step 5 of the page the-checker-is-sound: at every vertex, and by the counts of its classes. *)

From Coq Require Import ZArith Reals List Bool Lia Lra Permutation.
From Orthant Require Import Cube Network RunsAreSequences Rearrangements CountsOfVertices
  OneSignChangeIsOnePerceptron.
From Orthant.Checker Require Import Numbers Runs Certificate Classes Check.
Import ListNotations.
Open Scope Z_scope.

(** ** At a vertex *)

(** A tree has the table's values. *)
Lemma look_up_tree : forall x values, look_up (tree_of (length x) values) x = table_value values x.
Proof. induction x as [|[|] x IH]; intro values; cbn; [reflexivity|apply IH|apply IH]. Qed.

(** A sum, run by run. *)
Lemma sum_of_expand : forall x, sum_of_runs x = sum (expand x).
Proof.
  assert (forall s n x, sum (repeat s n ++ x) = value s * Z.of_nat n + sum x) as run.
  { intros s n x. induction n as [|n IH]; cbn [repeat app sum]; [lia|]. rewrite IH. lia. }
  induction x as [|[s n] x IH]; [reflexivity|]. cbn [sum_of_runs expand]. rewrite run, IH. lia.
Qed.

(** f at the sum of a vertex, for a target that depends on the sum alone. *)
Lemma at_sum_is_meaning : forall f x, length x = Z.to_nat (dimension f) -> 0 < dimension f ->
  (forall D values, f <> Table D values) -> at_sum f (sum x) = meaning f x.
Proof.
  intros [D A B|values|D values] x L positive no_table; [reflexivity| |now destruct (no_table D values)].
  cbn [at_sum meaning dimension] in *. rewrite sum_of_pluses, L, Z2Nat.id by lia.
  replace ((2 * Z.of_nat (pluses x) - (size values - 1) + (size values - 1)) / 2) with (Z.of_nat (pluses x)).
  - rewrite entry_is_nth, Nat2Z.id by lia. destruct (nth_error _ _) as [s|] eqn:E.
    + symmetry. now apply nth_error_nth.
    + apply nth_error_None in E. now rewrite nth_overflow.
  - replace (_ - _ + _) with (Z.of_nat (pluses x) * 2) by lia. now rewrite Z.div_mul.
Qed.

(** What the checker takes for f at a vertex in runs. *)
Theorem at_vertex_in_runs_is_meaning : forall f x, 0 < dimension f -> size x = dimension f ->
  at_vertex_in_runs f x = meaning f (expand x).
Proof.
  intros f x positive L.
  assert (length (expand x) = Z.to_nat (dimension f)) as L' by (rewrite <- L, <- length_expand; lia).
  destruct f as [D A B|values|D values]; cbn [at_vertex_in_runs]; rewrite ?sum_of_expand.
  - reflexivity.
  - now apply at_sum_is_meaning.
  - cbn [dimension meaning] in *. rewrite <- L'. apply look_up_tree.
Qed.

(** ** By counts *)

(** The total of the class sums is the sum. *)
Lemma sum_by_classes : forall n labels x, labelled n labels -> length x = length labels ->
  fold_right Z.add 0 (map (fun i => class_sum (Z.of_nat (S i)) labels x) (seq 0 n)) = sum x.
Proof.
  assert (forall (g h : nat -> Z) l,
    fold_right Z.add 0 (map (fun i => g i + h i) l)
    = fold_right Z.add 0 (map g l) + fold_right Z.add 0 (map h l)) as added.
  { intros g h. induction l as [|i l IH]; cbn; [reflexivity|]. rewrite IH. lia. }
  assert (forall c v m n, 1 <= c -> fold_right Z.add 0 (map (fun i =>
    if Z.eq_dec c (Z.of_nat (S i)) then v else 0) (seq m n))
    = if (Z.of_nat m <? c) && (c <=? Z.of_nat (m + n)) then v else 0) as one.
  { intros c v m n C. revert m. induction n as [|n IH]; intro m; cbn [seq map fold_right].
    - destruct (Z.ltb_spec (Z.of_nat m) c), (Z.leb_spec c (Z.of_nat (m + 0))); cbn; lia.
    - rewrite IH. destruct (Z.eq_dec c (Z.of_nat (S m))), (Z.ltb_spec (Z.of_nat (S m)) c),
        (Z.leb_spec c (Z.of_nat (S m + n))), (Z.ltb_spec (Z.of_nat m) c), (Z.leb_spec c (Z.of_nat (m + S n)));
        cbn [andb]; lia. }
  intros n. induction labels as [|c labels IH]; intros [|s x] fit L; try discriminate.
  - cbn. induction (seq 0 n) as [|i l IH]; cbn; [reflexivity|exact IH].
  - apply Forall_cons_iff in fit as [C fit]. cbn [class_sum sum].
    rewrite added, one, IH by (lia || assumption || now injection L).
    destruct (Z.ltb_spec (Z.of_nat 0) c), (Z.leb_spec c (Z.of_nat (0 + n))); cbn [andb]; lia.
Qed.

(** A list is its entries. *)
Lemma list_by_entries : forall l : list Z, l = map (fun i => nth i l 0) (seq 0 (length l)).
Proof.
  induction l as [|a l IH]; [reflexivity|]. cbn [length seq map nth]. f_equal.
  rewrite <- seq_shift, map_map. exact IH.
Qed.

Section Classes.

Variable f : function.
Variable classes : runs Z.
Variable sizes : list Z.
Variable wanted : by_counts.
Hypothesis positive : 0 < dimension f.
Hypothesis sized : sizes_of classes = Some sizes.
Hypothesis dimensions : size classes = dimension f.
Hypothesis by_them : target_by_counts f (length sizes) classes = Some wanted.

Let labels := expand classes.
Let n := length sizes.

(** There is a label for each coordinate. *)
Lemma labels_length : length labels = Z.to_nat (dimension f).
Proof. unfold labels. rewrite <- dimensions, <- length_expand. lia. Qed.

Lemma labels_fit : labelled n labels.
Proof. now apply sizes_count in sized. Qed.

(** The counts of a vertex, by entries. *)
Lemma nth_counts_of : forall x i, (i < n)%nat ->
  nth i (counts_of n labels x) 0 = count_plus (Z.of_nat (S i)) labels x.
Proof. intros x i I. now apply counts_of_count; [apply labels_fit|]. Qed.

Lemma length_counts_of : forall x, length (counts_of n labels x) = n.
Proof. intro x. now apply counts_of_count, labels_fit. Qed.

(** They are in range. *)
Lemma counts_in_range : forall x, in_range sizes (counts_of n labels x) = true.
Proof.
  intro x. apply in_range_spec. split; [apply length_counts_of|]. intros i I.
  rewrite nth_counts_of by exact I. apply sizes_count in sized as (_ & _ & _ & ->). apply count_plus_range.
Qed.

(** The class sums at these counts are those of the vertex. *)
Lemma class_sums_of_counts : forall x, length x = length labels ->
  class_sums sizes (counts_of n labels x) = map (fun i => class_sum (Z.of_nat (S i)) labels x) (seq 0 n).
Proof.
  intros x L. etransitivity; [apply list_by_entries|].
  rewrite length_class_sums by apply counts_in_range. apply map_ext_in. intros i I. apply in_seq in I.
  rewrite nth_class_sums, nth_counts_of, class_sum_by_count by (apply length_counts_of || exact L || lia).
  apply sizes_count in sized as (_ & _ & _ & ->). reflexivity.
Qed.

(** f at a vertex is f at its counts. *)
Theorem target_at_counts : forall x, length x = Z.to_nat (dimension f) ->
  meaning f x = at_counts wanted (counts_of n labels x)
    (total_of (class_sums sizes (counts_of n labels x))).
Proof.
  intros x L. pose proof labels_length as L'.
  assert (total_of (class_sums sizes (counts_of n labels x)) = sum x) as total.
  { unfold total_of. rewrite class_sums_of_counts by congruence.
    apply sum_by_classes; [apply labels_fit|congruence]. }
  rewrite total. revert by_them. destruct f as [D A B|values|D values] eqn:F; cbn [target_by_counts]; intro H.
  - injection H as <-. reflexivity.
  - injection H as <-. symmetry. now apply at_sum_is_meaning.
  - destruct (all_vertices _ _) eqn:E; [|discriminate]. injection H as <-.
    cbn [at_counts meaning dimension] in *.
    assert (forall D ok, all_vertices D ok = true -> forall x, length x = D -> ok x = true) as every.
    { clear. induction D as [|D IH]; intros ok H x L; [now destruct x|].
      cbn in H. apply andb_true_iff in H as [minus plus].
      destruct x as [|[|] x]; [discriminate| |]; injection L as L.
      - exact (IH _ minus x L).
      - exact (IH _ plus x L). }
    pose proof (every _ _ E x L) as same. cbv beta in same.
    rewrite <- L in same |- *. rewrite look_up_tree in same. fold labels n in same.
    fold labels. revert same.
    now destruct (table_value (expand values) x), (look_up _ _).
Qed.

(** The counts of a representative are those it stands for. *)
Theorem counts_of_representative : forall k, in_range sizes k = true ->
  length (representative labels k) = Z.to_nat (dimension f) /\
  counts_of n labels (representative labels k) = k.
Proof.
  intros k R. apply in_range_spec in R as [L R].
  destruct (representative_counts n labels k labels_fit L) as [L' count]; [intros i I; now apply R|].
  split; [now rewrite L', labels_length|].
  apply (nth_ext _ _ 0 0); rewrite length_counts_of; [now rewrite L|]. intros i I.
  rewrite nth_counts_of, count by exact I. specialize (R i I).
  apply sizes_count in sized as (_ & _ & _ & size). rewrite size in R. fold labels in R. lia.
Qed.

(** f is unchanged when coordinates move within their classes. *)
Theorem target_is_invariant : invariant labels (meaning f).
Proof.
  intros x y P. pose proof labels_length as L'. destruct P as (X & Y & P).
  rewrite !target_at_counts by congruence.
  replace (counts_of n labels y) with (counts_of n labels x); [reflexivity|].
  apply (nth_ext _ _ 0 0); rewrite !length_counts_of; [reflexivity|]. intros i I.
  rewrite !nth_counts_of by exact I.
  assert (class_sum (Z.of_nat (S i)) labels x = class_sum (Z.of_nat (S i)) labels y) as same.
  { apply rearrangement_keeps_class_sum. now split. }
  rewrite !class_sum_by_count in same by assumption. lia.
Qed.

End Classes.
