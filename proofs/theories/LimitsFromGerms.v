(** * Limits from germs: t → 0 from both sides, by t > 0 along all directions

    What the page limits-by-cases says before its step 1. Where a function follows α + t·β for small t > 0,
    α is its only limit; t < 0 along u is t > 0 along −u; and u = 0 gives the value itself. *)

From Coq Require Import QArith Qreals Reals List Lra.
From Orthant Require Import Network Claims Eventually GermsAreFollowed.
From Orthant.Checker Require Import Germs.
Import ListNotations.
Open Scope R_scope.

(** t·β is small for small t > 0. *)
Lemma slope_is_small : forall b e, 0 < e -> eventually (fun t => Rabs (t * b) < e).
Proof.
  intros b e He.
  pose proof (eventually_both _ _ (stays_positive e b He) (stays_positive e (- b) He)) as H.
  apply (eventually_so _ _ H). intros t _ [P M]. apply Rabs_def1; lra.
Qed.

(** One α for t > 0 and t < 0 is the limit. *)
Theorem limit_from_germ_on_both_sides : forall (phi : R -> R) a b b',
  eventually (fun t => phi t = a + t * b) -> eventually (fun t => phi (- t) = a + t * b') ->
  limit_at_0 phi a.
Proof.
  intros phi a b b' P M e He.
  assert (H : eventually (fun t => Rabs (phi t - a) < e /\ Rabs (phi (- t) - a) < e)).
  { apply eventually_both.
    - apply (eventually_so _ _ (eventually_both _ _ P (slope_is_small b e He))).
      intros t _ [-> S]. now replace (a + t * b - a) with (t * b) by ring.
    - apply (eventually_so _ _ (eventually_both _ _ M (slope_is_small b' e He))).
      intros t _ [-> S]. now replace (a + t * b' - a) with (t * b') by ring. }
  destruct H as (d & Hd & H). exists d. split; [exact Hd|]. intros t [Ht Hs].
  destruct (Rcase_abs t) as [N|N].
  - rewrite Rabs_left in Ht, Hs by exact N. replace t with (- - t) by ring. apply H; lra.
  - rewrite Rabs_right in Ht, Hs by exact N. apply H; lra.
Qed.

(** There is no other limit than α. *)
Theorem germ_with_another_limit : forall (phi : R -> R) a b l,
  eventually (fun t => phi t = a + t * b) -> a <> l -> ~ limit_at_0 phi l.
Proof.
  intros phi a b l P N L. set (e := Rabs (a - l) / 2).
  assert (He : 0 < e) by (apply Rdiv_lt_0_compat; [apply Rabs_pos_lt|]; lra).
  destruct (L e He) as (d & Hd & Hl).
  assert (D : eventually (fun t => Rabs t < d)).
  { exists d. split; [exact Hd|]. intros t Ht. rewrite Rabs_right; lra. }
  destruct (eventually_some _ (eventually_both _ _ (eventually_both _ _ P D) (slope_is_small b e He)))
    as (t & Ht & [E Hs] & S).
  specialize (Hl t). rewrite E, (Rabs_right t) in Hl by lra. rewrite (Rabs_right t) in Hs by lra.
  specialize (Hl (conj Ht Hs)). pose proof (Rabs_triang (a + t * b - l) (- (t * b))) as T.
  replace (a + t * b - l + - (t * b)) with (a - l) in T by ring. rewrite Rabs_Ropp in T.
  unfold e in *. lra.
Qed.

(** A germ that stays at one number is at it. *)
Lemma germ_of_a_constant : forall c a b, eventually (fun t => c = a + t * b) -> c = a.
Proof.
  intros c a b H. destruct (Req_EM_T c a) as [E|N]; [exact E|]. exfalso.
  apply (germ_with_another_limit (fun _ => c) a b c H); [congruence|].
  intros e He. exists 1. split; [lra|]. intros t _. now rewrite Rminus_diag_eq, Rabs_R0.
Qed.

(** t < 0 along u is t > 0 along −u. *)
Lemma along_backwards : forall y t u, along y (- t) u = along y t (map Ropp u).
Proof.
  induction y as [|r y IH]; intros t [|s u]; cbn; try reflexivity. rewrite IH. f_equal. ring.
Qed.

(** u = 0 does not move. *)
Lemma along_nowhere : forall y t, along y t (map (fun _ => 0) y) = y.
Proof. induction y as [|r y IH]; intro t; cbn; [reflexivity|]. rewrite IH. f_equal. ring. Qed.

(** If a function has a germ with the limit l along every direction, for t > 0, then l is its value, and its
    limit along every direction. *)
Theorem robust_at_from_germs : forall (phi : point -> R) s l,
  (forall u, length u = length s ->
     exists z, Q2R (at_vertex z) = l /\ eventually (fun t => phi (along s t u) = germ_at u t z)) ->
  phi s = l /\ forall u, length u = length s -> limit_at_0 (fun t => phi (along s t u)) l.
Proof.
  intros phi s l H. split.
  - destruct (H (map (fun _ => 0) s)) as (z & <- & E); [apply map_length|].
    apply (germ_of_a_constant _ _ (slope_at (map (fun _ => 0) s) z)), (eventually_so _ _ E).
    intros t _ Ht. now rewrite along_nowhere in Ht.
  - intros u Hu. destruct (H u Hu) as (z & Hz & P).
    destruct (H (map Ropp u)) as (z' & Hz' & M); [now rewrite map_length|].
    apply (limit_from_germ_on_both_sides _ l (slope_at u z) (slope_at (map Ropp u) z')).
    + apply (eventually_so _ _ P). intros t _ ->. now rewrite <- Hz.
    + apply (eventually_so _ _ M). intros t _ E. rewrite along_backwards, E. now rewrite <- Hz'.
Qed.
