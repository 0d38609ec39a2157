(** * Germs are followed: a unit's germ is what the unit does for small t > 0

    Steps 1 and 3 of the page limits-by-cases. Germs α + t·β(u) go through a unit w·y + b exactly, and through
    an activation for small t > 0, once the sign of β(u) is known where α = 0. Slopes need not have the right
    length for this: [dot] stops with the direction u. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Eventually ExactNumbers.
From Orthant.Checker Require Import Numbers Certificate Germs.
Import ListNotations.
Open Scope R_scope.

(** β(u). *)
Definition slope_at (u : list R) (g : germ) : R := dot (map Q2R (slope g)) u.

(** What the relation says of a number. *)
Definition relation_holds (r : relation) (b : R) : Prop :=
  match r with
  | Negative => b < 0
  | Null => b = 0
  | Positive => 0 < b
  | NonNegative => 0 <= b
  end.

(** ** For small t > 0 *)

(** What holds for every t > 0 holds for small t > 0. *)
Lemma eventually_always : forall P : R -> Prop, (forall t, 0 < t -> P t) -> eventually P.
Proof. intros P H. exists 1. split; [lra|]. intros t Ht. apply H; lra. Qed.

(** Two things hold together for small t > 0. *)
Lemma eventually_both : forall P Q : R -> Prop,
  eventually P -> eventually Q -> eventually (fun t => P t /\ Q t).
Proof.
  intros P Q (d & Hd & HP) (e & He & HQ). exists (Rmin d e).
  pose proof (Rmin_l d e). pose proof (Rmin_r d e).
  split; [now apply Rmin_pos|]. intros t Ht. split; [apply HP|apply HQ]; lra.
Qed.

(** Consequences, which may use t > 0. *)
Lemma eventually_so : forall P Q : R -> Prop,
  eventually P -> (forall t, 0 < t -> P t -> Q t) -> eventually Q.
Proof.
  intros P Q (e & He & HP) H. exists e. split; [exact He|]. intros t Ht. apply H; [lra|now apply HP].
Qed.

(** Equations for small t > 0 are transitive. *)
Lemma eventually_equal : forall (A : Type) (f g h : R -> A),
  eventually (fun t => f t = g t) -> eventually (fun t => g t = h t) -> eventually (fun t => f t = h t).
Proof.
  intros A f g h F G. apply (eventually_so _ _ (eventually_both _ _ F G)).
  intros t _ [E1 E2]. now rewrite E1.
Qed.

(** Some small t > 0 is a witness. *)
Lemma eventually_some : forall P : R -> Prop, eventually P -> exists t, 0 < t /\ P t.
Proof. intros P (e & He & H). exists (e / 2). split; [lra|]. apply H; lra. Qed.

(** α + t·β keeps the sign of α > 0. *)
Lemma stays_positive : forall a b, 0 < a -> eventually (fun t => 0 < a + t * b).
Proof.
  intros a b Ha. pose proof (Rabs_pos b) as Hb. exists (a / (Rabs b + 1)).
  assert (E : a / (Rabs b + 1) * (Rabs b + 1) = a) by (field; lra).
  split; [apply Rdiv_lt_0_compat; lra|]. intros t [Ht Hu].
  apply (Rmult_lt_compat_r (Rabs b + 1)) in Hu; [|lra]. rewrite E in Hu.
  pose proof (Rle_abs (- b)) as Hl. rewrite Rabs_Ropp in Hl.
  apply (Rmult_le_compat_l t) in Hl; lra.
Qed.

(** α + t·β keeps the sign of α < 0. *)
Lemma stays_negative : forall a b, a < 0 -> eventually (fun t => a + t * b < 0).
Proof.
  intros a b Ha. apply (eventually_so _ _ (stays_positive (- a) (- b) ltac:(lra))).
  intros t _ H. lra.
Qed.

(** ** Units: step 1, sums of germs are germs *)

(** β ≡ 0 is 0 in every direction. *)
Lemma dot_of_zeros : forall l u, forallb is_zero l = true -> dot (map Q2R l) u = 0.
Proof.
  induction l as [|a l IH]; intros [|r u] H; cbn in *; try reflexivity.
  apply andb_true_iff in H as [Ha Hl]. apply is_zero_spec in Ha. rewrite Ha, IH by exact Hl. ring.
Qed.

Lemma zeros_are_zero : forall n, forallb is_zero (zeros n) = true.
Proof. induction n as [|n IH]; cbn; auto. Qed.

(** A germ that does not move. *)
Lemma germ_at_constant : forall u t n a, germ_at u t (constant n a) = Q2R a.
Proof. intros. unfold germ_at. cbn. rewrite dot_of_zeros by apply zeros_are_zero. ring. Qed.

Lemma length_add_multiple : forall a x y, length (add_multiple a x y) = length y.
Proof. induction x as [|r x IH]; intros [|s y]; cbn; auto. Qed.

(** y + a·x in the direction u. *)
Lemma dot_add_multiple : forall a x y u, length y = length u ->
  dot (map Q2R (add_multiple a x y)) u = dot (map Q2R y) u + Q2R a * dot (map Q2R x) u.
Proof.
  induction x as [|r x IH]; intros [|s y] [|d u] H; cbn in *; try discriminate; try ring.
  rewrite IH, Q2R_add, Q2R_mul by congruence. ring.
Qed.

(** Σ wᵢ·βᵢ(u). *)
Lemma combine_slopes_is_followed : forall u w gs sum, length sum = length u ->
  dot (map Q2R (combine_slopes sum w gs)) u
  = dot (map Q2R sum) u + dot (map Q2R w) (map (slope_at u) gs).
Proof.
  induction w as [|a w IH]; intros [|g gs] sum H; cbn; try ring.
  destruct (is_zero a) eqn:Ha.
  - apply is_zero_spec in Ha. rewrite IH, Ha by exact H. ring.
  - rewrite IH, dot_add_multiple by (try rewrite length_add_multiple; exact H).
    unfold slope_at. ring.
Qed.

(** w·(α + t·β) = w·α + t·(w·β). *)
Lemma dot_of_germs : forall u t w gs,
  dot w (map (germ_at u t) gs)
  = dot w (map Q2R (map at_vertex gs)) + t * dot w (map (slope_at u) gs).
Proof.
  induction w as [|a w IH]; intros [|g gs]; cbn; try ring.
  rewrite IH. unfold germ_at, slope_at. ring.
Qed.

(** Step 1. The germ of a unit is the unit of the germs, for every t. *)
Theorem germ_of_unit_is_followed : forall u t gs un,
  germ_at u t (germ_of_unit (length u) gs un) = preactivation un (map (germ_at u t) gs).
Proof.
  intros u t gs un. unfold preactivation. rewrite dot_of_germs. unfold germ_at, germ_of_unit; cbn.
  rewrite Q2R_combine_with, combine_slopes_is_followed by apply repeat_length.
  rewrite (dot_of_zeros (zeros _)) by apply zeros_are_zero. ring.
Qed.

(** The germs of a layer's pre-activations. *)
Lemma layer_is_followed : forall u t l gs,
  layer_values l (map (germ_at u t) gs)
  = map (fun z => apply (activation_of l) (germ_at u t z)) (map (germ_of_unit (length u) gs) (units l)).
Proof.
  intros. unfold layer_values. rewrite map_map. apply map_ext. intro un.
  now rewrite germ_of_unit_is_followed.
Qed.

(** ** Activations: steps 1 and 3 *)

(** g(α), computed with exact numbers. *)
Lemma value_of_is_apply : forall g a, Q2R (value_of g a) = apply g (Q2R a).
Proof.
  intros g a. pose proof (is_negative_spec a) as M. pose proof (is_zero_spec a) as N.
  destruct g; cbn; try reflexivity.
  4: destruct (Req_EM_T (Q2R a) 0) as [H|H], (is_zero a).
  1-3: destruct (Rle_dec 0 (Q2R a)) as [H|H], (is_negative a).
  all: rewrite ?Q2R_integer; try reflexivity; exfalso.
  all: try (apply H, N; reflexivity).
  all: try (apply N in H; discriminate).
  all: try (destruct M as [M _]; specialize (M eq_refl); lra).
  all: destruct M as [_ M]; specialize (M ltac:(lra)); discriminate.
Qed.

(** An activation sees of a number its side of 0; ReLU, too, unless the number is positive. *)
Lemma apply_on_a_side : forall g x y, g <> Identity -> (g = Relu -> y <= 0) ->
  (x < 0 <-> y < 0) -> (x = 0 <-> y = 0) -> apply g x = apply g y.
Proof.
  intros g x y G P N E. destruct g; cbn; try congruence.
  1-3: destruct (Rle_dec 0 x), (Rle_dec 0 y); try reflexivity; try lra.
  - specialize (P eq_refl). lra.
  - destruct (Req_EM_T x 0), (Req_EM_T y 0); tauto.
Qed.

(** If α ≠ 0 or β ≡ 0, the side of 0 does not change for small t. *)
Lemma stays_on_its_side : forall u z, negb (is_zero (at_vertex z)) || is_flat z = true ->
  eventually (fun t => (germ_at u t z < 0 <-> Q2R (at_vertex z) < 0)
                       /\ (germ_at u t z = 0 <-> Q2R (at_vertex z) = 0)).
Proof.
  intros u z H. unfold germ_at. set (b := dot _ u).
  destruct (Rtotal_order (Q2R (at_vertex z)) 0) as [L|[E|G]].
  - apply (eventually_so _ _ (stays_negative _ b L)). intros t _ Ht. lra.
  - apply eventually_always. intros t _. subst b.
    apply is_zero_spec in E. rewrite E in H. apply is_zero_spec in E.
    rewrite dot_of_zeros by exact H. lra.
  - apply (eventually_so _ _ (stays_positive _ b G)). intros t _ Ht. lra.
Qed.

(** Step 1. Where one case of g applies in all directions, its germ is what g does. *)
Theorem determined_germ_is_followed : forall u g z a, germ_of (length u) g z = Determined a ->
  eventually (fun t => apply g (germ_at u t z) = germ_at u t a).
Proof.
  intros u g z a H.
  assert (I : g = Identity \/ g <> Identity) by (destruct g; auto; right; discriminate).
  destruct I as [->|I].
  { injection H as <-. now apply eventually_always. }
  assert (S : negb (is_zero (at_vertex z)) || is_flat z = true
              /\ a = if match g with Relu => is_positive (at_vertex z) | _ => false end then z
                     else constant (length u) (value_of g (at_vertex z))).
  { unfold germ_of in H. destruct (negb _ || _); [|destruct g; congruence].
    split; [reflexivity|]. destruct g; try congruence. destruct (is_positive _); congruence. }
  destruct S as [S ->]. pose proof (is_positive_spec (at_vertex z)) as P.
  apply (eventually_so _ _ (stays_on_its_side u z S)). intros t _ [N E].
  destruct g; try congruence; cbn iota.
  3: destruct (is_positive (at_vertex z)) eqn:Q.
  3: destruct P as [P _]; specialize (P eq_refl); cbn; destruct (Rle_dec 0 _); [reflexivity|lra].
  all: rewrite germ_at_constant, value_of_is_apply; apply apply_on_a_side; try assumption; try discriminate.
  intros _. destruct P as [_ P]. destruct (Rle_dec (Q2R (at_vertex z)) 0); [assumption|].
  specialize (P ltac:(lra)). congruence.
Qed.

(** A unit whose case depends on the direction is at 0. *)
Lemma splits_only_at_0 : forall n g z cases, germ_of n g z = Depends cases -> Q2R (at_vertex z) = 0.
Proof.
  intros n g z cases H. apply is_zero_spec. destruct (is_zero (at_vertex z)) eqn:E; [reflexivity|].
  unfold germ_of in H. rewrite E in H. destruct g; try discriminate. destruct (is_positive _); discriminate.
Qed.

(** Step 3. Every number falls in one part: for each direction one of the cases holds. *)
Theorem some_case_holds : forall u n g z cases, germ_of n g z = Depends cases ->
  exists r a, In (r, a) cases /\ relation_holds r (slope_at u z).
Proof.
  intros u n g z cases H. unfold germ_of in H. set (b := slope_at u z).
  destruct g; try discriminate; destruct (negb _ || _); try discriminate.
  3: destruct (is_positive _); discriminate.
  all: injection H as <-.
  1-3: destruct (Rle_dec 0 b) as [B|B]; [exists NonNegative|exists Negative];
    eexists; (split; [cbn; eauto|cbn; lra]).
  destruct (Rtotal_order b 0) as [B|[B|B]]; [exists Negative|exists Null|exists Positive];
    eexists; (split; [cbn; eauto|cbn; lra]).
Qed.

(** Step 3. In each part of the directions its germ is what g does. *)
Theorem case_is_followed : forall u g z cases r a, germ_of (length u) g z = Depends cases ->
  In (r, a) cases -> relation_holds r (slope_at u z) ->
  eventually (fun t => apply g (germ_at u t z) = germ_at u t a).
Proof.
  intros u g z cases r a H Hin Hr. apply eventually_always. intros t Ht.
  pose proof (splits_only_at_0 _ _ _ _ H) as E.
  assert (Z : germ_at u t z = t * slope_at u z) by (unfold germ_at, slope_at; rewrite E; ring).
  assert (S : relation_holds r (germ_at u t z)).
  { rewrite Z. destruct r; cbn in *.
    - apply Ropp_lt_cancel. rewrite Ropp_0, Ropp_mult_distr_r. apply Rmult_lt_0_compat; lra.
    - rewrite Hr. ring.
    - now apply Rmult_lt_0_compat.
    - apply Rmult_le_pos; lra. }
  unfold germ_of in H. destruct g; try discriminate; destruct (negb _ || _); try discriminate.
  3: destruct (is_positive _); discriminate.
  all: injection H as <-; cbn in Hin.
  all: repeat match goal with
         | H : _ \/ _ |- _ => destruct H
         | H : (_, _) = (_, _) |- _ => injection H as <- <-
         | H : False |- _ => destruct H
         end.
  all: cbn [relation_holds] in S; rewrite ?germ_at_constant, ?Q2R_integer; cbn [apply].
  all: try (destruct (Rle_dec 0 _); [|]; first [reflexivity|lra]).
  all: destruct (Req_EM_T _ 0); first [reflexivity|lra].
Qed.

(** The values of a layer, where each unit has its germ. *)
Lemma values_are_followed : forall u g (next : germ -> germ) zs,
  (forall z, eventually (fun t => apply g (germ_at u t z) = germ_at u t (next z))) ->
  eventually (fun t => map (fun z => apply g (germ_at u t z)) zs = map (germ_at u t) (map next zs)).
Proof.
  intros u g next zs H. induction zs as [|z zs IH]; cbn.
  - now apply eventually_always.
  - apply (eventually_so _ _ (eventually_both _ _ (H z) IH)). intros t _ [E F]. now rewrite E, F.
Qed.
