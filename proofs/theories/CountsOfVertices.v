(** * Counts of vertices: what the checker's lists of counts and class sums are

    Part of step 5 of the page the-checker-is-sound. Labels are 1, …, n; entry i of a list, from 0, belongs to
    label i + 1. *)

From Coq Require Import ZArith Reals List Bool Lia Lra.
From Orthant Require Import Cube Network RunsAreSequences Rearrangements.
From Orthant.Checker Require Import Numbers Runs Certificate Classes.
Import ListNotations.
Open Scope Z_scope.

(** ** Entries *)

(** Entry i, from 0; none before the first. *)
Lemma get_entry_is_nth : forall {A : Set} (l : list A) i,
  get_entry i l = if i <? 0 then None else nth_error l (Z.to_nat i).
Proof.
  intro A. induction l as [|a l IH]; intro i; cbn [get_entry].
  { destruct (i <? 0); [reflexivity|]. now destruct (Z.to_nat i). }
  destruct (Z.eqb_spec i 0) as [->|N]; [reflexivity|]. rewrite IH.
  destruct (Z.ltb_spec i 0) as [before|]; destruct (Z.ltb_spec (i - 1) 0); try lia; [reflexivity|].
  replace (Z.to_nat i) with (S (Z.to_nat (i - 1))) by lia. reflexivity.
Qed.

Lemma length_set_entry : forall {A : Set} (a : A) l i, length (set_entry i a l) = length l.
Proof.
  intros A a. induction l as [|b l IH]; intro i; cbn; [reflexivity|].
  destruct (i =? 0); cbn; [reflexivity|now rewrite IH].
Qed.

(** Only entry i is replaced. *)
Lemma nth_set_entry : forall {A : Set} (a d : A) l i j, 0 <= i -> (Z.to_nat i < length l)%nat ->
  nth j (set_entry i a l) d = if Nat.eqb j (Z.to_nat i) then a else nth j l d.
Proof.
  intros A a d. induction l as [|b l IH]; intros i j I L; cbn [length] in L; [lia|].
  cbn [set_entry]. destruct (Z.eqb_spec i 0) as [->|N]; [now destruct j|].
  replace (Z.to_nat i) with (S (Z.to_nat (i - 1))) in * by lia.
  destruct j as [|j]; [reflexivity|]. cbn [nth Nat.eqb]. apply IH; lia.
Qed.

(** ** Counting *)

(** The number of coordinates with label c, and of those +1 among them. *)
Fixpoint count_label (c : Z) (labels : list Z) : Z :=
  match labels with
  | [] => 0
  | a :: labels => (if Z.eq_dec a c then 1 else 0) + count_label c labels
  end.

Fixpoint count_plus (c : Z) (labels : list Z) (x : vertex) : Z :=
  match labels, x with
  | a :: labels, s :: x =>
      (match s with Plus => if Z.eq_dec a c then 1 else 0 | Minus => 0 end) + count_plus c labels x
  | _, _ => 0
  end.

Lemma count_label_range : forall c labels, 0 <= count_label c labels.
Proof. intros c. induction labels as [|a labels IH]; cbn; [lia|]. destruct (Z.eq_dec a c); lia. Qed.

Lemma count_plus_range : forall c labels x, 0 <= count_plus c labels x <= count_label c labels.
Proof.
  intros c. induction labels as [|a labels IH]; intros [|s x]; cbn [count_plus count_label]; try lia.
  - pose proof (count_label_range c labels). destruct (Z.eq_dec a c); lia.
  - specialize (IH x). destruct s, (Z.eq_dec a c); lia.
Qed.

(** A class sum is 2k - n. *)
Lemma class_sum_by_count : forall c labels x, length x = length labels ->
  class_sum c labels x = 2 * count_plus c labels x - count_label c labels.
Proof.
  intros c. induction labels as [|a labels IH]; intros [|s x] L; try discriminate; [reflexivity|].
  cbn [class_sum count_plus count_label]. rewrite IH by (now injection L).
  destruct s, (Z.eq_dec a c); cbn [value]; lia.
Qed.

(** Every label is one of 1, …, n. *)
Definition labelled (n : nat) (labels : list Z) : Prop := Forall (fun c => 1 <= c <= Z.of_nat n) labels.

(** What the checker counts. *)
Lemma counts_from_count : forall n labels x counts, labelled n labels -> length counts = n ->
  length (counts_from counts labels x) = n /\
  forall i, (i < n)%nat ->
  nth i (counts_from counts labels x) 0 = nth i counts 0 + count_plus (Z.of_nat (S i)) labels x.
Proof.
  intros n. induction labels as [|c labels IH]; intros [|s x] counts fit L; cbn [counts_from count_plus];
    try (split; [assumption|intros; lia]).
  apply Forall_cons_iff in fit as [C fit].
  destruct s.
  { destruct (IH x counts fit L) as [L' E]. split; [exact L'|]. intros i I. rewrite E by exact I. lia. }
  rewrite get_entry_is_nth. destruct (Z.ltb_spec (c - 1) 0); [lia|].
  destruct (nth_error counts (Z.to_nat (c - 1))) as [k|] eqn:K; [|apply nth_error_None in K; lia].
  destruct (IH x (set_entry (c - 1) (k + 1) counts) fit) as [L' E]; [now rewrite length_set_entry|].
  split; [exact L'|]. intros i I. rewrite E by exact I.
  rewrite nth_set_entry by lia. apply (nth_error_nth _ _ 0) in K.
  destruct (Nat.eqb_spec i (Z.to_nat (c - 1))) as [same|other], (Z.eq_dec c (Z.of_nat (S i))); try lia.
  rewrite same, K. lia.
Qed.

Lemma counts_of_count : forall n labels x, labelled n labels ->
  length (counts_of n labels x) = n /\
  forall i, (i < n)%nat -> nth i (counts_of n labels x) 0 = count_plus (Z.of_nat (S i)) labels x.
Proof.
  intros n labels x fit.
  destruct (counts_from_count n labels x (repeat 0 n) fit (repeat_length 0 n)) as [L E].
  split; [exact L|]. intros i I. unfold counts_of. rewrite E by exact I. now rewrite nth_repeat.
Qed.

(** ** Sizes of classes *)

(** Runs of one label. *)
Lemma count_label_repeat : forall c a n labels,
  count_label c (repeat a n ++ labels) = (if Z.eq_dec a c then Z.of_nat n else 0) + count_label c labels.
Proof.
  intros c a n labels. induction n as [|n IH]; [cbn; destruct (Z.eq_dec a c); lia|].
  cbn [repeat app count_label]. rewrite IH. destruct (Z.eq_dec a c); lia.
Qed.

(** What the checker makes of the labels: sizes that count them, none of them empty. *)
Lemma count_labels_count : forall r start sizes, Forall (fun n => 0 < n) start ->
  count_labels start r = Some sizes ->
  (length start <= length sizes)%nat /\ Forall (fun n => 0 < n) sizes /\
  labelled (length sizes) (expand r) /\
  forall i, nth i sizes 0 = nth i start 0 + count_label (Z.of_nat (S i)) (expand r).
Proof.
  induction r as [|[c n] r IH]; intros start sizes positive H; cbn [count_labels expand] in *.
  - injection H as <-. repeat split; [lia|exact positive|constructor|intro; cbn; lia].
  - rewrite get_entry_is_nth in H. destruct (Z.ltb_spec (c - 1) 0) as [below|above].
    { destruct (Z.eqb_spec c (Z.of_nat (length start) + 1)); [lia|discriminate]. }
    destruct (nth_error start (Z.to_nat (c - 1))) as [m|] eqn:E.
    + assert (Z.to_nat (c - 1) < length start)%nat as inside by (apply nth_error_Some; congruence).
      apply (nth_error_nth _ _ 0) in E.
      assert (0 < m) as M.
      { rewrite <- E. rewrite Forall_forall in positive. apply positive, nth_In, inside. }
      destruct (IH (set_entry (c - 1) (m + Zpos n) start) sizes) as (L & P & fit & count); [|exact H|].
      { apply Forall_nth. intros i d I. rewrite length_set_entry in I. rewrite nth_set_entry by lia.
        destruct (Nat.eqb i (Z.to_nat (c - 1))); [lia|].
        rewrite Forall_forall in positive. now apply positive, nth_In. }
      rewrite length_set_entry in L. repeat split; [lia|exact P| |].
      * apply Forall_app. split; [|exact fit]. apply Forall_forall. intros a I. apply repeat_spec in I. lia.
      * intro i. rewrite count, nth_set_entry, count_label_repeat by lia.
        destruct (Nat.eqb_spec i (Z.to_nat (c - 1))) as [->|]; destruct (Z.eq_dec c _); lia.
    + apply nth_error_None in E.
      destruct (Z.eqb_spec c (Z.of_nat (length start) + 1)) as [next|]; [|discriminate].
      destruct (IH (start ++ [Zpos n]) sizes) as (L & P & fit & count); [|exact H|].
      { apply Forall_app. split; [exact positive|]. constructor; [lia|constructor]. }
      rewrite app_length in L. cbn [length] in L. repeat split; [lia|exact P| |].
      * apply Forall_app. split; [|exact fit]. apply Forall_forall. intros a I. apply repeat_spec in I. lia.
      * intro i. rewrite count, count_label_repeat.
        destruct (Z.eq_dec c (Z.of_nat (S i))) as [here|].
        -- rewrite app_nth2, (nth_overflow start) by lia. replace (i - length start)%nat with 0%nat by lia.
           cbn [nth]. lia.
        -- destruct (Nat.lt_ge_cases i (length start)); [rewrite app_nth1 by assumption; lia|].
           rewrite !nth_overflow by (rewrite ?app_length; cbn; lia). lia.
Qed.

(** The sizes of the classes of labels in runs. *)
Lemma sizes_count : forall r sizes, sizes_of r = Some sizes ->
  sizes <> [] /\ Forall (fun n => 0 < n) sizes /\ labelled (length sizes) (expand r) /\
  forall i, nth i sizes 0 = count_label (Z.of_nat (S i)) (expand r).
Proof.
  intros r sizes H. unfold sizes_of in H.
  destruct (count_labels [] r) as [[|n found]|] eqn:E; [discriminate| |discriminate]. injection H as <-.
  apply count_labels_count in E as (_ & positive & fit & count); [|constructor].
  repeat split; [discriminate|exact positive|exact fit|]. intro i. rewrite count. now destruct i.
Qed.

(** ** Counts in range *)

Lemma in_range_spec : forall sizes k, in_range sizes k = true <->
  length k = length sizes /\ forall i, (i < length sizes)%nat -> 0 <= nth i k 0 <= nth i sizes 0.
Proof.
  induction sizes as [|n sizes IH]; intros [|a k]; cbn [in_range length].
  - split; [intros _|reflexivity]. split; [reflexivity|]. intros i I. lia.
  - split; [discriminate|now intros [L _]].
  - split; [discriminate|now intros [L _]].
  - rewrite !andb_true_iff, !Z.leb_le, IH. split.
    + intros [[low high] [L H]]. split; [congruence|]. intros [|i] I; cbn [nth]; [lia|]. apply H. lia.
    + intros [L H]. specialize (H 0%nat) as first. cbn [nth] in first. split; [lia|]. split; [lia|].
      intros i I. apply (H (S i)). lia.
Qed.

(** A class sum is 2k - n. *)
Lemma nth_class_sums : forall sizes k i, length k = length sizes ->
  nth i (class_sums sizes k) 0 = 2 * nth i k 0 - nth i sizes 0.
Proof.
  induction sizes as [|n sizes IH]; intros [|a k] i L; try discriminate; [now destruct i|].
  destruct i as [|i]; [reflexivity|]. cbn [class_sums nth]. apply IH. now injection L.
Qed.

(** A vector of counts has an entry for each class. *)
Lemma length_class_sums : forall sizes k, in_range sizes k = true ->
  length (class_sums sizes k) = length sizes.
Proof.
  induction sizes as [|n sizes IH]; intros [|m k] H; cbn in *; try discriminate; [reflexivity|].
  apply andb_true_iff in H as [_ H]. f_equal. exact (IH k H).
Qed.

(** ** Representatives *)

(** They have as many +1 of each label as are asked for and there is room for. *)
Lemma representative_counts : forall n labels k, labelled n labels -> length k = n ->
  (forall i, (i < n)%nat -> 0 <= nth i k 0) ->
  length (representative labels k) = length labels /\
  forall i, (i < n)%nat -> count_plus (Z.of_nat (S i)) labels (representative labels k)
    = Z.min (nth i k 0) (count_label (Z.of_nat (S i)) labels).
Proof.
  intros n. induction labels as [|c labels IH]; intros k fit L low; cbn [representative].
  { split; [reflexivity|]. intros i I. specialize (low i I). cbn. lia. }
  apply Forall_cons_iff in fit as [C fit].
  rewrite get_entry_is_nth. destruct (Z.ltb_spec (c - 1) 0); [lia|].
  destruct (nth_error k (Z.to_nat (c - 1))) as [m|] eqn:E; [|apply nth_error_None in E; lia].
  apply (nth_error_nth _ _ 0) in E.
  destruct (Z.ltb_spec 0 m) as [more|none].
  - destruct (IH (set_entry (c - 1) (m - 1) k) fit) as [L' count].
    + now rewrite length_set_entry.
    + intros i I. rewrite nth_set_entry by lia. specialize (low i I).
      destruct (Nat.eqb i (Z.to_nat (c - 1))); lia.
    + split; [cbn; now rewrite L'|]. intros i I. cbn [count_plus count_label].
      rewrite count, nth_set_entry by lia. pose proof (count_label_range (Z.of_nat (S i)) labels).
      destruct (Nat.eqb_spec i (Z.to_nat (c - 1))) as [here|], (Z.eq_dec c (Z.of_nat (S i))); try lia.
      rewrite here, E in *. lia.
  - destruct (IH k fit L low) as [L' count]. split; [cbn; now rewrite L'|].
    intros i I. cbn [count_plus count_label]. rewrite count by exact I.
    pose proof (count_label_range (Z.of_nat (S i)) labels). specialize (low i I).
    destruct (Z.eq_dec c (Z.of_nat (S i))) as [here|]; [|lia].
    replace (Z.to_nat (c - 1)) with i in E by lia. lia.
Qed.

(** A label that does not occur counts nothing. *)
Lemma no_such_label : forall n labels c x, labelled n labels -> c < 1 \/ Z.of_nat n < c ->
  2 * count_plus c labels x - count_label c labels = 0.
Proof.
  intros n labels c x fit outside. pose proof (count_plus_range c labels x) as range.
  enough (count_label c labels = 0) by lia. clear x range.
  induction fit as [|a labels A fit IH]; cbn; [reflexivity|]. destruct (Z.eq_dec a c); lia.
Qed.
