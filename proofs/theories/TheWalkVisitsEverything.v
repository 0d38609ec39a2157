(** * The walk visits everything

    Every vector of counts is entered, or lies in a uniform stretch whose ends were entered: the last
    paragraph of the proof on the page uniform-stretches. So what the walk finds holds of all of them. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network ExactNumbers Eventually Quotients.
From Orthant Require Import GermsAreFollowed LimitsByCases UniformStretches CountsOfVertices.
From Orthant.Checker Require Import Numbers Certificate Germs Cases Classes Walk.
Import ListNotations.
Open Scope R_scope.

(** ** Counts and class sums *)

(** Counts in range, from those of the classes before, of one class, and of those behind it. *)
Lemma in_range_join : forall before n behind k m l,
  in_range before k = true -> (0 <= m <= n)%Z -> in_range behind l = true ->
  in_range (before ++ n :: behind) (k ++ m :: l) = true.
Proof.
  induction before as [|b before IH]; intros n behind [|c k] m l K M L; cbn in *; try discriminate.
  - rewrite L, andb_true_r. apply andb_true_iff. rewrite !Z.leb_le. exact M.
  - apply andb_true_iff in K as [-> K]. exact (IH n behind k m l K M L).
Qed.

(** And all counts in range are of this kind. *)
Lemma in_range_split : forall before n behind k, in_range (before ++ n :: behind) k = true ->
  exists l m r, k = l ++ m :: r /\
  in_range before l = true /\ (0 <= m <= n)%Z /\ in_range behind r = true.
Proof.
  induction before as [|b before IH]; intros n behind [|c k] H; cbn in *; try discriminate;
    apply andb_true_iff in H as [M H].
  - exists [], c, k. apply andb_true_iff in M. rewrite !Z.leb_le in M. auto.
  - destruct (IH n behind k H) as (l & m & r & -> & L & B & R).
    exists (c :: l), m, r. cbn. rewrite M. auto.
Qed.

(** Step 1. Class sums are affine in one count. *)
Lemma sums_between : forall r low high k post pre sizes,
  IZR k = (1 - r) * IZR low + r * IZR high ->
  Forall3 (fun a b c => IZR c = (1 - r) * IZR a + r * IZR b)
    (class_sums sizes (pre ++ low :: post)) (class_sums sizes (pre ++ high :: post))
    (class_sums sizes (pre ++ k :: post)).
Proof.
  intros r low high k post pre sizes E.
  assert (same : forall l, Forall3 (fun a b c => IZR c = (1 - r) * IZR a + r * IZR b) l l l).
  { induction l as [|a l IH]; constructor; [ring|exact IH]. }
  revert sizes. induction pre as [|m pre IH]; intros [|n sizes]; cbn [app class_sums];
    constructor; auto; [|ring].
  rewrite !minus_IZR, !mult_IZR, E. ring.
Qed.

(** The total sum grows with each count. *)
Lemma total_grows : forall low k post pre sizes, (low <= k)%Z ->
  (total_of (class_sums sizes (pre ++ low :: post)) <= total_of (class_sums sizes (pre ++ k :: post)))%Z.
Proof.
  intros low k post pre sizes H. revert sizes.
  induction pre as [|m pre IH]; intros [|n sizes]; cbn [app class_sums total_of fold_right]; try lia.
  specialize (IH sizes). unfold total_of in IH. lia.
Qed.

(** ** The germs that a point starts with *)

(** Step 4. Input germs at three points, with directions at two of them. *)
Lemma moving_between : forall r n i a b c,
  Forall3 (fun a b c => IZR c = (1 - r) * IZR a + r * IZR b) a b c ->
  Forall3 (lies_between r) (moving n i a) (map still b) (moving n i c).
Proof.
  intros r n i a b c H. revert i. induction H as [|x y z a b c E _ IH]; intro i; constructor; [|apply IH].
  split; [|reflexivity]. cbn [at_vertex still]. rewrite !Q2R_integer. exact E.
Qed.

(** Without directions. *)
Lemma still_between : forall r a b c,
  Forall3 (fun a b c => IZR c = (1 - r) * IZR a + r * IZR b) a b c ->
  Forall3 (lies_between r) (map still a) (map still b) (map still c).
Proof.
  intros r a b c H. induction H as [|x y z a b c E _ IH]; constructor; [|apply IH].
  split; [|reflexivity]. cbn [at_vertex still]. rewrite !Q2R_integer. exact E.
Qed.

(** The class sums alone. *)
Lemma still_stays : forall t s, map (germ_at [] t) (map still s) = map IZR s.
Proof.
  intros t s. rewrite map_map. apply map_ext. intro a. unfold germ_at. cbn. rewrite Q2R_integer. ring.
Qed.

(** The direction's entry behind those of [before]. *)
Lemma dot_of_unit_vector : forall n before d u,
  dot (map Q2R (repeat (integer 0) (length before) ++ integer 1 :: zeros n)) (before ++ d :: u) = d.
Proof.
  intros n before d u. induction before as [|b before IH]; cbn [length repeat app map dot].
  - rewrite Q2R_integer, dot_of_zeros by apply zeros_are_zero. ring.
  - rewrite Q2R_integer, IH. ring.
Qed.

(** Step 6 of counts-stand-for-vertices. Each class sum moves with its own entry of the direction. *)
Lemma moving_is_along : forall t n s before u, length s = length u -> n = (length before + length u)%nat ->
  map (germ_at (before ++ u) t) (moving n (length before) s) = along (map IZR s) t u.
Proof.
  intros t n s.
  induction s as [|a s IH]; intros before [|d u] L N; cbn in L; try discriminate; [reflexivity|].
  cbn [moving map along]. f_equal.
  - unfold germ_at. cbn [at_vertex slope]. rewrite Q2R_integer. f_equal. f_equal. apply dot_of_unit_vector.
  - replace (S (length before)) with (length (before ++ [d])) by (rewrite app_length; cbn; lia).
    replace (before ++ d :: u) with ((before ++ [d]) ++ u) by (rewrite <- app_assoc; reflexivity).
    apply IH; [congruence|]. rewrite app_length. cbn in *. lia.
Qed.

(** Without the slopes it is the class sums. *)
Lemma numbers_of_moving : forall n i s, map at_vertex (moving n i s) = map at_vertex (map still s).
Proof. intros n i s. revert i. induction s as [|a s IH]; intro i; cbn; [reflexivity|]. f_equal. apply IH. Qed.

(** ** What is known of a visited point *)

Section Quotient.

Variable q : quotient.

(** The germs of the first layer without a direction. *)
Definition still_germs (k : list Z) : list germ :=
  map (germ_of_unit 0 (map still (class_sums (sizes q) k))) (first_units q).

(** A visit is a [steady] pass without directions. *)
Lemma visited_by_steady : forall k p, visit_point q k = Some p ->
  exists all z, steady 0 (first q) (still_germs k) (rest q) = Some (all, z) /\
  p = Visited k (map at_vertex all) (at_vertex z)
        (at_counts (wanted q) k (total_of (class_sums (sizes q) k))).
Proof.
  intros k p. unfold visit_point. fold (still_germs k).
  destruct (steady 0 _ _ _) as [[all z]|]; [|discriminate].
  intro E. injection E as <-. exists all, z. split; reflexivity.
Qed.

(** What [steady] says of the quotient along a ray. *)
Lemma quotient_is_followed : forall u gs all z,
  steady (length u) (first q) (map (germ_of_unit (length u) gs) (first_units q)) (rest q) = Some (all, z) ->
  eventually (fun t => value_at (on_classes q) (map (germ_at u t) gs) = germ_at u t z).
Proof.
  intros u gs all z S. apply steady_is_followed in S.
  apply (eventually_so _ _ S). intros t _ E. rewrite <- E.
  unfold value_at, on_classes. cbn [outputs]. rewrite layer_is_followed. reflexivity.
Qed.

(** Without directions it gives the value. *)
Lemma value_without_directions : forall k all z,
  steady 0 (first q) (still_germs k) (rest q) = Some (all, z) ->
  value_at (on_classes q) (sums_at q k) = Q2R (at_vertex z).
Proof.
  intros k all z S. apply (quotient_is_followed []) in S.
  destruct (eventually_some _ S) as (t & _ & E). rewrite still_stays in E.
  unfold sums_at. rewrite E. unfold germ_at. destruct (map Q2R (slope z)); cbn; ring.
Qed.

(** The test at a point is whether h = f there. *)
Lemma agreement_is_decided : forall k p, visit_point q k = Some p ->
  agrees_at p = true <-> agrees_on q k.
Proof.
  intros k p V. destruct (visited_by_steady k p V) as (all & z & S & ->).
  unfold agrees_at, agrees_on, wanted_at. cbn [output target_there].
  rewrite same_spec, Q2R_integer, (value_without_directions k all z S). reflexivity.
Qed.

(** Step 2 of limits-by-cases. No unit is at 0 and moves, and the value is f: the limits are f, too. *)
Lemma steady_is_robust : forall k all z, in_range (sizes q) k = true ->
  steady (length (sizes q)) (first q) (first_germs q k) (rest q) = Some (all, z) ->
  Q2R (at_vertex z) = wanted_at q k -> robust_on q k.
Proof.
  intros k all z I S W u L. exists z. split; [exact W|].
  pose proof (length_class_sums _ _ I) as N. unfold first_germs in S. rewrite N, <- L in S.
  apply (eventually_so _ _ (quotient_is_followed u _ _ _ S)). intros t _ E. rewrite <- E.
  f_equal. symmetry. apply (moving_is_along t (length u) _ [] u); cbn; congruence.
Qed.

(** The cases that are checked at a point are of the same germs. *)
Lemma cases_are_robust : forall k p points left, in_range (sizes q) k = true ->
  visit_point q k = Some p -> check_cases q p points = Some left -> robust_on q k.
Proof.
  intros k p [|[k' cases] points] left I V; cbn [check_cases]; [discriminate|].
  destruct (counts_eqb k' (counts p)); [|discriminate].
  destruct (visited_by_steady k p V) as (all & z & _ & ->). cbn [counts target_there].
  set (wants := integer _). set (start := State _ _ _ _ _).
  destruct (descend _ wants 501 start [] cases) as [[|? ?]|] eqn:D; try discriminate.
  intros _ u L. pose proof (length_class_sums _ _ I) as N. rewrite N, <- L in D.
  destruct (descend_is_sound u _ _ start [] _ _ D (Forall_nil _)) as (y & W & F).
  exists y. split.
  - rewrite W. subst wants. apply Q2R_integer.
  - apply (eventually_so _ _ F). intros t _ E. rewrite <- E. subst start.
    unfold state_output. cbn [behind current todo done map rev app].
    unfold value_at, on_classes. cbn [outputs].
    unfold first_germs. rewrite N, <- L.
    unfold sums_at. rewrite <- (moving_is_along t (length u) _ [] u) by (cbn; congruence).
    cbn [app length]. rewrite layer_is_followed. reflexivity.
Qed.

(** Around a locally affine point [steady] goes through in all directions, with the numbers of the visit. *)
Lemma locally_affine_is_steady : forall k p, in_range (sizes q) k = true ->
  visit_point q k = Some p -> is_locally_affine q p = true ->
  exists all z, steady (length (sizes q)) (first q) (first_germs q k) (rest q) = Some (all, z) /\
  map at_vertex all = preactivations p /\ at_vertex z = output p.
Proof.
  intros k p I V A. destruct (visited_by_steady k p V) as (all & z & S & ->).
  unfold is_locally_affine in A. cbn [counts preactivations output] in *.
  assert (N : map at_vertex (first_germs q k) = map at_vertex (still_germs k)).
  { unfold first_germs, still_germs. rewrite !numbers_of_units, numbers_of_moving. reflexivity. }
  assert (exists all' z', steady (length (sizes q)) (first q) (first_germs q k) (rest q) = Some (all', z'))
    as (all' & z' & S').
  { apply orb_true_iff in A as [A|A].
    - exact (steady_off_zero _ _ _ _ _ _ _ _ (eq_sym N) S A).
    - destruct (steady (length (sizes q)) _ _ _) as [[all' z']|]; [|discriminate]. eauto. }
  exists all', z'. split; [exact S'|]. exact (steady_numbers _ _ _ _ _ _ _ _ _ _ N S' S).
Qed.

(** ** Between the ends of a uniform stretch *)

Section Between.

Variables (pre post : list Z) (low high k : Z) (a b : visited).
Let put (m : Z) := pre ++ m :: post.

Hypothesis inside : (low < k < high)%Z.
Hypothesis at_a : visit_point q (put low) = Some a.
Hypothesis at_b : visit_point q (put high) = Some b.
Hypothesis uniform : is_uniform q a b = true.
Hypothesis agree_at_a : agrees_on q (put low).
Hypothesis agree_at_b : agrees_on q (put high).

(** Step 3. The output is affine with equal ends, and f is constant. The first layer's germs are those
    without directions, or those with. *)
Lemma output_between : forall n germs_at_a germs_at_k all z,
  (forall r, 0 < r < 1 -> IZR k = (1 - r) * IZR low + r * IZR high ->
   Forall3 (lies_between r) germs_at_a (map still (class_sums (sizes q) (put high))) germs_at_k) ->
  steady n (first q) (map (germ_of_unit n germs_at_a) (first_units q)) (rest q) = Some (all, z) ->
  map at_vertex all = preactivations a -> at_vertex z = output a ->
  exists all' z',
  steady n (first q) (map (germ_of_unit n germs_at_k) (first_units q)) (rest q) = Some (all', z')
  /\ Q2R (at_vertex z') = wanted_at q (put k).
Proof.
  intros n germs_at_a germs_at_k all z W S All Z.
  destruct inside as [L H]. apply IZR_lt in L, H.
  set (r := (IZR k - IZR low) / (IZR high - IZR low)).
  assert (R : 0 < r < 1).
  { split; [apply Rdiv_lt_0_compat; lra|].
    apply (Rmult_lt_reg_r (IZR high - IZR low)); [lra|]. unfold r. field_simplify; lra. }
  assert (E : IZR k = (1 - r) * IZR low + r * IZR high) by (unfold r; field; lra).
  specialize (W r R E).
  unfold is_uniform in uniform. apply andb_true_iff in uniform as [C sides].
  rewrite <- All in sides.
  pose proof (proj2 (agreement_is_decided _ _ at_a) agree_at_a) as A.
  pose proof (proj2 (agreement_is_decided _ _ at_b) agree_at_b) as B.
  destruct (visited_by_steady _ _ at_b) as (allB & zB & SB & ->).
  destruct (visited_by_steady _ _ at_a) as (allA & zA & _ & ->).
  unfold agrees_at in A, B. cbn [counts preactivations output target_there] in *.
  apply same_spec in A, B. rewrite Q2R_integer in A, B.
  edestruct steady_between with (1 := R) (3 := S) (4 := SB) (5 := sides) as (all' & z' & S' & V & _);
    [|exists all', z'; split; [exact S'|]].
  - apply units_between. exact W.
  - rewrite V, Z, A, B. unfold wanted_at.
    rewrite (constant_between_is_constant _ _ _ (total_of (class_sums (sizes q) (put high)))
               (put high) (put low) C) by (split; [apply total_grows; lia|lia]).
    rewrite (constant_between_is_constant _ _ _ (total_of (class_sums (sizes q) (put k)))
               (put k) (put low) C) by (split; apply total_grows; lia).
    ring.
Qed.

(** Step 3. h = f between. *)
Lemma agrees_between : agrees_on q (put k).
Proof.
  destruct (visited_by_steady _ _ at_a) as (all & z & S & E).
  destruct (output_between 0 (map still (class_sums (sizes q) (put low)))
              (map still (class_sums (sizes q) (put k))) all z) as (all' & z' & S' & W).
  - intros r _ K. apply still_between, sums_between. exact K.
  - exact S.
  - rewrite E. reflexivity.
  - rewrite E. reflexivity.
  - unfold agrees_on. rewrite (value_without_directions _ _ _ S'). exact W.
Qed.

(** Step 4. Where h is locally affine at an end, it is between, with the same slopes. *)
Lemma robust_between : in_range (sizes q) (put low) = true -> in_range (sizes q) (put k) = true ->
  is_locally_affine q a = true -> robust_on q (put k).
Proof.
  intros I J A. destruct (locally_affine_is_steady _ _ I at_a A) as (all & z & S & All & Z).
  unfold first_germs in S. rewrite (length_class_sums _ _ I) in S.
  destruct (output_between _ _ (moving (length (sizes q)) 0 (class_sums (sizes q) (put k))) _ _
              (fun r _ K => moving_between _ _ _ _ _ _ (sums_between _ _ _ _ _ _ _ K)) S All Z)
    as (all' & z' & S' & W).
  apply (steady_is_robust _ all' z' J); [|exact W].
  unfold first_germs. rewrite (length_class_sums _ _ J). exact S'.
Qed.

End Between.

(** ** The walk *)

Variable limits : bool.
Variable cost : Z.

(** What the walk shows of each vector of counts. *)
Definition established (k : list Z) : Prop :=
  agrees_on q k /\ (limits = true -> robust_on q k).

(** What it shows of the one at which it stops. *)
Definition refuted (k : list Z) : Prop :=
  in_range (sizes q) k = true /\ ~ agrees_on q k.

(** A result is right: P of what is done, and a difference is one. *)
Definition right {A : Set} (P : A -> Prop) (r : result A) : Prop :=
  match r with
  | Done a => P a
  | Differs k => refuted k
  | Rejected => True
  end.

(** One part of the walk after another. *)
Lemma right_bind : forall (A B : Set) (P : A -> Prop) (P' : B -> Prop) r (f : A -> result B),
  right P r -> (forall a, P a -> right P' (f a)) -> right P' (bind r f).
Proof. intros A B P P' [a|k|] f H F; cbn in *; [apply F|..]; exact H. Qed.

(** And less may be said of it. *)
Lemma right_so : forall (A : Set) (P P' : A -> Prop) r,
  right P r -> (forall a, P a -> P' a) -> right P' r.
Proof. intros A P P' [a|k|] H F; cbn in *; [apply F|..]; exact H. Qed.

(** One point. *)
Lemma enter_is_right : forall k left, in_range (sizes q) k = true ->
  right (fun '(p, _) => visit_point q k = Some p /\ established k) (enter q limits cost k left).
Proof.
  intros k left I. unfold enter. destruct (visit_point q k) as [p|] eqn:V; [|exact Logic.I].
  cbv zeta. set (work := (_ - _)%Z). destruct (work <? 0)%Z; [exact Logic.I|].
  pose proof (agreement_is_decided k p V) as A.
  destruct (agrees_at p); cbn [negb].
  - apply proj1 in A. specialize (A eq_refl).
    destruct (negb limits || is_locally_affine q p) eqn:L.
    + split; [reflexivity|]. split; [exact A|]. intros ->. cbn in L.
      destruct (locally_affine_is_steady k p I V L) as (all & z & S & _ & Z).
      apply (steady_is_robust k all z I S). rewrite Z.
      apply (agreement_is_decided k p V) in A. apply same_spec in A. rewrite A, Q2R_integer.
      destruct (visited_by_steady k p V) as (? & ? & _ & ->). reflexivity.
    + destruct (check_cases q p (fst left)) as [points|] eqn:C; [|exact Logic.I].
      split; [reflexivity|]. split; [exact A|]. intros _. exact (cases_are_robust k p _ _ I V C).
  - split; [exact I|]. intro H. apply A in H. discriminate.
Qed.

(** A stretch that is left out. *)
Lemma skipped_is_established : forall pre post low high k a b, (low < k < high)%Z ->
  in_range (sizes q) (pre ++ low :: post) = true -> in_range (sizes q) (pre ++ k :: post) = true ->
  visit_point q (pre ++ low :: post) = Some a -> visit_point q (pre ++ high :: post) = Some b ->
  established (pre ++ low :: post) -> established (pre ++ high :: post) ->
  may_skip q limits a b = true -> established (pre ++ k :: post).
Proof.
  intros pre post low high k a b K I J A B [E _] [F _] S. apply andb_true_iff in S as [U L].
  split; [exact (agrees_between pre post low high k a b K A B U E F)|]. intros ->.
  exact (robust_between pre post low high k a b K A B U E F I J L).
Qed.

(** Halving: every count between the ends is entered or lies in a uniform stretch. *)
Lemma stretch_is_right : forall pre post put, (forall k, put k = pre ++ k :: post) ->
  forall fuel low high a b left,
  (forall k, (low <= k <= high)%Z -> in_range (sizes q) (put k) = true) ->
  visit_point q (put low) = Some a -> visit_point q (put high) = Some b ->
  established (put low) -> established (put high) ->
  right (fun _ => forall k, (low < k < high)%Z -> established (put k))
    (stretch q limits cost fuel put low high a b left).
Proof.
  intros pre post put P fuel. induction fuel as [|fuel IH]; intros low high a b left I A B E F; cbn [stretch];
    (destruct ((high - low <=? 1)%Z || may_skip q limits a b) eqn:S;
     [intros k K; apply orb_true_iff in S as [S|S];
      [apply Z.leb_le in S; lia|];
      pose proof (I low ltac:(lia)); pose proof (I k ltac:(lia)); rewrite P in *;
      apply (skipped_is_established pre post low high k a b); assumption
     |]); [exact Logic.I|].
  apply orb_false_iff in S as [S _]. apply Z.leb_gt in S. cbv zeta.
  set (middle := ((low + high) / 2)%Z).
  assert (M : (low < middle < high)%Z).
  { pose proof (Z.div_mod (low + high) 2). pose proof (Z.mod_pos_bound (low + high) 2). lia. }
  apply (right_bind _ _ _ _ _ _ (enter_is_right (put middle) left (I middle ltac:(lia)))).
  intros [m left'] [V G].
  eapply right_bind; [apply (IH low middle a m left'); auto; intros; apply I; lia|].
  intros left'' H. cbn beta in H.
  apply (right_so _ _ _ _ (IH middle high m b left'' ltac:(intros; apply I; lia) V B G F)).
  intros _ H' k K. destruct (Z.lt_trichotomy k middle) as [?|[->|?]]; [apply H; lia|exact G|apply H'; lia].
Qed.

(** All counts of the inner class. *)
Lemma line_is_right : forall pre post put top left, (forall k, put k = pre ++ k :: post) -> (0 <= top)%Z ->
  (forall k, (0 <= k <= top)%Z -> in_range (sizes q) (put k) = true) ->
  right (fun _ => forall k, (0 <= k <= top)%Z -> established (put k))
    (line q limits cost put top left).
Proof.
  intros pre post put top left P T I. unfold line.
  apply (right_bind _ _ _ _ _ _ (enter_is_right (put 0%Z) left (I 0%Z ltac:(lia)))).
  intros [a left'] [A E].
  apply (right_bind _ _ _ _ _ _ (enter_is_right (put top) left' (I top ltac:(lia)))).
  intros [b left''] [B F].
  apply (right_so _ _ _ _ (stretch_is_right pre post put P 64 0 top a b left'' I A B E F)).
  intros _ H k K. destruct (Z.eq_dec k 0) as [->|]; [exact E|].
  destruct (Z.eq_dec k top) as [->|]; [exact F|]. apply H. lia.
Qed.

(** One count after another. *)
Lemma each_is_right : forall (P : Z -> Prop) go times n left,
  (forall k left, (n <= k < n + Z.of_nat times)%Z -> right (fun _ => P k) (go k left)) ->
  right (fun _ => forall k, (n <= k < n + Z.of_nat times)%Z -> P k) (each times n go left).
Proof.
  intros P go times. induction times as [|times IH]; intros n left H; cbn [each].
  - intros k K. lia.
  - apply (right_bind _ _ _ _ _ _ (H n left ltac:(lia))). intros left' E.
    apply (right_so _ _ _ _ (IH (n + 1)%Z left' ltac:(intros; apply H; lia))).
    intros _ T k K. destruct (Z.eq_dec k n) as [->|]; [exact E|]. apply T. lia.
Qed.

(** All counts of one more class, and those that a walk goes through for each of them. *)
Lemma class_is_right : forall n classes (P : list Z -> Prop) go left,
  (forall m left, (0 <= m <= n)%Z ->
   right (fun _ => forall l, in_range classes l = true -> P (m :: l)) (go m left)) ->
  right (fun _ => forall l, in_range (n :: classes) l = true -> P l)
    (each (Z.to_nat (n + 1)) 0 go left).
Proof.
  intros n classes P go left H.
  apply (right_so _ _ _ _ (each_is_right (fun m => forall l, in_range classes l = true -> P (m :: l)) go
    (Z.to_nat (n + 1)) 0 left ltac:(intros; apply H; lia))).
  intros _ E [|m l] L; [discriminate|].
  apply andb_true_iff in L as [M L]. apply andb_true_iff in M. rewrite !Z.leb_le in M.
  apply E; [lia|exact L].
Qed.

(** A count in range in front of others. *)
Lemma in_range_cons : forall n classes m l, (0 <= m <= n)%Z -> in_range classes l = true ->
  in_range (n :: classes) (m :: l) = true.
Proof. intros n classes m l M L. exact (in_range_join [] n classes [] m l eq_refl M L). Qed.

(** All counts of the classes behind the inner one. *)
Lemma walk_after_is_right : forall top classes pre mid put left, (0 <= top)%Z ->
  (forall l k, put l k = pre ++ k :: mid ++ l) ->
  (forall l k, in_range classes l = true -> (0 <= k <= top)%Z -> in_range (sizes q) (put l k) = true) ->
  right (fun _ => forall l, in_range classes l = true -> forall k, (0 <= k <= top)%Z -> established (put l k))
    (walk_after q limits cost classes put top left).
Proof.
  intros top classes. induction classes as [|n classes IH]; intros pre mid put left T P I; cbn [walk_after].
  - apply (right_so _ _ _ _ (line_is_right pre mid (put []) top left
      ltac:(intro; rewrite P, app_nil_r; reflexivity) T (fun k => I [] k eq_refl))).
    intros _ H [|m l] L; [exact H|discriminate].
  - apply (class_is_right n classes (fun l => forall k, (0 <= k <= top)%Z -> established (put l k))).
    intros m left' M. apply (IH pre (mid ++ [m])); [exact T| |].
    + intros l k. rewrite P, <- app_assoc. reflexivity.
    + intros l k L K. apply I; [apply in_range_cons; assumption|exact K].
Qed.

(** And of those before it. *)
Lemma walk_before_is_right : forall top behind classes pre put left, (0 <= top)%Z ->
  (forall l r k, put l r k = pre ++ l ++ k :: r) ->
  (forall l r k, in_range classes l = true -> in_range behind r = true -> (0 <= k <= top)%Z ->
   in_range (sizes q) (put l r k) = true) ->
  right (fun _ => forall l, in_range classes l = true -> forall r, in_range behind r = true ->
                  forall k, (0 <= k <= top)%Z -> established (put l r k))
    (walk_before q limits cost classes behind put top left).
Proof.
  intros top behind classes.
  induction classes as [|n classes IH]; intros pre put left T P I; cbn [walk_before].
  - apply (right_so _ _ _ _ (walk_after_is_right top behind pre [] (put []) left T
      (fun r k => P [] r k) (fun r k => I [] r k eq_refl))).
    intros _ H [|m l] L; [exact H|discriminate].
  - apply (class_is_right n classes (fun l => forall r, in_range behind r = true ->
      forall k, (0 <= k <= top)%Z -> established (put l r k))).
    intros m left' M. apply (IH (pre ++ [m])); [exact T| |].
    + intros l r k. rewrite P, <- app_assoc. reflexivity.
    + intros l r k L R K. apply I; [apply in_range_cons; assumption|exact R|exact K].
Qed.

(** The inner class is one of the classes. *)
Lemma split_is_of_sizes : forall l,
  match split_at_largest l with
  | Some (before, top, after) => l = before ++ top :: after
  | None => l = []
  end.
Proof.
  induction l as [|n l IH]; cbn; [reflexivity|].
  destruct (split_at_largest l) as [[[before top] after]|].
  - destruct (top <? n)%Z; [reflexivity|]. cbn. rewrite <- IH. reflexivity.
  - rewrite IH. reflexivity.
Qed.

(** The whole walk. *)
Theorem walk_is_right : forall left, Forall (fun n => (0 < n)%Z) (sizes q) ->
  right (fun _ => forall k, in_range (sizes q) k = true -> established k) (walk q limits cost left).
Proof.
  intros left W. unfold walk. pose proof (split_is_of_sizes (sizes q)) as S.
  destruct (split_at_largest (sizes q)) as [[[before top] after]|]; [|exact Logic.I].
  assert (T : (0 < top)%Z) by (rewrite S in W; apply Forall_elt in W; exact W).
  apply (right_so _ _ _ _ (walk_before_is_right top after before [] (fun l r k => l ++ k :: r) left
    ltac:(lia) (fun l r k => eq_refl) ltac:(intros; rewrite S; apply in_range_join; assumption))).
  intros _ H k K. rewrite S in K. destruct (in_range_split _ _ _ _ K) as (l & m & r & -> & L & M & R).
  exact (H l L r R m M).
Qed.

End Quotient.

(** ** What a walk says *)

(** A walk that ends has shown h = f at every vector of counts. *)
Theorem walk_agrees : forall q cost left left', no_empty_class q ->
  walk q false cost left = Done left' ->
  forall k, in_range (sizes q) k = true -> agrees_on q k.
Proof.
  intros q cost left left' W D k K. pose proof (walk_is_right q false cost left W) as R.
  rewrite D in R. exact (proj1 (R k K)).
Qed.

(** A walk with limits has shown that h is robust, too. *)
Theorem walk_is_robust : forall q cost left left', no_empty_class q ->
  walk q true cost left = Done left' ->
  forall k, in_range (sizes q) k = true -> agrees_on q k /\ robust_on q k.
Proof.
  intros q cost left left' W D k K. pose proof (walk_is_right q true cost left W) as R.
  rewrite D in R. destruct (R k K) as [A B]. exact (conj A (B eq_refl)).
Qed.

(** A walk that stops at a difference has found one. *)
Theorem walk_differs : forall q limits cost left k, no_empty_class q ->
  walk q limits cost left = Differs k ->
  in_range (sizes q) k = true /\ ~ agrees_on q k.
Proof.
  intros q limits cost left k W D. pose proof (walk_is_right q limits cost left W) as R.
  rewrite D in R. exact R.
Qed.
