(** * Instances: the theorems about every D for the networks as the program prints them

    `verify q3 --emit rocq` writes files that apply these; numbers are literals there, so the side conditions
    are computed. What there is no theorem for is certified: [by_certificate]. *)

From Coq Require Import ZArith QArith List Bool Lia.
From Orthant Require Import Cube Network Claims Constructions TwoUnits OneSignChangeIsOnePerceptron
  TheReportsNetworksAreExact TheReportsNetworksBreakOnAttainedBounds HalfIntegerThresholdsSurviveAnyDirection
  WidestThresholds ThePublishedAnswer TheCheckerIsSound.
From Orthant.Checker Require Import Runs Certificate Check.
Import ListNotations.
Open Scope Z_scope.

(** ** By certificate *)

Lemma established : forall c, check c = Yes -> holds (asked c).
Proof. intro c. apply check_is_sound. Qed.

Lemma refuted : forall c, check c = No -> ~ holds (asked c).
Proof. intro c. apply check_is_sound. Qed.

Ltac by_certificate c :=
  match goal with
  | |- ~ _ => refine (refuted c _)
  | |- _ => refine (established c _)
  end; vm_compute; reflexivity.

(** ** The exercise's bounds *)

(** -D ≤ A ≤ B ≤ D. *)
Definition in_exercise (D : positive) (A B : Z) : bool :=
  (- Zpos D <=? A) && (A <=? B) && (B <=? Zpos D).

Lemma in_exercise_spec : forall D A B, in_exercise D A B = true ->
  (1 <= Pos.to_nat D)%nat /\ - Z.of_nat (Pos.to_nat D) <= A /\ A <= B /\ B <= Z.of_nat (Pos.to_nat D).
Proof.
  intros D A B H. unfold in_exercise in H. rewrite !andb_true_iff, !Z.leb_le in H.
  rewrite positive_nat_Z. lia.
Qed.

(** A′ and B′, computed from D as it is printed. *)
Definition least (D : positive) (A : Z) : Z := A + (A - Zpos D) mod 2.
Definition greatest (D : positive) (B : Z) : Z := B - (B - Zpos D) mod 2.

Lemma least_spec : forall D A, least D A = least_sum_inside (Pos.to_nat D) A.
Proof. intros. unfold least, least_sum_inside. now rewrite positive_nat_Z. Qed.

Lemma greatest_spec : forall D B, greatest D B = greatest_sum_inside (Pos.to_nat D) B.
Proof. intros. unfold greatest, greatest_sum_inside. now rewrite positive_nat_Z. Qed.

(** ** One perceptron *)

Definition one_perceptron (D : positive) (A B : Z) : bool :=
  (greatest D B <? least D A) || (least D A =? - Zpos D) || (greatest D B =? Zpos D).

Lemma one_perceptron_spec : forall D A B, in_exercise D A B = true ->
  holds (Separable (Interval (Zpos D) A B)) <-> one_perceptron D A B = true.
Proof.
  intros D A B H. apply in_exercise_spec in H as (positive & low & ordered & high).
  unfold one_perceptron. rewrite !orb_true_iff, Z.ltb_lt, !Z.eqb_eq, least_spec, greatest_spec.
  cbn [holds dimension meaning Z.to_nat].
  rewrite (interval_is_one_perceptron_iff (Pos.to_nat D) A B) by assumption.
  rewrite positive_nat_Z. tauto.
Qed.

Theorem interval_is_separable : forall D A B,
  in_exercise D A B && one_perceptron D A B = true -> holds (Separable (Interval (Zpos D) A B)).
Proof. intros D A B H. apply andb_true_iff in H as [H K]. now apply one_perceptron_spec. Qed.

Theorem interval_is_inseparable : forall D A B,
  in_exercise D A B && negb (one_perceptron D A B) = true -> ~ holds (Separable (Interval (Zpos D) A B)).
Proof.
  intros D A B H. apply andb_true_iff in H as [H K]. rewrite one_perceptron_spec by exact H.
  now apply negb_true_iff in K as ->.
Qed.

(** ** Networks as they are printed *)

(** Equal weights are one run. *)
Definition printed (D : positive) (g : activation) (v1 c1 v2 c2 : Z) (o : activation) (w b : Z) : written :=
  Written (Zpos D)
    [Rows g [Row [(inject_Z v1, D)] (inject_Z c1); Row [(inject_Z v2, D)] (inject_Z c2)];
     Rows o [Row [(inject_Z w, 2%positive)] (inject_Z b)]].

Lemma printed_is_two_units : forall D g v1 c1 v2 c2 o w b,
  network_of (printed D g v1 c1 v2 c2 o w b) = two_units (Pos.to_nat D) g v1 c1 v2 c2 o w b.
Proof.
  intros. unfold network_of, printed, two_units, even_unit, layer_of, unit_of. cbn.
  now rewrite !app_nil_r.
Qed.

Definition printed_report_b (D : positive) (A B : Z) : written := report_b_by (printed D) A B.
Definition printed_integer_b (D : positive) (A B : Z) : written := integer_b_by (printed D) A B.
Definition printed_widest_b (D : positive) (A B : Z) : written :=
  widest_b_by (printed D) (least D A) (greatest D B).
Definition printed_report_c (D : positive) (A B : Z) : written := report_c_by (printed D) A B.
Definition printed_integer_c (D : positive) (A B : Z) : written := integer_c_by (printed D) A B.
Definition printed_widest_c (D : positive) (A B : Z) : written :=
  widest_c_by (printed D) (least D A) (greatest D B).
Definition printed_published_c (D : positive) (A B : Z) : written := published_c_by (printed D) A B 2.
Definition printed_corrected_c (D : positive) (A B : Z) : written := corrected_c_by (printed D) A B.

(** Turns a claim about a printed network into the one of the theorems. *)
Ltac as_two_units h :=
  intros D A B H;
  lazymatch type of H with
  | _ && _ = true => apply andb_true_iff in H as [H K]
  | _ => idtac
  end;
  pose proof (in_exercise_spec D A B H) as (positive & low & ordered & high);
  cbn [holds dimension meaning Z.to_nat]; unfold h, report_b_by, integer_b_by, widest_b_by,
    report_c_by, integer_c_by, widest_c_by, corrected_c_by, published_c_by;
  rewrite printed_is_two_units, ?least_spec, ?greatest_spec.

(** The report's networks. *)
Theorem report_b_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_report_b D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_report_b. now apply report_b_is_exact. Qed.

Theorem report_c_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_report_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_report_c. now apply report_c_is_exact. Qed.

(** A or B is an attainable sum. *)
Definition bound_attained (D : positive) (A B : Z) : bool := (A =? least D A) || (B =? greatest D B).

Lemma bound_attained_spec : forall D A B, in_exercise D A B = true ->
  bound_attained D A B = true <-> attainable (Pos.to_nat D) A \/ attainable (Pos.to_nat D) B.
Proof.
  intros D A B H. apply in_exercise_spec in H as (positive & low & ordered & high).
  rewrite !attainable_by_parity by lia.
  unfold bound_attained, least, greatest. rewrite orb_true_iff, !Z.eqb_eq, positive_nat_Z.
  pose proof (Z.mod_pos_bound (A - Zpos D) 2 eq_refl). pose proof (Z.mod_pos_bound (B - Zpos D) 2 eq_refl).
  rewrite <- !Z.even_spec, !Zeven_mod, <- !Zeq_is_eq_bool. lia.
Qed.

Theorem report_b_is_robust : forall D A B, in_exercise D A B && negb (bound_attained D A B) = true ->
  holds (Robust (printed_report_b D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_report_b. apply report_b_is_robust_iff; try assumption.
  pose proof (bound_attained_spec D A B H) as attained. apply negb_true_iff in K. rewrite K in attained.
  intuition discriminate.
Qed.

Theorem report_c_is_robust : forall D A B, in_exercise D A B && negb (bound_attained D A B) = true ->
  holds (Robust (printed_report_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_report_c. apply report_c_is_robust_iff; try assumption.
  pose proof (bound_attained_spec D A B H) as attained. apply negb_true_iff in K. rewrite K in attained.
  intuition discriminate.
Qed.

Theorem report_b_is_fragile : forall D A B, in_exercise D A B && bound_attained D A B = true ->
  ~ holds (Robust (printed_report_b D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_report_b. intro robust. apply report_b_is_robust_iff in robust; try assumption.
  apply bound_attained_spec in K; tauto.
Qed.

Theorem report_c_is_fragile : forall D A B, in_exercise D A B && bound_attained D A B = true ->
  ~ holds (Robust (printed_report_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_report_c. intro robust. apply report_c_is_robust_iff in robust; try assumption.
  apply bound_attained_spec in K; tauto.
Qed.

(** The answers that survive. *)
Theorem integer_b_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_integer_b D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_integer_b. now apply integer_b_is_exact. Qed.

Theorem integer_b_is_robust : forall D A B, in_exercise D A B = true ->
  holds (Robust (printed_integer_b D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_integer_b. now apply HalfIntegerThresholdsSurviveAnyDirection.integer_b_is_robust.
Qed.

Theorem integer_c_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_integer_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_integer_c. now apply integer_c_is_exact. Qed.

Theorem integer_c_is_robust : forall D A B, in_exercise D A B = true ->
  holds (Robust (printed_integer_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_integer_c. now apply HalfIntegerThresholdsSurviveAnyDirection.integer_c_is_robust.
Qed.

Theorem widest_b_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_widest_b D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_widest_b. now apply widest_b_is_exact. Qed.

Theorem widest_b_is_robust : forall D A B, in_exercise D A B = true ->
  holds (Robust (printed_widest_b D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_widest_b. now apply WidestThresholds.widest_b_is_robust. Qed.

Theorem widest_c_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_widest_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_widest_c. now apply widest_c_is_exact. Qed.

Theorem widest_c_is_robust : forall D A B, in_exercise D A B = true ->
  holds (Robust (printed_widest_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_widest_c. now apply WidestThresholds.widest_c_is_robust. Qed.

(** The published answer is right for A = B, and its correction always. *)
Theorem published_c_agrees : forall D A B, in_exercise D A B && (A =? B) = true ->
  holds (Agrees (printed_published_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_published_c. apply published_c_is_exact_iff; try assumption. now apply Z.eqb_eq.
Qed.

Theorem published_c_differs : forall D A B, in_exercise D A B && negb (A =? B) = true ->
  ~ holds (Agrees (printed_published_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_published_c. intro agrees. apply published_c_is_exact_iff in agrees; try assumption.
  apply Z.eqb_eq in agrees. now rewrite agrees in K.
Qed.

Theorem published_c_is_robust : forall D A B, in_exercise D A B && (A =? B) = true ->
  holds (Robust (printed_published_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_published_c. apply published_c_is_robust_iff; try assumption. now apply Z.eqb_eq.
Qed.

Theorem published_c_is_fragile : forall D A B, in_exercise D A B && negb (A =? B) = true ->
  ~ holds (Robust (printed_published_c D A B) (Interval (Zpos D) A B)).
Proof.
  as_two_units printed_published_c. intro robust. apply published_c_is_robust_iff in robust; try assumption.
  apply Z.eqb_eq in robust. now rewrite robust in K.
Qed.

Theorem corrected_c_agrees : forall D A B, in_exercise D A B = true ->
  holds (Agrees (printed_corrected_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_corrected_c. now apply corrected_c_is_exact. Qed.

Theorem corrected_c_is_robust : forall D A B, in_exercise D A B = true ->
  holds (Robust (printed_corrected_c D A B) (Interval (Zpos D) A B)).
Proof. as_two_units printed_corrected_c. now apply ThePublishedAnswer.corrected_c_is_robust. Qed.
