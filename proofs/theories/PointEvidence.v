(** * Point evidence: one vertex, or one vertex and a direction

    Step 4 of the page the-checker-is-sound: what the checker computes of a network along one direction is its
    limit there, so a vertex with another value refutes agreement, and a direction with another limit
    robustness. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims ExactNumbers Eventually GermsAreFollowed LimitsByCases
  LimitsFromGerms RunsAreSequences TargetsByCounts FarkasWeightsRefute.
From Orthant.Checker Require Import Numbers Runs Certificate Germs Classes Check.
Import ListNotations.
Open Scope R_scope.

(** A direction that is written in runs. *)
Definition direction_of (v : runs Q) : point := map Q2R (expand v).

(** The germ with which the checker begins, for a unit of the first layer. *)
Definition first_germ (x : runs sign) (v : runs Q) (r : row) : germ :=
  Germ (combine_runs sign_number (row_bias r) (row_weights r) x)
       [combine_runs (fun a => a) (integer 0) (row_weights r) v].

(** It is what the unit does along the direction. *)
Lemma first_germ_is_followed : forall x v r t, length (expand x) = length (expand v) ->
  germ_at [1] t (first_germ x v r)
  = preactivation (unit_of r) (along (point_of (expand x)) t (direction_of v)).
Proof.
  intros x v r t L. unfold germ_at, first_germ, preactivation, unit_of, direction_of.
  cbn [at_vertex slope map dot weights bias].
  rewrite !Q2R_combine_runs, Q2R_integer, dot_along by (unfold point_of; now rewrite !map_length).
  change (map (fun a : Q => Q2R a) (expand v)) with (map Q2R (expand v)).
  replace (map (fun a => Q2R (sign_number a)) (expand x)) with (point_of (expand x)); [lra|].
  unfold point_of, sign_number. apply map_ext. intro s. now rewrite Q2R_integer.
Qed.

(** What the checker computes is the limit for t > 0. *)
Theorem limit_along_is_the_limit : forall h x v, layers h <> [] -> length (expand x) = length (expand v) ->
  exists z, at_vertex z = limit_along h x v /\
  eventually (fun t => value_at (network_of h) (along (point_of (expand x)) t (direction_of v))
                       = germ_at [1] t z).
Proof.
  intros [inputs layers] x v some L. cbn [Certificate.layers] in some.
  destruct layers as [|l behind]; [easy|].
  destruct (follow_is_the_limit
    (rows_activation l) (map (first_germ x v) (rows_units l)) (map layer_of behind)) as (z & same & followed).
  exists z. split; [exact same|]. apply (eventually_so _ _ followed). intros t _ E. rewrite <- E.
  unfold value_at, network_of. cbn [Certificate.layers map outputs]. do 2 f_equal.
  unfold layer_values, layer_of. cbn [activation_of units]. rewrite !map_map. apply map_ext. intro r.
  now rewrite first_germ_is_followed.
Qed.

(** A network that fits has a layer. *)
Lemma some_layer : forall h f, network_fits h f = true -> layers h <> [].
Proof. intros [inputs [|l layers]] f H; [|easy]. apply andb_true_iff in H as [_ H]. discriminate. Qed.

Section Evidence.

Variable h : written.
Variable f : function.
Hypothesis positive : (0 < dimension f)%Z.

(** A vertex with another value is no agreement. *)
Theorem check_vertex_is_sound : forall x stated stated_f, check_vertex h f x stated stated_f = No ->
  ~ agrees (Z.to_nat (dimension f)) (network_of h) (meaning f).
Proof.
  intros x stated stated_f H agree. unfold check_vertex in H.
  destruct (network_fits h f && _ && _ && _ && _ && _) eqn:E; [|discriminate].
  rewrite !andb_true_iff in E. destruct E as [[[[[fits L] _] value] sign] other].
  apply Z.eqb_eq in L. apply same_spec in value. apply negb_true_iff in other.
  assert (inputs h = dimension f) as I by (apply andb_true_iff in fits as [I _]; now apply Z.eqb_eq).
  assert (stated_f = meaning f (expand x)) as S.
  { rewrite <- at_vertex_in_runs_is_meaning by assumption. now destruct stated_f, (at_vertex_in_runs f x). }
  set (still := [(integer 0, Z.to_pos (inputs h))]).
  assert (expand still = repeat (integer 0) (Z.to_nat (dimension f))) as zeros.
  { unfold still. cbn [expand]. rewrite app_nil_r, I. f_equal. lia. }
  destruct (limit_along_is_the_limit h x still (some_layer h f fits)) as (z & limit & followed).
  { rewrite zeros, repeat_length. now apply length_by_size. }
  assert (direction_of still = map (fun _ => 0) (point_of (expand x))) as nowhere.
  { unfold direction_of, point_of. rewrite zeros, map_map, map_of_repeat, Q2R_integer.
    rewrite <- (length_by_size x _ L). clear. induction (expand x) as [|s l IH]; cbn; [reflexivity|].
    now rewrite IH. }
  assert (value_at (network_of h) (point_of (expand x)) = Q2R (at_vertex z)) as found.
  { apply (germ_of_a_constant _ _ (dot (map Q2R (slope z)) [1])), (eventually_so _ _ followed).
    intros t _ E. rewrite nowhere, along_nowhere in E. exact E. }
  rewrite agree in found by (now apply length_by_size).
  rewrite <- not_true_iff_false in other. apply other, same_spec.
  unfold sign_number. rewrite value, Q2R_integer, S.
  unfold value_of_network in *. fold still. rewrite <- limit. now symmetry.
Qed.

(** A direction with another limit is no robustness. *)
Theorem check_direction_is_sound : forall x v limit, check_direction h f x v limit = No ->
  ~ robust (Z.to_nat (dimension f)) (network_of h) (meaning f).
Proof.
  intros x v limit H robust. unfold check_direction in H.
  destruct (network_fits h f && _ && _ && _ && _ && _) eqn:E; [|discriminate].
  rewrite !andb_true_iff in E. destruct E as [[[[[fits Lx] Lv] _] same] other].
  apply Z.eqb_eq in Lx, Lv. apply same_spec in same. apply negb_true_iff in other.
  destruct (limit_along_is_the_limit h x v (some_layer h f fits)) as (z & found & followed).
  { now rewrite (length_by_size _ _ Lx), (length_by_size _ _ Lv). }
  destruct (robust (expand x) (length_by_size _ _ Lx)) as [_ limits].
  specialize (limits (direction_of v)).
  unfold germ_at in followed. revert limits.
  - rewrite <- at_vertex_in_runs_is_meaning by assumption. intro limits.
    apply (germ_with_another_limit _ _ _ (IZR (value (at_vertex_in_runs f x))) followed).
    + rewrite found, <- same. intro E. rewrite <- not_true_iff_false in other. apply other, same_spec.
      unfold sign_number. now rewrite Q2R_integer.
    + apply limits. unfold direction_of. rewrite map_length. now apply length_by_size.
Qed.

End Evidence.
