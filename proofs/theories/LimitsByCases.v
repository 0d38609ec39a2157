(** * Limits by cases: the tree of cases decides the limit along every direction

    The page limits-by-cases, from the checker's functions on: a network is followed along a direction u up to
    its output's germ (steps 1 to 3), a tree that is accepted has a kept leaf for every u (steps 3 to 5), and
    limits for t → 0 are those for t > 0 along all u. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network Claims Eventually ExactNumbers GermsAreFollowed.
From Orthant.Checker Require Import Numbers Certificate Germs Cases Check.
Import ListNotations.
Open Scope R_scope.

(** ** The network along a direction: steps 1 to 3 *)

(** The layer's germs so far, and what its units to come do. *)
Definition on_the_way (u : list R) (t : R) (g : activation) (todo done : list germ) : point :=
  map (germ_at u t) (rev done) ++ map (fun z => apply g (germ_at u t z)) todo.

(** One more unit has its germ. *)
Lemma one_more_unit : forall u g z a todo done,
  eventually (fun t => apply g (germ_at u t z) = germ_at u t a) ->
  eventually (fun t => on_the_way u t g (z :: todo) done = on_the_way u t g todo (a :: done)).
Proof.
  intros u g z a todo done H. apply (eventually_so _ _ H). intros t _ Ht.
  unfold on_the_way. cbn [map rev]. now rewrite map_app, <- app_assoc, Ht.
Qed.

(** Units whose germ is determined are passed over. What is left are the layer's germs, or for every direction
    one of the cases of the first other unit. *)
Lemma passed_units_are_followed : forall u g todo done,
  match pass (length u) g todo done with
  | All values => eventually (fun t => on_the_way u t g todo done = map (germ_at u t) values)
  | Stop z cases todo' done' =>
      exists r a, In (r, a) cases /\ relation_holds r (slope_at u z) /\
      eventually (fun t => on_the_way u t g todo done = on_the_way u t g todo' (a :: done'))
  end.
Proof.
  intros u g todo. induction todo as [|z todo IH]; intro done; cbn [pass].
  { apply eventually_always. intros t _. apply app_nil_r. }
  destruct (germ_of (length u) g z) as [a|cases] eqn:E.
  - pose proof (one_more_unit u g z a todo done (determined_germ_is_followed u g z a E)) as F.
    specialize (IH (a :: done)). destruct (pass _ _ _ _) as [values|z' cases todo' done'].
    + exact (eventually_equal _ _ _ _ F IH).
    + destruct IH as (r & b & Hin & Hr & IH). exists r, b. repeat split; [exact Hin|exact Hr|].
      exact (eventually_equal _ _ _ _ F IH).
  - destruct (some_case_holds u _ _ _ _ E) as (r & a & Hin & Hr). exists r, a.
    repeat split; [exact Hin|exact Hr|]. apply one_more_unit.
    exact (case_is_followed u g z cases r a E Hin Hr).
Qed.

(** The output if the values so far are their germs and the units to come do what they do. *)
Definition state_output (u : list R) (t : R) (s : state) : R :=
  hd 0 (outputs (behind s)
    (map (germ_at u t) (rev (done s)) ++ map (fun z => apply (current s) (germ_at u t z)) (todo s))).

(** It is what the layers behind make of the layer on the way. *)
Lemma output_on_the_way : forall u t k g todo done behind,
  state_output u t (State k g todo done behind) = hd 0 (outputs behind (on_the_way u t g todo done)).
Proof. reflexivity. Qed.

(** The first value of a layer, 0 if it has none. *)
Lemma first_value : forall u t n values,
  hd 0 (map (germ_at u t) values) = germ_at u t (hd (constant n (integer 0)) values).
Proof. intros u t n [|z values]; cbn; [now rewrite germ_at_constant, Q2R_integer|reflexivity]. Qed.

(** Steps 1 and 3. [advance] ends at the output's germ, or at a unit with a case for every direction. *)
Theorem advance_is_followed : forall u behind k g todo done,
  let s := State k g todo done behind in
  match advance (length u) k g todo done behind with
  | Output z => eventually (fun t => state_output u t s = germ_at u t z)
  | Split _ _ beta branches =>
      exists r s', In (r, s') branches /\ relation_holds r (dot (map Q2R beta) u) /\
      eventually (fun t => state_output u t s = state_output u t s')
  end.
Proof.
  intros u behind. induction behind as [|l behind IH]; intros k g todo done s; cbn [advance];
    pose proof (passed_units_are_followed u g todo done) as P;
    destruct (pass _ _ _ _) as [values|z cases todo' done'].
  2, 4: destruct P as (r & a & Hin & Hr & P);
    eexists r, _; split; [exact (in_map (fun '(r, a) => _) _ _ Hin)|split; [exact Hr|]];
    apply (eventually_so _ _ P); intros t _ E; unfold s; now rewrite !output_on_the_way, E.
  - apply (eventually_so _ _ P). intros t _ E. unfold s. rewrite output_on_the_way, E. apply first_value.
  - set (s' := State (k + 1) (activation_of l) (map (germ_of_unit (length u) values) (units l)) [] behind).
    assert (F : eventually (fun t => state_output u t s = state_output u t s')).
    { apply (eventually_so _ _ P). intros t _ E. unfold s, s'.
      rewrite !output_on_the_way, E. cbn [outputs]. now rewrite layer_is_followed. }
    specialize (IH (k + 1)%Z (activation_of l) (map (germ_of_unit (length u) values) (units l)) []).
    fold s' in IH. cbn zeta in IH. destruct (advance _ _ _ _ _ _) as [z|i j beta branches].
    + exact (eventually_equal _ _ _ _ F IH).
    + destruct IH as (r & s'' & Hin & Hr & IH). exists r, s''. repeat split; [exact Hin|exact Hr|].
      exact (eventually_equal _ _ _ _ F IH).
Qed.

(** [steady] is [advance] without a split. *)
Lemma steady_is_advance : forall n behind g todo all z, steady n g todo behind = Some (all, z) ->
  forall k, advance n k g todo [] behind = Output z.
Proof.
  intros n behind. induction behind as [|l behind IH]; intros g todo all z H k; cbn [steady advance] in *;
    destruct (pass n g todo []) as [values|]; try discriminate.
  - injection H as _ <-. reflexivity.
  - destruct (steady _ _ _ _) as [[all' z']|] eqn:E; [|discriminate]. injection H as _ <-. eapply IH, E.
Qed.

(** Step 2. Without a split there is one germ for all directions. *)
Theorem steady_is_followed : forall u g todo behind all z, steady (length u) g todo behind = Some (all, z) ->
  eventually (fun t => hd 0 (outputs behind (map (fun a => apply g (germ_at u t a)) todo)) = germ_at u t z).
Proof.
  intros u g todo behind all z H. pose proof (advance_is_followed u behind 0 g todo []) as A.
  rewrite (steady_is_advance _ _ _ _ _ _ H) in A. exact A.
Qed.

(** ** One direction *)

(** β(u) for u = 1. *)
Lemma slope_at_1 : forall z, slope_at [1] z = Q2R (hd (integer 0) (slope z)).
Proof. intros [a [|b [|c s]]]; unfold slope_at; cbn; rewrite ?Q2R_integer; ring. Qed.

(** The relation, computed. *)
Lemma satisfies_spec : forall b r, satisfies b r = true <-> relation_holds r (Q2R b).
Proof.
  intros b []; cbn; [apply is_negative_spec|apply is_zero_spec|apply is_positive_spec|].
  pose proof (is_negative_spec b) as N. destruct (is_negative b); cbn.
  - split; [discriminate|]. destruct N as [N _]. specialize (N eq_refl). lra.
  - split; [|reflexivity]. intros _. destruct (Rle_dec 0 (Q2R b)); [assumption|].
    destruct N as [_ N]. specialize (N ltac:(lra)). discriminate.
Qed.

(** Where the slope is a number, the germ is what g does. *)
Lemma germ_along_is_followed : forall g z,
  eventually (fun t => apply g (germ_at [1] t z) = germ_at [1] t (germ_along g z)).
Proof.
  intros g z. unfold germ_along. destruct (germ_of 1 g z) as [a|cases] eqn:E.
  - exact (determined_germ_is_followed [1] g z a E).
  - destruct (find _ cases) as [[r a]|] eqn:F.
    + apply find_some in F as [Hin Hr]. apply satisfies_spec in Hr. rewrite <- slope_at_1 in Hr.
      exact (case_is_followed [1] g z cases r a E Hin Hr).
    + destruct (some_case_holds [1] _ _ _ _ E) as (r & a & Hin & Hr).
      rewrite slope_at_1 in Hr. apply satisfies_spec in Hr.
      apply (find_none _ _ F) in Hin. cbn in Hin. congruence.
Qed.

(** Step 1. [follow] gives the limit along one direction. *)
Theorem follow_is_the_limit : forall g todo behind, exists z, at_vertex z = follow g todo behind /\
  eventually (fun t => hd 0 (outputs behind (map (fun a => apply g (germ_at [1] t a)) todo))
                       = germ_at [1] t z).
Proof.
  intros g todo behind. revert g todo.
  induction behind as [|l behind IH]; intros g todo; cbn [follow outputs];
    pose proof (values_are_followed [1] g (germ_along g) todo (germ_along_is_followed g)) as V.
  - eexists. split; [reflexivity|]. apply (eventually_so _ _ V). intros t _ ->. apply first_value.
  - edestruct IH as (z & Hz & H). exists z. split; [exact Hz|].
    apply (eventually_so _ _ (eventually_both _ _ V H)). intros t _ [-> E].
    rewrite (layer_is_followed [1]). exact E.
Qed.

(** ** The tree of cases: steps 3 to 5 *)

(** The assumption is so for the direction u. *)
Definition step_holds (u : list R) (s : step) : Prop :=
  relation_holds (relation_of (fst s)) (dot (map Q2R (snd s)) u).

(** Step 5. A multiplier that its relation allows: μ·β(u) ≥ 0, and > 0 if the relation is strict and μ ≠ 0. *)
Lemma allowed_multiplier : forall r m b, allowed r m = true -> relation_holds r b ->
  0 <= Q2R m * b /\ (strict r && negb (is_zero m) = true -> 0 < Q2R m * b).
Proof.
  intros r m b A H. pose proof (is_zero_spec m) as N.
  pose proof (is_positive_spec m) as P. pose proof (is_negative_spec m) as M.
  assert (Z : negb (is_zero m) = true -> Q2R m <> 0).
  { intros K E. apply N in E. rewrite E in K. discriminate. }
  destruct r; cbn in *.
  - assert (Q2R m <= 0) by (destruct (Rle_dec (Q2R m) 0); [assumption|];
      rewrite (proj2 P) in A by lra; discriminate).
    split; [|intro K; specialize (Z K)]; rewrite <- Rmult_opp_opp;
      [apply Rmult_le_pos|apply Rmult_lt_0_compat]; lra.
  - rewrite H, Rmult_0_r. split; [lra|discriminate].
  - assert (0 <= Q2R m) by (destruct (Rle_dec 0 (Q2R m)); [assumption|];
      rewrite (proj2 M) in A by lra; discriminate).
    split; [|intro K; specialize (Z K)]; [apply Rmult_le_pos|apply Rmult_lt_0_compat]; lra.
  - assert (0 <= Q2R m) by (destruct (Rle_dec 0 (Q2R m)); [assumption|];
      rewrite (proj2 M) in A by lra; discriminate).
    split; [|discriminate]. apply Rmult_le_pos; lra.
Qed.

(** Step 5. Σ μ·β(u) grows with each assumption, and strictly with a strict one that is used. *)
Lemma multiplied_grows : forall u way multipliers sum found sum' found',
  multiplied sum found way multipliers = Some (sum', found') ->
  length sum = length u -> Forall (step_holds u) way ->
  dot (map Q2R sum) u <= dot (map Q2R sum') u /\
  (found' = true -> found = true \/ dot (map Q2R sum) u < dot (map Q2R sum') u).
Proof.
  intros u way. induction way as [|[a beta] way IH]; intros [|m multipliers] sum found sum' found' H L W;
    cbn in H; try discriminate.
  { injection H as <- <-. split; [lra|]. now left. }
  destruct (allowed (relation_of a) m) eqn:A; [|discriminate].
  inversion W as [|? ? Ha W']; subst. pose proof (allowed_multiplier _ _ _ A Ha) as [G S].
  apply IH in H; [|now rewrite length_add_multiple|exact W'].
  rewrite dot_add_multiple in H by exact L. destruct H as [H F]. cbn [snd] in *. split; [lra|].
  intro T. apply F in T as [T|T]; [|right; lra].
  apply orb_true_iff in T as [T|T]; [now left|]. apply S in T. right; lra.
Qed.

(** Step 5. Motzkin's evidence: no direction is in a branch that is impossible. *)
Theorem impossible_is_impossible : forall u way multipliers,
  impossible (length u) way multipliers = true -> ~ Forall (step_holds u) way.
Proof.
  intros u way multipliers H W. unfold impossible in H.
  destruct (multiplied _ _ _ _) as [[sum found]|] eqn:E; [|discriminate].
  apply andb_true_iff in H as [H Z].
  apply (multiplied_grows u) in E as [_ E]; [|apply repeat_length|exact W].
  apply E in H as [H|H]; [discriminate|].
  rewrite !dot_of_zeros in H by (exact Z || apply zeros_are_zero). lra.
Qed.

(** Cases are checked branch after branch, each with what the one before has left. *)
Lemma every_branch_is_checked :
  forall (A : Set) (check : relation * A -> list case -> option (list case)) branches cases left,
  (fix all (branches : list (relation * A)) (cases : list case) :=
     match branches with
     | [] => Some cases
     | (r, s) :: branches =>
         match check (r, s) cases with
         | Some cases => all branches cases
         | None => None
         end
     end) branches cases = Some left ->
  forall b, In b branches -> exists cases left, check b cases = Some left.
Proof.
  intros A check branches. induction branches as [|[r s] branches IH]; intros cases left H b [].
  - subst b. destruct (check (r, s) cases) as [cases'|] eqn:E; [|discriminate]. eauto.
  - destruct (check (r, s) cases) as [cases'|]; [|discriminate]. eapply IH; eassumption.
Qed.

(** Steps 3 to 5. Where a tree of cases is accepted, every direction ends in a leaf that is kept. *)
Theorem descend_is_sound : forall u wanted fuel s way cases left,
  descend (length u) wanted fuel s way cases = Some left -> Forall (step_holds u) way ->
  exists z, Q2R (at_vertex z) = Q2R wanted /\ eventually (fun t => state_output u t s = germ_at u t z).
Proof.
  intros u wanted fuel. induction fuel as [|fuel IH]; intros s way cases left H W; [discriminate|].
  destruct cases as [|c others]; [discriminate|]. cbn [descend] in H.
  destruct (negb _); [discriminate|].
  assert (H' : (if Nat.eqb (length (path c)) (length way) then
                  exists m, impossible (length u) (rev way) m = true else False) \/
    match advance (length u) (depth s) (current s) (todo s) (done s) (behind s) with
    | Output z => same (at_vertex z) wanted = true
    | Split i j beta branches => forall b, In b branches -> exists cases left,
        descend (length u) wanted fuel (snd b) ((Assume i j (fst b), beta) :: way) cases = Some left
    end).
  { destruct (Nat.eqb _ _), (conclusion_of c) as [|m].
    2: { left. exists m. destruct (impossible _ _ _); [reflexivity|discriminate]. }
    all: right; destruct (advance _ _ _ _ _ _) as [z|i j beta branches].
    all: try (cbn [andb] in H; destruct (same _ _); [reflexivity|discriminate]).
    all: try discriminate.
    all: exact (every_branch_is_checked _ (fun b => descend _ _ _ (snd b) ((Assume i j (fst b), beta) :: way))
                  _ _ _ H). }
  clear H. destruct H' as [H|H].
  { destruct (Nat.eqb _ _); [|destruct H]. destruct H as [m H].
    destruct (impossible_is_impossible u _ _ H). now apply Forall_rev. }
  pose proof (advance_is_followed u (behind s) (depth s) (current s) (todo s) (done s)) as A.
  cbn zeta in A. replace (State _ _ _ _ _) with s in A by (now destruct s).
  destruct (advance _ _ _ _ _ _) as [z|i j beta branches].
  - exists z. split; [now apply same_spec|exact A].
  - destruct A as (r & s' & Hin & Hr & E). destruct (H _ Hin) as (cases' & left' & D).
    cbn [fst snd] in D. apply IH in D as (z & Hz & Ez); [|constructor; assumption].
    exists z. split; [exact Hz|]. exact (eventually_equal _ _ _ _ E Ez).
Qed.
