(** * The quotient is the network: through its classes a network sees the class sums alone

    Step 5 of the page the-checker-is-sound, and steps 1 and 6 of counts-stand-for-vertices. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network ExactNumbers RunsAreSequences Rearrangements FarkasWeightsRefute
  CountsOfVertices TargetsByCounts Quotients.
From Orthant.Checker Require Import Numbers Runs Certificate Germs Classes Walk Check.
Import ListNotations.
Open Scope R_scope.

(** The sums of y over the classes 1, …, n. *)
Definition class_totals (n : nat) (labels : list Z) (y : point) : point :=
  map (fun i => class_total (Z.of_nat (S i)) labels y) (seq 0 n).

Lemma length_class_totals : forall n labels y, length (class_totals n labels y) = n.
Proof. intros. unfold class_totals. now rewrite map_length, seq_length. Qed.

(** They move as the point does. *)
Lemma class_totals_along : forall n labels y t v, length y = length v ->
  class_totals n labels (along y t v) = along (class_totals n labels y) t (class_totals n labels v).
Proof.
  intros n labels y t v L. unfold class_totals.
  induction (seq 0 n) as [|i l IH]; cbn [map along]; [reflexivity|].
  rewrite IH. f_equal. rewrite !class_total_is_a_product. now apply dot_along.
Qed.

(** ** Weights by class *)

(** One coordinate more. *)
Lemma dot_of_sums : forall (V g h : nat -> R) l,
  dot (map V l) (map (fun i => g i + h i) l) = dot (map V l) (map g l) + dot (map V l) (map h l).
Proof. intros V g h. induction l as [|i l IH]; cbn; [ring|]. rewrite IH. ring. Qed.

Lemma dot_of_one : forall (V : nat -> R) c r m n, (1 <= c)%Z ->
  dot (map V (seq m n)) (map (fun i => if Z.eq_dec c (Z.of_nat (S i)) then r else 0) (seq m n))
  = if ((Z.of_nat m <? c) && (c <=? Z.of_nat (m + n)))%Z then V (Z.to_nat (c - 1)) * r else 0.
Proof.
  intros V c r m n C. revert m. induction n as [|n IH]; intro m; cbn [seq map dot].
  - destruct (Z.ltb_spec (Z.of_nat m) c), (Z.leb_spec c (Z.of_nat (m + 0))); cbn [andb]; lia || reflexivity.
  - rewrite IH. destruct (Z.eq_dec c (Z.of_nat (S m))) as [->|N].
    + replace (Z.to_nat (Z.of_nat (S m) - 1)) with m by lia.
      destruct (Z.ltb_spec (Z.of_nat (S m)) (Z.of_nat (S m))), (Z.ltb_spec (Z.of_nat m) (Z.of_nat (S m))),
        (Z.leb_spec (Z.of_nat (S m)) (Z.of_nat (m + S n))); cbn [andb]; try lia; ring.
    + destruct (Z.ltb_spec (Z.of_nat (S m)) c), (Z.leb_spec c (Z.of_nat (S m + n))),
        (Z.ltb_spec (Z.of_nat m) c), (Z.leb_spec c (Z.of_nat (m + S n))); cbn [andb]; try lia; ring.
Qed.

(** Equal weights within classes see the class sums. *)
Lemma dot_by_classes : forall n (V : nat -> R) labels y, labelled n labels -> length y = length labels ->
  dot (map (fun c => V (Z.to_nat (c - 1))) labels) y = dot (map V (seq 0 n)) (class_totals n labels y).
Proof.
  intros n V. induction labels as [|c labels IH]; intros [|r y] fit L; try discriminate.
  - unfold class_totals. cbn [map dot class_total]. symmetry.
    induction (seq 0 n) as [|i l IH]; cbn [map dot]; [reflexivity|]. rewrite IH. ring.
  - apply Forall_cons_iff in fit as [C fit]. unfold class_totals. cbn [map dot class_total].
    rewrite dot_of_sums, dot_of_one, IH by (lia || assumption || now injection L).
    destruct (Z.ltb_spec (Z.of_nat 0) c), (Z.leb_spec c (Z.of_nat (0 + n))); cbn [andb]; try lia. reflexivity.
Qed.

(** Every coordinate has the weight of its class. *)
Lemma collect_spec : forall r found found', collect found r = Some found' ->
  length found' = length found /\
  (forall i v, nth i found None = Some v -> nth i found' None = Some v) /\
  Forall (fun '(c, w) => exists v, nth (Z.to_nat (c - 1)) found' None = Some v /\ Q2R v = Q2R w) (expand r).
Proof.
  induction r as [|[[c w] m] r IH]; intros found found' H; cbn [collect] in H.
  { injection H as <-. repeat split; [auto|constructor]. }
  rewrite get_entry_is_nth in H. destruct (Z.ltb_spec (c - 1) 0); [discriminate|].
  destruct (nth_error found (Z.to_nat (c - 1))) as [[known|]|] eqn:E; [| |discriminate];
    assert (Z.to_nat (c - 1) < length found)%nat as inside by (apply nth_error_Some; congruence);
    apply (nth_error_nth _ _ None) in E.
  - destruct (same known w) eqn:S; [|discriminate]. apply same_spec in S.
    apply IH in H as (L & kept & all). repeat split; [exact L|exact kept|].
    apply Forall_app. split; [|exact all]. apply Forall_forall. intros p I. apply repeat_spec in I. subst p.
    exists known. split; [now apply kept|exact S].
  - apply IH in H as (L & kept & all). rewrite length_set_entry in L.
    assert (forall i v, nth i (set_entry (c - 1) (Some w) found) None = Some v ->
      nth i found' None = Some v) as kept' by exact kept.
    repeat split; [exact L| |].
    + intros i v V. apply kept. rewrite nth_set_entry by lia.
      destruct (Nat.eqb_spec i (Z.to_nat (c - 1))) as [->|]; [congruence|exact V].
    + apply Forall_app. split; [|exact all]. apply Forall_forall. intros p I. apply repeat_spec in I. subst p.
      exists w. split; [|reflexivity]. apply kept. rewrite nth_set_entry by lia. now rewrite Nat.eqb_refl.
Qed.

Lemma all_found_spec : forall found w, all_found found = Some w -> found = map Some w.
Proof.
  induction found as [|[q|] found IH]; intros w H; cbn in H; [now injection H as <-| |discriminate].
  destruct (all_found found) as [v|]; [|discriminate]. injection H as <-. cbn. now rewrite (IH v).
Qed.

(** The weights of a unit are those of the classes. *)
Lemma per_class_spec : forall n classes w v, per_class n classes w = Some v ->
  length (expand classes) = length (expand w) ->
  length v = n /\
  map Q2R (expand w) = map (fun c => nth (Z.to_nat (c - 1)) (map Q2R v) 0) (expand classes).
Proof.
  intros n classes w v H L. unfold per_class in H.
  destruct (collect _ _) as [found|] eqn:E; [|discriminate].
  apply collect_spec in E as (L' & _ & all). rewrite repeat_length in L'.
  apply all_found_spec in H. subst found. rewrite map_length in L'. split; [exact L'|].
  rewrite expand_zip in all. revert L all. generalize (expand classes) as labels, (expand w) as ws.
  induction labels as [|c labels IH]; intros [|q ws] L all; try discriminate; [reflexivity|].
  cbn [combine] in all. apply Forall_cons_iff in all as [(u & U & same) all]. cbn [map].
  rewrite (IH ws) by (assumption || now injection L). f_equal. rewrite <- same.
  destruct (Nat.lt_ge_cases (Z.to_nat (c - 1)) (length v)) as [inside|outside].
  - rewrite (nth_indep _ None (Some (0#1))) in U by (now rewrite map_length).
    rewrite map_nth in U. injection U as <-.
    rewrite (nth_indep _ 0 (Q2R (0#1))) by (now rewrite map_length). now rewrite map_nth.
  - rewrite nth_overflow in U by (now rewrite map_length). discriminate.
Qed.

(** A unit on the class sums is the unit. *)
Lemma unit_on_classes_is_unit : forall n classes r u y, unit_on_classes n classes r = Some u ->
  labelled n (expand classes) -> length (expand classes) = length (expand (row_weights r)) ->
  length y = length (expand classes) ->
  length (weights u) = n /\
  preactivation (unit_of r) y = preactivation u (class_totals n (expand classes) y).
Proof.
  intros n classes r u y H fit L Ly. unfold unit_on_classes in H.
  destruct (per_class n classes (row_weights r)) as [v|] eqn:E; [|discriminate]. injection H as <-.
  apply per_class_spec in E as [Lv same]; [|exact L]. split; [exact Lv|].
  unfold preactivation, unit_of. cbn [weights bias]. rewrite same.
  rewrite (dot_by_classes n (fun i => nth i (map Q2R v) 0)) by assumption. do 2 f_equal.
  rewrite <- Lv, <- (map_length Q2R v). generalize (map Q2R v) as l. clear.
  induction l as [|a l IH]; cbn [length seq map nth]; [reflexivity|].
  rewrite <- seq_shift, map_map. f_equal. exact IH.
Qed.

(** All units of a layer. *)
Lemma all_units_spec : forall n classes rs us, all_units n classes rs = Some us ->
  Forall2 (fun r u => unit_on_classes n classes r = Some u) rs us.
Proof.
  intros n classes. induction rs as [|r rs IH]; intros us H; cbn in H.
  { injection H as <-. constructor. }
  destruct (unit_on_classes n classes r) as [u|] eqn:U; [|discriminate].
  destruct (all_units n classes rs) as [us'|]; [|discriminate]. injection H as <-.
  constructor; [exact U|now apply IH].
Qed.

(** ** The quotient *)

Section Quotient.

Variable h : written.
Variable f : function.
Variable classes : runs Z.
Variable q : quotient.
Hypothesis positive : (0 < dimension f)%Z.
Hypothesis made : quotient_of h f classes = Some q.

Let labels := expand classes.
Let n := length (sizes q).

(** What it is made of. *)
Lemma quotient_parts : sizes_of classes = Some (sizes q) /\ size classes = dimension f /\
  target_by_counts f n classes = Some (wanted q) /\ network_fits h f = true /\
  exists l behind, layers h = l :: behind /\ all_units n classes (rows_units l) = Some (first_units q) /\
  first q = rows_activation l /\ rest q = map layer_of behind.
Proof.
  unfold quotient_of in made. destruct (sizes_of classes) as [ns|] eqn:S; [|discriminate].
  destruct (layers h) as [|l behind] eqn:L; [discriminate|].
  destruct (_ && network_fits h f) eqn:F; [|discriminate].
  destruct (all_units _ _ _) as [us|] eqn:U; [|discriminate].
  destruct (target_by_counts _ _ _) as [w|] eqn:T; [|discriminate].
  apply andb_true_iff in F as [F G]. apply Z.eqb_eq in F. injection made as <-.
  unfold n. cbn [sizes wanted first_units first rest]. repeat split; try assumption. now exists l, behind.
Qed.

(** Classes are not empty. *)
Lemma quotient_has_no_empty_class : no_empty_class q.
Proof.
  destruct quotient_parts as (S & _). now apply sizes_count in S as (_ & P & _).
Qed.

(** At every real point the network is the quotient at the class sums. *)
Theorem quotient_is_the_network : forall y, length y = Z.to_nat (dimension f) ->
  value_at (network_of h) y = value_at (on_classes q) (class_totals n labels y).
Proof.
  intros y L. destruct quotient_parts as (S & size & _ & fit & l & behind & E & U & A & R).
  pose proof (labels_length f classes (sizes q) size) as Ll.
  assert (labelled n labels) as inside by (now apply sizes_count in S).
  apply andb_true_iff in fit as [I fit]. apply Z.eqb_eq in I. rewrite E in fit. cbn [layers_fit] in fit.
  apply andb_true_iff in fit as [fit _]. apply andb_true_iff in fit as [_ lengths].
  unfold value_at, network_of, on_classes. rewrite E, R. cbn [map outputs]. do 2 f_equal.
  unfold layer_values, layer_of. cbn [activation_of units]. rewrite A, map_map.
  apply all_units_spec in U. rewrite forallb_forall in lengths. revert lengths U.
  generalize (first_units q) as us. induction (rows_units l) as [|r rs IH]; intros us lengths U;
    inversion U as [|? u ? us' H U']; subst; [reflexivity|]. cbn [map].
  rewrite <- (IH us') by (assumption || intros; apply lengths; now right). f_equal. f_equal.
  apply (unit_on_classes_is_unit _ _ _ _ _ H inside); [|congruence].
  specialize (lengths r (or_introl eq_refl)). apply Z.eqb_eq in lengths.
  rewrite <- length_expand in lengths. lia.
Qed.

(** The class sums of a vertex are those at its counts. *)
Theorem class_totals_of_vertex : forall x, length x = Z.to_nat (dimension f) ->
  class_totals n labels (point_of x) = sums_at q (counts_of n labels x).
Proof.
  intros x L. destruct quotient_parts as (S & size & _).
  pose proof (labels_length f classes (sizes q) size) as Ll.
  unfold sums_at. rewrite (class_sums_of_counts classes (sizes q) S) by congruence.
  unfold class_totals. rewrite map_map. apply map_ext. intro i. apply class_total_point_of.
Qed.

End Quotient.
