(** * A network that sees only the sum is a function of one real number

    The two-unit networks are functions of S = y₁ + … + y_D. Whether one is robust is decided by that function
    near the sums of the vertices, -D, -D + 2, …, D; and the side of a unit with equal weights by the distance
    of S from its threshold. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims Constructions ExactNumbers.
Import ListNotations.
Open Scope R_scope.

(** ** Sums of vertices *)

(** Every sum has the parity of D. *)
Lemma sum_has_the_parity_of_D : forall x, Z.Even (sum x - Z.of_nat (length x)).
Proof.
  induction x as [|s x [k IH]].
  - now exists 0%Z.
  - cbn [sum length]. rewrite Nat2Z.inj_succ. destruct s; cbn [value].
    + exists (k - 1)%Z. lia.
    + exists k. lia.
Qed.

(** -D ≤ S ≤ D. *)
Lemma sum_range : forall x, (- Z.of_nat (length x) <= sum x <= Z.of_nat (length x))%Z.
Proof.
  induction x as [|s x IH]; cbn [sum length]; [cbn; lia|].
  rewrite Nat2Z.inj_succ. destruct s; cbn [value]; lia.
Qed.

(** The sum of p coordinates +1 and m coordinates -1 is p - m. *)
Lemma sum_of_blocks : forall p m,
  sum (repeat Plus p ++ repeat Minus m) = (Z.of_nat p - Z.of_nat m)%Z.
Proof.
  assert (forall m, sum (repeat Minus m) = - Z.of_nat m)%Z as minuses.
  { induction m as [|m IH]; [reflexivity|]. cbn [repeat sum value]. lia. }
  intros p m. induction p as [|p IH].
  - cbn [repeat app]. rewrite minuses. lia.
  - cbn [repeat app sum value]. lia.
Qed.

(** The sums are -D, -D + 2, …, D. *)
Theorem attainable_iff : forall D s,
  attainable D s <-> (- Z.of_nat D <= s <= Z.of_nat D)%Z /\ Z.Even (s - Z.of_nat D).
Proof.
  intros D s. split.
  - intros (x & <- & <-). split; [apply sum_range|apply sum_has_the_parity_of_D].
  - intros [range [k even]].
    exists (repeat Plus (Z.to_nat (k + Z.of_nat D)) ++ repeat Minus (Z.to_nat (- k))). split.
    + rewrite app_length, !repeat_length. lia.
    + rewrite sum_of_blocks. lia.
Qed.

(** A ≤ A′ ≤ A + 1, and A′ has the parity of D. *)
Lemma least_sum_inside_spec : forall D A,
  (A <= least_sum_inside D A <= A + 1)%Z /\ Z.Even (least_sum_inside D A - Z.of_nat D).
Proof.
  intros D A. unfold least_sum_inside. set (n := Z.of_nat D).
  pose proof (Z.div_mod (A - n) 2). pose proof (Z.mod_pos_bound (A - n) 2). split; [lia|].
  exists ((A - n) / 2 + (A - n) mod 2)%Z. lia.
Qed.

(** B - 1 ≤ B′ ≤ B, and B′ has the parity of D. *)
Lemma greatest_sum_inside_spec : forall D B,
  (B - 1 <= greatest_sum_inside D B <= B)%Z /\ Z.Even (greatest_sum_inside D B - Z.of_nat D).
Proof.
  intros D B. unfold greatest_sum_inside. set (n := Z.of_nat D).
  pose proof (Z.div_mod (B - n) 2). pose proof (Z.mod_pos_bound (B - n) 2). split; [lia|].
  exists ((B - n) / 2)%Z. lia.
Qed.

(** A′ is attainable if -D ≤ A ≤ D. *)
Lemma least_sum_inside_is_attainable : forall D A,
  (- Z.of_nat D <= A <= Z.of_nat D)%Z -> attainable D (least_sum_inside D A).
Proof.
  intros D A range. apply attainable_iff.
  destruct (least_sum_inside_spec D A) as [near [k even]]. split; [lia|]. now exists k.
Qed.

(** B′ is attainable if -D ≤ B ≤ D. *)
Lemma greatest_sum_inside_is_attainable : forall D B,
  (- Z.of_nat D <= B <= Z.of_nat D)%Z -> attainable D (greatest_sum_inside D B).
Proof.
  intros D B range. apply attainable_iff.
  destruct (greatest_sum_inside_spec D B) as [near [k even]]. split; [lia|]. now exists k.
Qed.

(** f inside the interval is +1. *)
Lemma interval_inside : forall A B x, (A <= sum x <= B)%Z -> value (interval A B x) = 1%Z.
Proof.
  intros A B x inside. unfold interval.
  now rewrite (proj2 (Z.leb_le _ _) (proj1 inside)), (proj2 (Z.leb_le _ _) (proj2 inside)).
Qed.

(** f outside the interval is -1. *)
Lemma interval_outside : forall A B x, (sum x < A \/ B < sum x)%Z -> value (interval A B x) = (-1)%Z.
Proof.
  intros A B x outside. unfold interval.
  destruct (Z.leb_spec A (sum x)), (Z.leb_spec (sum x) B); cbn; try reflexivity. lia.
Qed.

(** ** The sum of a real point *)

(** The sum of a vertex, taken as a point. *)
Lemma total_point_of : forall x, total (point_of x) = IZR (sum x).
Proof.
  induction x as [|s x IH]; [reflexivity|].
  cbn [point_of map total sum]. fold (point_of x). now rewrite IH, plus_IZR.
Qed.

(** A vertex has as many coordinates as a point. *)
Lemma length_point_of : forall x, length (point_of x) = length x.
Proof. intro x. apply map_length. Qed.

(** The sum of y + t·v is that of y and t times that of v. *)
Lemma total_along : forall y t v, length y = length v -> total (along y t v) = total y + t * total v.
Proof.
  induction y as [|r y IH]; intros t [|s v] lengths; try discriminate; cbn; [lra|].
  rewrite IH by (now injection lengths). lra.
Qed.

(** y + t·v has as many coordinates as y. *)
Lemma length_along : forall y t v, length y = length v -> length (along y t v) = length y.
Proof.
  induction y as [|r y IH]; intros t [|s v] lengths; try discriminate; cbn; [reflexivity|].
  f_equal. apply IH. now injection lengths.
Qed.

(** 0 + … + 0 = 0. *)
Lemma total_of_zeros : forall n, total (repeat 0 n) = 0.
Proof. induction n as [|n IH]; cbn; [reflexivity|]. rewrite IH. lra. Qed.

(** (c, …, c)·y = c·S. *)
Lemma dot_repeat : forall D c y, length y = D -> dot (repeat c D) y = c * total y.
Proof.
  induction D as [|D IH]; intros c [|r y] lengths; try discriminate; cbn; [lra|].
  rewrite IH by (now injection lengths). lra.
Qed.

(** The weights of an even unit are (v, …, v). *)
Lemma real_weights : forall D v c, map Q2R (weights (even_unit D v c)) = repeat (IZR v) D.
Proof.
  intros D v c. cbn [even_unit weights].
  induction D as [|D IH]; cbn; [reflexivity|]. now rewrite IH, Q2R_inject_Z.
Qed.

(** The pre-activation of an even unit is v·S + c. *)
Lemma preactivation_of_an_even_unit : forall D v c y, length y = D ->
  preactivation (even_unit D v c) y = IZR v * total y + IZR c.
Proof.
  intros D v c y lengths. unfold preactivation.
  rewrite real_weights, dot_repeat by exact lengths. cbn [even_unit bias]. now rewrite Q2R_inject_Z.
Qed.

(** The value of a two-unit network at any real point, from the sum of the point. *)
Theorem value_of_two_units : forall D g v1 c1 v2 c2 o w b y, length y = D ->
  value_at (two_units D g v1 c1 v2 c2 o w b) y =
  apply o (IZR w * (apply g (IZR v1 * total y + IZR c1) + apply g (IZR v2 * total y + IZR c2)) + IZR b).
Proof.
  intros D g v1 c1 v2 c2 o w b y lengths.
  unfold value_at, two_units. cbn [outputs layer_values units activation_of map hd].
  rewrite !preactivation_of_an_even_unit by (exact lengths || reflexivity).
  cbn [total]. now rewrite Rplus_0_r.
Qed.

(** ** The activations, case by case *)

(** sign(z) = 1 for z ≥ 0. *)
Lemma sign_above : forall z, 0 <= z -> apply Sign z = 1.
Proof. intros z above. cbn. destruct (Rle_dec 0 z); [reflexivity|lra]. Qed.

(** sign(z) = -1 for z < 0. *)
Lemma sign_below : forall z, z < 0 -> apply Sign z = -1.
Proof. intros z below. cbn. destruct (Rle_dec 0 z); [lra|reflexivity]. Qed.

(** relu(z) = z for z ≥ 0. *)
Lemma relu_above : forall z, 0 <= z -> apply Relu z = z.
Proof. intros z above. cbn. destruct (Rle_dec 0 z); [reflexivity|lra]. Qed.

(** relu(z) = 0 for z ≤ 0. *)
Lemma relu_below : forall z, z <= 0 -> apply Relu z = 0.
Proof. intros z below. cbn. destruct (Rle_dec 0 z); lra. Qed.

(** relu(z) is neither below 0 nor below z. *)
Lemma relu_bounds : forall z, 0 <= apply Relu z /\ z <= apply Relu z.
Proof. intro z. cbn. destruct (Rle_dec 0 z); lra. Qed.

(** The report's output is +1 at 0. *)
Lemma zero_at_zero : forall z, z = 0 -> apply Zero z = 1.
Proof. intros z at_zero. cbn. destruct (Req_EM_T z 0); [reflexivity|lra]. Qed.

(** The report's output is -1 elsewhere. *)
Lemma zero_elsewhere : forall z, z <> 0 -> apply Zero z = -1.
Proof. intros z elsewhere. cbn. destruct (Req_EM_T z 0); [lra|reflexivity]. Qed.

(** ** Limits *)

(** A function that is l near 0 has the limit l there. *)
Lemma limit_of_a_constant : forall g l delta, 0 < delta ->
  (forall t, Rabs t < delta -> g t = l) -> limit_at_0 g l.
Proof.
  intros g l delta positive constant epsilon epsilon_positive.
  exists delta. split; [exact positive|]. intros t [_ small].
  rewrite (constant t small), Rminus_diag_eq, Rabs_R0 by reflexivity. exact epsilon_positive.
Qed.

(** A function that is l' for all small t > 0 has no other limit. *)
Lemma no_other_limit : forall g l l' delta, 0 < delta -> l' <> l ->
  (forall t, 0 < t < delta -> g t = l') -> ~ limit_at_0 g l.
Proof.
  intros g l l' delta positive differ constant limit.
  destruct (limit (Rabs (l' - l))) as (delta' & positive' & close).
  { apply Rabs_pos_lt. lra. }
  set (t := Rmin delta delta' / 2).
  assert (0 < t < delta /\ t < delta') as [small small'].
  { assert (0 < Rmin delta delta') by (now apply Rmin_glb_lt).
    pose proof (Rmin_l delta delta'). pose proof (Rmin_r delta delta'). unfold t. lra. }
  specialize (close t). rewrite (constant t small), Rabs_pos_eq in close by lra.
  apply (Rlt_irrefl (Rabs (l' - l))), close. lra.
Qed.

(** ** Robustness of a function of the sum

    h(y) = g(S) at every point y of ℝ^D. *)
Definition depends_on_the_sum (D : nat) (h : network) (g : R -> R) : Prop :=
  forall y, length y = D -> value_at h y = g (total y).

(** If g is f(x) on a neighbourhood of each vertex's sum, then h is robust. *)
Theorem robust_from_sums : forall D h g f r, depends_on_the_sum D h g -> 0 < r ->
  (forall x s, length x = D -> Rabs (s - IZR (sum x)) < r -> g s = IZR (value (f x))) ->
  robust D h f.
Proof.
  intros D h g f r on_sums positive constant x vertex. split.
  - rewrite on_sums, total_point_of by (now rewrite length_point_of).
    apply constant; [exact vertex|]. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. exact positive.
  - intros v direction. assert (length (point_of x) = length v) as lengths.
    { rewrite length_point_of. congruence. }
    set (m := Rabs (total v) + 1). assert (0 < m) by (pose proof (Rabs_pos (total v)); unfold m; lra).
    apply (limit_of_a_constant _ _ (r / m)).
    { now apply Rdiv_lt_0_compat. }
    intros t small. rewrite on_sums, total_along, total_point_of; try assumption.
    2: { rewrite length_along, length_point_of; assumption. }
    apply constant; [exact vertex|].
    replace (IZR (sum x) + t * total v - IZR (sum x)) with (t * total v) by ring.
    rewrite Rabs_mult. apply Rle_lt_trans with (Rabs t * m).
    + apply Rmult_le_compat_l; [apply Rabs_pos|]. unfold m. lra.
    + apply (Rmult_lt_compat_r m) in small; [|assumption].
      unfold Rdiv in small. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in small by lra. exact small.
Qed.

(** The same for the interval: g is +1 near each attainable sum inside, -1 near each other one. *)
Corollary robust_interval_from_sums : forall D h g A B r, depends_on_the_sum D h g -> 0 < r ->
  (forall n s, attainable D n -> Rabs (s - IZR n) < r ->
    ((A <= n <= B)%Z -> g s = 1) /\ ((n < A \/ B < n)%Z -> g s = -1)) ->
  robust D h (interval A B).
Proof.
  intros D h g A B r on_sums positive constant.
  apply (robust_from_sums D h g _ r); try assumption. intros x s vertex close.
  destruct (constant (sum x) s) as [inside outside]; [now exists x|exact close|].
  assert ((A <= sum x <= B) \/ (sum x < A \/ B < sum x))%Z as [cases|cases] by lia.
  - rewrite interval_inside by exact cases. auto.
  - rewrite interval_outside by exact cases. auto.
Qed.

(** A robust network agrees with f. *)
Lemma robust_agrees : forall D h f, robust D h f -> agrees D h f.
Proof. intros D h f survives x vertex. apply survives, vertex. Qed.

(** If g stays off f(x) just to one side of a vertex's sum, then h is not robust: move one coordinate. *)
Theorem breaks_beside_a_sum : forall D h g f x push l, (1 <= D)%nat -> depends_on_the_sum D h g ->
  length x = D -> l <> IZR (value (f x)) ->
  (forall t, 0 < t < 1 -> g (IZR (sum x) + t * push) = l) -> ~ robust D h f.
Proof.
  intros D h g f x push l positive on_sums vertex differ constant survives.
  set (v := push :: repeat 0 (D - 1)).
  assert (length v = D) as direction by (cbn; rewrite repeat_length; lia).
  assert (length (point_of x) = length v) as lengths by (rewrite length_point_of; congruence).
  assert (limit_at_0 (fun t => value_at h (along (point_of x) t v)) (IZR (value (f x)))) as limit.
  { now apply survives. }
  apply (no_other_limit _ _ l 1) in limit; [assumption|lra|exact differ|].
  intros t small. rewrite on_sums, total_along, total_point_of; try exact lengths.
  - cbn [v total]. rewrite total_of_zeros, Rplus_0_r. now apply constant.
  - rewrite length_along, length_point_of; assumption.
Qed.

(** ** The margin of a unit *)

(** Below, on or above the threshold. *)
Definition side (z : R) : comparison :=
  match total_order_T z 0 with
  | inleft (left _) => Lt
  | inleft (right _) => Eq
  | inright _ => Gt
  end.

(** ‖y - x‖∞ < r. *)
Definition within (r : R) (x : vertex) (y : point) : Prop :=
  Forall2 (fun p q => Rabs (q - p) < r) (point_of x) y.

(** At a distance below r from a vertex, w·y + b is on the side it has at the vertex. *)
Definition keeps_sides (D : nat) (w : list R) (b r : R) : Prop :=
  forall x y, length x = D -> within r x y -> side (dot w y + b) = side (dot w (point_of x) + b).

(** The largest r within which the unit keeps its sides is m. *)
Definition has_margin (D : nat) (u : unit) (m : R) : Prop :=
  forall r, keeps_sides D (map Q2R (weights u)) (Q2R (bias u)) r <-> r <= m.

(** The units of the first layer. *)
Definition hidden_units (h : network) : list unit :=
  match h with l :: _ => units l | [] => [] end.

(** The three sides. *)
Lemma side_spec : forall z,
  (side z = Lt /\ z < 0) \/ (side z = Eq /\ z = 0) \/ (side z = Gt /\ 0 < z).
Proof. intro z. unfold side. destruct (total_order_T z 0) as [[|]|]; tauto. Qed.

(** A change smaller than a pre-activation does not take it to the other side. *)
Lemma side_of_a_close_number : forall z z', Rabs (z' - z) < Rabs z -> side z' = side z.
Proof.
  intros z z' close. revert close. unfold Rabs.
  destruct (side_spec z) as [[-> ?]|[[-> ?]|[-> ?]]], (side_spec z') as [[-> ?]|[[-> ?]|[-> ?]]];
    destruct (Rcase_abs z), (Rcase_abs (z' - z)); intro close; reflexivity || lra.
Qed.

(** Only 0 is on the side of 0. *)
Lemma side_of_zero : forall z, side z = side 0 -> z = 0.
Proof.
  intros z. destruct (side_spec 0) as [[? ?]|[[-> _]|[? ?]]]; try lra.
  destruct (side_spec z) as [[-> ?]|[[-> ?]|[-> ?]]]; easy.
Qed.

(** A point near a vertex has as many coordinates. *)
Lemma length_within : forall r x y, within r x y -> length y = length x.
Proof.
  intros r x y close. rewrite <- length_point_of.
  induction close as [|p q ps qs _ _ IH]; cbn; [reflexivity|now rewrite IH].
Qed.

(** Within r of a vertex, the sum differs by less than D·r. *)
Lemma total_within : forall r x y, (1 <= length x)%nat -> within r x y ->
  Rabs (total y - IZR (sum x)) < INR (length x) * r.
Proof.
  intros r. induction x as [|s x IH]; intros y positive close; [cbn in positive; lia|].
  inversion close as [|p q p' y' first_close others_close]; subst.
  cbn [total sum length]. rewrite plus_IZR, S_INR.
  replace (q + total y' - (IZR (value s) + IZR (sum x)))
    with ((q - IZR (value s)) + (total y' - IZR (sum x))) by ring.
  eapply Rle_lt_trans; [apply Rabs_triang|].
  destruct x as [|s' x].
  - inversion others_close; subst. cbn [total sum length INR].
    rewrite Rminus_0_r, Rabs_R0. lra.
  - assert (Rabs (total y' - IZR (sum (s' :: x))) < INR (length (s' :: x)) * r).
    { apply IH; [cbn; lia|exact others_close]. }
    lra.
Qed.

(** x + (d, …, d). *)
Definition shifted (x : vertex) (d : R) : point := map (fun r => r + d) (point_of x).

(** The shifted vertex has length D, is |d| away, and has the sum S + D·d. *)
Lemma shifted_spec : forall x d,
  length (shifted x d) = length x /\
  (forall r, Rabs d < r -> within r x (shifted x d)) /\
  total (shifted x d) = IZR (sum x) + INR (length x) * d.
Proof.
  intros x d. split; [|split].
  - unfold shifted. now rewrite map_length, length_point_of.
  - intros r small. unfold within, shifted.
    induction (point_of x) as [|p y IH]; constructor; [|exact IH].
    now replace (p + d - p) with d by ring.
  - induction x as [|s x IH].
    + cbn. lra.
    + unfold shifted in *. cbn [point_of map total sum length]. fold (point_of x).
      rewrite IH, plus_IZR, S_INR. lra.
Qed.

(** A unit c·S + b keeps its sides within r if it is at least D·|c|·r at every vertex. *)
Lemma even_unit_keeps_sides : forall D c b r, (1 <= D)%nat -> c <> 0 ->
  (forall x, length x = D -> INR D * (Rabs c * r) <= Rabs (c * IZR (sum x) + b)) ->
  keeps_sides D (repeat c D) b r.
Proof.
  intros D c b r positive nonzero far x y vertex close.
  assert (length y = D) as lengths.
  { now rewrite (length_within r x y close). }
  rewrite !dot_repeat, total_point_of by (try rewrite length_point_of; assumption).
  apply side_of_a_close_number. apply Rlt_le_trans with (INR D * (Rabs c * r)); [|now apply far].
  replace (c * total y + b - (c * IZR (sum x) + b)) with (c * (total y - IZR (sum x))) by ring.
  rewrite Rabs_mult. replace (INR D * (Rabs c * r)) with (Rabs c * (INR D * r)) by ring.
  apply Rmult_lt_compat_l; [now apply Rabs_pos_lt|].
  rewrite <- vertex in *. now apply total_within.
Qed.

(** A unit c·S + b that keeps its sides within r has at x the side it has at every real sum closer than D·r
    to that of x. *)
Lemma side_of_a_close_sum : forall D c b r x s, (1 <= D)%nat -> keeps_sides D (repeat c D) b r ->
  length x = D -> Rabs (s - IZR (sum x)) < INR D * r -> side (c * s + b) = side (c * IZR (sum x) + b).
Proof.
  intros D c b r x s positive keeps vertex close.
  assert (0 < INR D) as D_positive by (apply lt_0_INR; lia).
  set (d := (s - IZR (sum x)) / INR D).
  destruct (shifted_spec x d) as (lengths & nearby & shifted_total). rewrite vertex in *.
  assert (total (shifted x d) = s) as reached by (rewrite shifted_total; unfold d; field; lra).
  assert (Rabs d < r) as small.
  { unfold d, Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ INR D))
      by (apply Rlt_le, Rinv_0_lt_compat; exact D_positive).
    apply (Rmult_lt_reg_l (INR D)); [exact D_positive|].
    replace (INR D * (Rabs (s - IZR (sum x)) * / INR D)) with (Rabs (s - IZR (sum x))) by (field; lra).
    exact close. }
  specialize (keeps x (shifted x d) vertex (nearby r small)).
  now rewrite !dot_repeat, reached, total_point_of in keeps by (try rewrite length_point_of; assumption).
Qed.

(** An integer unit v·S + c that is nowhere 0 and ±1 at some vertex has the margin 1/(|v|·D). *)
Theorem margin_of_an_even_unit : forall D v c n, (1 <= D)%nat -> v <> 0%Z ->
  (forall m, attainable D m -> (v * m + c <> 0)%Z) ->
  attainable D n -> (Z.abs (v * n + c) = 1)%Z ->
  has_margin D (even_unit D v c) (1 / (IZR (Z.abs v) * INR D)).
Proof.
  intros D v c n positive nonzero nowhere (x & vertex & <-) one r.
  assert (0 < INR D) as D_positive by (apply lt_0_INR; lia).
  assert (0 < IZR (Z.abs v)) as v_positive by (apply IZR_lt; lia).
  assert (r <= 1 / (IZR (Z.abs v) * INR D) <-> INR D * (IZR (Z.abs v) * r) <= 1) as ->.
  { replace (INR D * (IZR (Z.abs v) * r)) with (r * (IZR (Z.abs v) * INR D)) by ring.
    assert (0 < IZR (Z.abs v) * INR D) as product by (now apply Rmult_lt_0_compat).
    split; intro bound.
    - apply (Rmult_le_compat_r (IZR (Z.abs v) * INR D)) in bound; [|lra].
      unfold Rdiv in bound. rewrite Rmult_1_l, Rinv_l in bound; lra.
    - apply (Rmult_le_reg_r (IZR (Z.abs v) * INR D)); [exact product|].
      unfold Rdiv. rewrite Rmult_1_l, Rinv_l; lra. }
  rewrite real_weights. cbn [even_unit bias]. rewrite Q2R_inject_Z, abs_IZR in *. split.
  - intro keeps. apply Rnot_lt_le. intro larger.
    set (z := (v * sum x + c)%Z) in *.
    assert (IZR v <> 0) as v_nonzero by (apply not_0_IZR; exact nonzero).
    assert (side (IZR v * (IZR (sum x) - IZR z / IZR v) + IZR c) = side (IZR v * IZR (sum x) + IZR c))
      as same.
    { apply (side_of_a_close_sum D _ _ r); try assumption.
      replace (IZR (sum x) - IZR z / IZR v - IZR (sum x)) with (- (IZR z * / IZR v)) by (unfold Rdiv; ring).
      rewrite Rabs_Ropp, Rabs_mult, Rabs_inv, <- (abs_IZR z), one.
      apply (Rmult_lt_reg_l (Rabs (IZR v))); [exact v_positive|].
      rewrite Rmult_1_l, Rinv_r by lra. lra. }
    assert (IZR z = IZR v * IZR (sum x) + IZR c) as in_reals by (unfold z; now rewrite plus_IZR, mult_IZR).
    rewrite <- in_reals in same.
    replace (IZR v * (IZR (sum x) - IZR z / IZR v) + IZR c) with 0 in same.
    + symmetry in same. apply side_of_zero in same. apply eq_IZR in same. lia.
    + rewrite in_reals. field. exact v_nonzero.
  - intro small. apply even_unit_keeps_sides; [exact positive|now apply not_0_IZR|].
    intros y vertex'. apply Rle_trans with 1; [exact small|].
    rewrite <- mult_IZR, <- plus_IZR, <- abs_IZR. apply IZR_le.
    assert (v * sum y + c <> 0)%Z by (apply nowhere; now exists y). lia.
Qed.
