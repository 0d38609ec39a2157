(** * The checker is sound

    Step 8 of the page the-checker-is-sound: what [check] answers yes to holds, and what it answers no to does
    not. The walk's part (steps 5 to 7) is put together here. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims TwoUnits RunsAreSequences Quotients LimitsFromGerms
  CountsOfVertices TargetsByCounts TheQuotientIsTheNetwork TheWalkVisitsEverything FarkasEvidence PointEvidence.
From Orthant.Checker Require Import Numbers Runs Certificate Classes Walk Bounds Check.
Import ListNotations.
Open Scope R_scope.

(** ** From vectors of counts to vertices *)

Section Quotient.

Variable h : written.
Variable f : function.
Variable classes : runs Z.
Variable q : quotient.
Hypothesis positive : (0 < dimension f)%Z.
Hypothesis made : quotient_of h f classes = Some q.

Let D := Z.to_nat (dimension f).
Let counts := counts_of (length (sizes q)) (expand classes).

(** Step 5. The counts of a vertex are in range, and have its value. *)
Lemma counts_of_a_vertex : forall x, length x = D ->
  in_range (sizes q) (counts x) = true /\ IZR (value (meaning f x)) = wanted_at q (counts x).
Proof.
  intros x L. destruct (quotient_parts _ _ _ _ made) as (sized & dimensions & by_them & _). split.
  - eapply counts_in_range; eassumption.
  - unfold wanted_at. do 2 f_equal. eapply target_at_counts; eassumption.
Qed.

(** Step 5. h = f at a vertex says that the quotient is f at its counts. *)
Lemma agrees_at_a_vertex : forall x, length x = D ->
  value_at (network_of h) (point_of x) = IZR (value (meaning f x)) <-> agrees_on q (counts x).
Proof.
  intros x L. destruct (counts_of_a_vertex x L) as [_ same]. unfold agrees_on. rewrite <- same.
  erewrite quotient_is_the_network, class_totals_of_vertex by (rewrite ?length_point_of; eassumption).
  reflexivity.
Qed.

(** Step 6. Agreement at all counts is agreement. *)
Lemma agrees_at_all_counts : (forall k, in_range (sizes q) k = true -> agrees_on q k) ->
  agrees D (network_of h) (meaning f).
Proof. intros all x L. apply agrees_at_a_vertex; [exact L|]. now apply all, counts_of_a_vertex. Qed.

(** Step 6. Counts where the quotient is not f have a vertex where h is not f. *)
Lemma differs_at_some_counts : forall k, in_range (sizes q) k = true -> ~ agrees_on q k ->
  ~ agrees D (network_of h) (meaning f).
Proof.
  intros k K differ agree. destruct (quotient_parts _ _ _ _ made) as (sized & dimensions & by_them & _).
  assert (length (representative (expand classes) k) = D /\ counts (representative (expand classes) k) = k)
    as [L same] by (eapply counts_of_representative; eassumption).
  apply differ. rewrite <- same. apply agrees_at_a_vertex; [exact L|]. now apply agree.
Qed.

(** Step 7. Along a direction the quotient moves by the direction's class sums, so robustness at all counts is
    robustness. *)
Lemma robust_at_all_counts :
  (forall k, in_range (sizes q) k = true -> agrees_on q k /\ robust_on q k) ->
  robust D (network_of h) (meaning f).
Proof.
  intros all x Lx. destruct (counts_of_a_vertex x Lx) as [range same].
  destruct (all _ range) as [agree germs]. split; [now apply agrees_at_a_vertex|].
  intros v Lv e small.
  assert (length (sums_at q (counts x)) = length (sizes q)) as Ls.
  { unfold sums_at. rewrite map_length. now apply length_class_sums. }
  destruct (robust_at_from_germs (value_at (on_classes q)) (sums_at q (counts x)) (wanted_at q (counts x)))
    as [_ limits]; [intros u Lu; apply germs; congruence|].
  destruct (limits (class_totals (length (sizes q)) (expand classes) v)) with (epsilon := e)
    as (d & near & close); [now rewrite length_class_totals|exact small|].
  exists d. split; [exact near|]. intros t T.
  assert (length (point_of x) = length v) as Lp by (rewrite length_point_of; congruence).
  erewrite quotient_is_the_network by (try eassumption; rewrite length_along, length_point_of; assumption).
  rewrite class_totals_along by exact Lp. erewrite class_totals_of_vertex by eassumption.
  rewrite same. now apply close.
Qed.

End Quotient.

(** ** What each kind of evidence establishes *)

(** An answer is right. *)
Definition answers (claim : Prop) (a : answer) : Prop := (a = Yes -> claim) /\ (a = No -> ~ claim).

(** Undecided is never wrong. *)
Lemma undecided : forall claim, answers claim Undecided.
Proof. split; discriminate. Qed.

(** Evidence that only refutes. *)
Lemma only_no : forall claim a, a <> Yes -> (a = No -> ~ claim) -> answers claim a.
Proof. intros claim a no_yes no. split; [contradiction|exact no]. Qed.

(** Steps 5 to 7. A walk answers whether h is f, with or without limits, and has seen that the layers fit. *)
Lemma walk_over_answers : forall (limits : bool) h f classes points, (0 < dimension f)%Z ->
  answers ((if limits then robust else agrees) (Z.to_nat (dimension f)) (network_of h) (meaning f))
    (walk_over limits h f classes points) /\
  (walk_over limits h f classes points = Yes -> network_fits h f = true).
Proof.
  intros limits h f classes points positive. unfold walk_over.
  destruct (can_count classes); [|split; [apply undecided|discriminate]].
  destruct (sizes_of classes) as [sizes|]; [|split; [apply undecided|discriminate]].
  destruct (_ <? _)%Z; [split; [apply undecided|discriminate]|].
  destruct (quotient_of h f classes) as [q|] eqn:made; [|split; [apply undecided|discriminate]].
  pose proof (quotient_has_no_empty_class _ _ _ _ made) as some.
  destruct (walk _ _ _ _) as [[[|] work]|k|] eqn:W;
    [|split; [apply undecided|discriminate]| |split; [apply undecided|discriminate]].
  - split; [|now intros _; apply (quotient_parts _ _ _ _ made)]. split; [intros _|discriminate].
    destruct limits.
    + exact (robust_at_all_counts h f classes q positive made (walk_is_robust _ _ _ _ some W)).
    + exact (agrees_at_all_counts h f classes q positive made (walk_agrees _ _ _ _ some W)).
  - split; [split; [discriminate|intros _]|discriminate].
    destruct (walk_differs _ _ _ _ _ some W) as [K differ].
    pose proof (differs_at_some_counts h f classes q positive made k K differ) as different.
    destruct limits; [|exact different]. intro robust. now apply different, robust_agrees.
Qed.

(** A perceptron that is f separates it. *)
Lemma perceptron_separates : forall D w b f, length (expand w) = D ->
  agrees D [Layer Sign [Unit (expand w) b]] f -> separable D f.
Proof.
  intros D w b f L agree. exists (map Q2R (expand w)), (Q2R b). split; [now rewrite map_length|].
  intros x Lx. specialize (agree x Lx). unfold value_at in agree.
  cbn [outputs layer_values map hd units activation_of apply] in agree.
  unfold preactivation in agree. cbn [weights bias] in agree.
  destruct (Rle_dec 0 _) as [above|below], (f x); cbn [has_sign value] in *; lra.
Qed.

(** A separator is one. *)
Lemma check_separator_answers : forall f w b classes, (0 < dimension f)%Z ->
  answers (separable (Z.to_nat (dimension f)) (meaning f)) (check_separator f w b classes).
Proof.
  intros f w b classes positive. unfold check_separator.
  destruct (walk_over_answers false (perceptron (dimension f) w b) f classes [] positive) as [[agree _] fits].
  destruct (walk_over _ _ _ _ _); [|apply undecided|apply undecided].
  split; [intros _|discriminate]. specialize (agree eq_refl). specialize (fits eq_refl).
  apply (perceptron_separates _ w b); [|exact agree]. apply length_by_size.
  unfold network_fits in fits. cbn in fits. rewrite !andb_true_r in fits.
  apply andb_true_iff in fits as [_ fits]. now apply Z.eqb_eq.
Qed.

(** ** The checker *)

(** Farkas weights, levels, a vertex and a direction never say yes. *)
Lemma never_yes : forall (b : bool), (if b then No else Undecided) <> Yes.
Proof. now intros []. Qed.

(** Where [check] answers yes the claim holds, and where it answers no it does not. *)
Theorem check_is_sound : forall c,
  (check c = Yes -> holds (asked c)) /\ (check c = No -> ~ holds (asked c)).
Proof.
  intros [question evidence]. unfold check. cbn [asked given].
  destruct (function_fits (function_of question)) eqn:fit; cbn [negb]; [|exact (undecided _)].
  apply andb_true_iff in fit as [fit _]. apply Z.leb_le in fit.
  assert (0 < dimension (function_of question))%Z as positive by lia. clear fit.
  destruct question as [f|h f|h f], evidence; cbn [function_of holds] in *; try exact (undecided _).
  - now apply check_separator_answers.
  - apply only_no; [|now apply check_farkas_is_sound]. unfold check_farkas.
    destruct (_ && _); [|discriminate]. destruct (weighted_sum _ _ _ _) as [[]|]; [|discriminate].
    apply never_yes.
  - apply only_no; [|now apply check_levels_is_sound]. unfold check_levels.
    destruct (can_count _); [|discriminate].
    destruct (sizes_of _); [|discriminate]. destruct (_ && _); [|discriminate].
    destruct (target_by_counts _ _ _); [|discriminate].
    destruct (weighted_levels _ _ _ _ _) as [[]|]; [|discriminate]. apply never_yes.
  - exact (proj1 (walk_over_answers false h f _ [] positive)).
  - apply only_no; [apply never_yes|now apply check_vertex_is_sound].
  - exact (proj1 (walk_over_answers true h f _ _ positive)).
  - apply only_no; [apply never_yes|now apply check_direction_is_sound].
Qed.
