(** * Uniform stretches: where no unit changes side, a network is affine

    The page uniform-stretches. A point c lies at r of the way from a to b, 0 < r < 1, and at a and b every
    pre-activation has the same sign. Then the values at c lie at r of the way, too, and all slopes are those
    at a. *)

From Coq Require Import ZArith QArith Qreals Reals List Bool Lia Lra.
From Orthant Require Import Cube Network ExactNumbers.
From Orthant.Checker Require Import Numbers Runs Certificate Germs Classes Walk.
Import ListNotations.
Open Scope R_scope.

(** ** Following germs without a split *)

(** One case of the activation applies in all directions. *)
Definition settled (g : activation) (z : germ) : bool :=
  match g with
  | Identity => true
  | _ => negb (is_zero (at_vertex z)) || is_flat z
  end.

(** The activation is the identity around this value, so it keeps slopes. *)
Definition keeps (g : activation) (a : Q) : bool :=
  match g with
  | Identity => true
  | Relu => is_positive a
  | _ => false
  end.

(** The germ of g(z), if one case applies. *)
Definition after (n : nat) (g : activation) (z : germ) : germ :=
  Germ (value_of g (at_vertex z)) (if keeps g (at_vertex z) then slope z else zeros n).

(** A positive number is not negative. *)
Lemma positive_is_not_negative : forall a, is_positive a = true -> is_negative a = false.
Proof. intros a. unfold is_positive, is_negative. rewrite Z.ltb_lt, Z.ltb_ge. lia. Qed.

(** A germ is determined if and only if one case applies. *)
Lemma determined_if_settled : forall n g z,
  match germ_of n g z with
  | Determined a => settled g z = true /\ a = after n g z
  | Depends _ => settled g z = false
  end.
Proof.
  intros n g [a s]. unfold germ_of, settled, after, keeps, constant, is_flat. cbn [at_vertex slope].
  destruct g; [| | |split; reflexivity|];
    destruct (negb (is_zero a) || forallb is_zero s); try split; try reflexivity.
  destruct (is_positive a) eqn:P; split; try reflexivity.
  cbn [value_of]. rewrite (positive_is_not_negative a P). reflexivity.
Qed.

(** A layer has values if one case applies to each unit. *)
Lemma pass_if_settled : forall n g todo done,
  match pass n g todo done with
  | All values => forallb (settled g) todo = true /\ values = rev done ++ map (after n g) todo
  | Stop _ _ _ _ => forallb (settled g) todo = false
  end.
Proof.
  intros n g todo. induction todo as [|z todo IH]; intro done; cbn.
  - split; [reflexivity|symmetry; apply app_nil_r].
  - pose proof (determined_if_settled n g z) as D.
    destruct (germ_of n g z) as [a|cases].
    + destruct D as [-> ->]. specialize (IH (after n g z :: done)).
      destruct (pass n g todo (after n g z :: done)); [|exact IH].
      destruct IH as [H ->]. split; [exact H|]. cbn. rewrite <- app_assoc. reflexivity.
    + rewrite D. reflexivity.
Qed.

(** [steady] layer by layer. *)
Lemma steady_by_layers : forall n g todo behind,
  steady n g todo behind =
  if forallb (settled g) todo then
    let values := map (after n g) todo in
    match behind with
    | [] => Some (todo, hd (constant n (integer 0)) values)
    | l :: behind =>
        match steady n (activation_of l) (map (germ_of_unit n values) (units l)) behind with
        | Some (all, output) => Some (todo ++ all, output)
        | None => None
        end
    end
  else None.
Proof.
  intros n g todo behind. pose proof (pass_if_settled n g todo []) as P.
  destruct behind as [|l behind]; cbn [steady];
    (destruct (pass n g todo []); [destruct P as [-> ->]|rewrite P]; reflexivity).
Qed.

(** The numbers of the values are functions of the numbers alone. *)
Lemma numbers_after : forall n g todo,
  map at_vertex (map (after n g) todo) = map (value_of g) (map at_vertex todo).
Proof. intros n g todo. rewrite !map_map. reflexivity. Qed.

(** And so are those of the pre-activations. *)
Lemma numbers_of_units : forall n values us,
  map at_vertex (map (germ_of_unit n values) us)
  = map (fun u => combine_with (bias u) (weights u) (map at_vertex values)) us.
Proof. intros n values us. rewrite map_map. reflexivity. Qed.

(** Units that start from the same numbers, with whatever slopes, have the same numbers in the next layer. *)
Lemma same_numbers_in_next_layer : forall m n g todo todo' us,
  map at_vertex todo = map at_vertex todo' ->
  map at_vertex (map (germ_of_unit m (map (after m g) todo)) us)
  = map at_vertex (map (germ_of_unit n (map (after n g) todo')) us).
Proof.
  intros m n g todo todo' us H. rewrite !numbers_of_units, !numbers_after, H. reflexivity.
Qed.

(** The numbers that [steady] finds do not depend on how many directions are looked at. *)
Lemma steady_numbers : forall m n behind g todo todo' all all' z z',
  map at_vertex todo = map at_vertex todo' ->
  steady m g todo behind = Some (all, z) -> steady n g todo' behind = Some (all', z') ->
  map at_vertex all = map at_vertex all' /\ at_vertex z = at_vertex z'.
Proof.
  intros m n behind. induction behind as [|l behind IH]; intros g todo todo' all all' z z' H;
    rewrite !steady_by_layers;
    (destruct (forallb (settled g) todo); [|discriminate]);
    (destruct (forallb (settled g) todo'); [|discriminate]); cbv zeta.
  - intros E E'. injection E as <- <-. injection E' as <- <-. split; [exact H|].
    destruct todo, todo'; try discriminate; [reflexivity|].
    cbn in *. injection H as -> _. reflexivity.
  - pose proof (same_numbers_in_next_layer m n g todo todo' (units l) H) as N.
    destruct (steady m _ _ behind) as [[below y]|] eqn:S; [|discriminate].
    destruct (steady n _ _ behind) as [[below' y']|] eqn:S'; [|discriminate].
    intros E E'. injection E as <- <-. injection E' as <- <-.
    destruct (IH _ _ _ _ _ _ _ N S S') as [I J].
    split; [|exact J]. rewrite !map_app, H, I. reflexivity.
Qed.

(** Step 2 of limits-by-cases. Where no pre-activation is 0, one case of every activation applies. *)
Lemma steady_off_zero : forall m n behind g todo todo' all z,
  map at_vertex todo = map at_vertex todo' -> steady m g todo behind = Some (all, z) ->
  forallb (fun a => negb (is_zero a)) (map at_vertex all) = true ->
  exists all' z', steady n g todo' behind = Some (all', z').
Proof.
  assert (moves : forall g todo,
    forallb (fun a => negb (is_zero a)) (map at_vertex todo) = true -> forallb (settled g) todo = true).
  { intros g todo. induction todo as [|z todo IH]; cbn; [reflexivity|].
    rewrite !andb_true_iff. intros [H T]. split; [|exact (IH T)].
    unfold settled. rewrite H. destruct g; reflexivity. }
  intros m n behind. induction behind as [|l behind IH]; intros g todo todo' all z H;
    rewrite !steady_by_layers; (destruct (forallb (settled g) todo); [|discriminate]); cbv zeta.
  - intros E F. injection E as <- <-. rewrite H in F. rewrite (moves g todo' F).
    eexists. eexists. reflexivity.
  - pose proof (same_numbers_in_next_layer m n g todo todo' (units l) H) as N.
    destruct (steady m _ _ behind) as [[below y]|] eqn:S; [|discriminate].
    intros E F. injection E as <- <-. rewrite map_app, forallb_app, andb_true_iff, H in F.
    destruct F as [F G]. rewrite (moves g todo' F).
    destruct (IH _ _ _ _ _ N S G) as (all' & z' & ->).
    eexists. eexists. reflexivity.
Qed.

(** ** On the way from one point to another *)

(** P of each three entries. *)
Inductive Forall3 {A B C : Type} (P : A -> B -> C -> Prop) : list A -> list B -> list C -> Prop :=
  | Forall3_nil : Forall3 P [] [] []
  | Forall3_cons : forall a b c k l m,
      P a b c -> Forall3 P k l m -> Forall3 P (a :: k) (b :: l) (c :: m).

(** c lies at r of the way from a to b, and leaves it as a is left. *)
Definition lies_between (r : R) (a b c : germ) : Prop :=
  Q2R (at_vertex c) = (1 - r) * Q2R (at_vertex a) + r * Q2R (at_vertex b) /\ slope c = slope a.

(** Step 2. Between two numbers of the same sign is that sign. *)
Lemma same_sign_between : forall r a b c, 0 < r < 1 -> same_side a b = true ->
  Q2R c = (1 - r) * Q2R a + r * Q2R b ->
  is_negative c = is_negative a /\ is_zero c = is_zero a /\ is_positive c = is_positive a.
Proof.
  intros r a b c [R0 R1] S E. apply same_side_spec in S as (N & Z & P).
  assert (Q2R a < 0 /\ Q2R c < 0 \/ Q2R a = 0 /\ Q2R c = 0 \/ 0 < Q2R a /\ 0 < Q2R c).
  { destruct (Rtotal_order (Q2R a) 0) as [H|[H|H]].
    - apply N in H as H'.
      pose proof (Rmult_lt_0_compat (1 - r) (- Q2R a) ltac:(lra) ltac:(lra)).
      pose proof (Rmult_lt_0_compat r (- Q2R b) ltac:(lra) ltac:(lra)). lra.
    - apply Z in H as H'. rewrite H, H' in E. lra.
    - apply P in H as H'.
      pose proof (Rmult_lt_0_compat (1 - r) (Q2R a) ltac:(lra) ltac:(lra)).
      pose proof (Rmult_lt_0_compat r (Q2R b) ltac:(lra) ltac:(lra)). lra. }
  repeat split; apply eq_true_iff_eq; rewrite ?is_negative_spec, ?is_zero_spec, ?is_positive_spec;
    split; lra.
Qed.

(** Step 2. One and the same case of the activation is affine. *)
Lemma after_between : forall r m n g a b c, 0 < r < 1 ->
  same_side (at_vertex a) (at_vertex b) = true -> lies_between r a b c -> settled g a = true ->
  settled g c = true /\ lies_between r (after m g a) (after n g b) (after m g c).
Proof.
  intros r m n g [a s] [b s'] [c s''] R S [E L] T. cbn [at_vertex slope] in *. subst s''.
  destruct (same_sign_between r a b c R S E) as (N & Z & P).
  assert (S' : is_negative b = is_negative a /\ is_zero b = is_zero a).
  { apply same_side_spec in S as (N' & Z' & _). rewrite <- !is_negative_spec, <- !is_zero_spec in *.
    split; apply eq_true_iff_eq; symmetry; assumption. }
  destruct S' as [N' Z'].
  unfold settled, lies_between, after, keeps, is_flat in *. cbn [at_vertex slope] in *.
  rewrite Z, P. split; [exact T|]. split; [|reflexivity].
  destruct g; cbn [value_of]; rewrite ?N, ?N', ?Z, ?Z';
    try destruct (is_negative a); try destruct (is_zero a); try exact E; lra.
Qed.

(** Step 2. Pre-activations are affine in the values of the layer before. *)
Lemma unit_between : forall r m n A B C u, Forall3 (lies_between r) A B C ->
  lies_between r (germ_of_unit m A u) (germ_of_unit n B u) (germ_of_unit m C u).
Proof.
  intros r m n A B C [w x] H. unfold lies_between, germ_of_unit. cbn [at_vertex slope bias weights]. split.
  - rewrite !Q2R_combine_with.
    enough (dot (map Q2R w) (map Q2R (map at_vertex C))
            = (1 - r) * dot (map Q2R w) (map Q2R (map at_vertex A))
              + r * dot (map Q2R w) (map Q2R (map at_vertex B))) by lra.
    revert w. induction H as [|a b c A B C [E _] _ IH]; intros [|y w]; cbn; try lra.
    rewrite IH, E. lra.
  - generalize (zeros m) as sum. revert w.
    induction H as [|a b c A B C [_ E] _ IH]; intros [|y w] sum; cbn; try reflexivity.
    rewrite E. apply IH.
Qed.

(** Those of all units. *)
Lemma units_between : forall r m n A B C us, Forall3 (lies_between r) A B C ->
  Forall3 (lies_between r)
    (map (germ_of_unit m A) us) (map (germ_of_unit n B) us) (map (germ_of_unit m C) us).
Proof.
  intros r m n A B C us H. induction us as [|u us IH]; constructor; [|exact IH].
  apply unit_between. exact H.
Qed.

(** Equal signs in two layers and behind them. *)
Lemma same_sides_split : forall {X} (P : germ -> germ -> X -> Prop) A B C A' B', Forall3 P A B C ->
  same_sides (map at_vertex (A ++ A')) (map at_vertex (B ++ B')) = true ->
  same_sides (map at_vertex A) (map at_vertex B) = true
  /\ same_sides (map at_vertex A') (map at_vertex B') = true.
Proof.
  intros X P A B C A' B' H. induction H as [|a b c A B C _ _ IH]; cbn; intro S.
  - split; [reflexivity|exact S].
  - apply andb_true_iff in S as [-> S]. exact (IH S).
Qed.

(** Step 2, a layer. *)
Lemma layer_between : forall r m n g A B C, 0 < r < 1 -> Forall3 (lies_between r) A B C ->
  same_sides (map at_vertex A) (map at_vertex B) = true -> forallb (settled g) A = true ->
  forallb (settled g) C = true
  /\ Forall3 (lies_between r) (map (after m g) A) (map (after n g) B) (map (after m g) C).
Proof.
  intros r m n g A B C R H. induction H as [|a b c A B C W _ IH]; cbn; intros S T.
  - split; [reflexivity|constructor].
  - apply andb_true_iff in S as [S S'], T as [T T'].
    destruct (after_between r m n g a b c R S W T) as [-> W'].
    destruct (IH S' T') as [-> F]. split; [reflexivity|constructor; assumption].
Qed.

(** Steps 2 and 4. If every pre-activation has the same sign at a and at b, and at a no unit is at 0 and
    moves, so it is at c, and the output at c lies on the way and has the slope that it has at a. *)
Theorem steady_between : forall r m n behind g A B C allA allB zA zB, 0 < r < 1 ->
  Forall3 (lies_between r) A B C ->
  steady m g A behind = Some (allA, zA) -> steady n g B behind = Some (allB, zB) ->
  same_sides (map at_vertex allA) (map at_vertex allB) = true ->
  exists allC zC, steady m g C behind = Some (allC, zC) /\ lies_between r zA zB zC.
Proof.
  intros r m n behind. induction behind as [|l behind IH]; intros g A B C allA allB zA zB R H;
    rewrite !steady_by_layers;
    (destruct (forallb (settled g) A) eqn:T; [|discriminate]);
    (destruct (forallb (settled g) B); [|discriminate]); cbv zeta.
  - intros EA EB S. injection EA as <- <-. injection EB as <- <-.
    destruct (layer_between r m n g A B C R H S T) as [-> V].
    eexists. eexists. split; [reflexivity|].
    destruct V; [|assumption]. split; [|reflexivity].
    change (Q2R (integer 0) = (1 - r) * Q2R (integer 0) + r * Q2R (integer 0)). ring.
  - destruct (steady m _ _ behind) as [[belowA yA]|] eqn:SA; [|discriminate].
    destruct (steady n _ _ behind) as [[belowB yB]|] eqn:SB; [|discriminate].
    intros EA EB S. injection EA as <- <-. injection EB as <- <-.
    destruct (same_sides_split _ _ _ _ _ _ H S) as [S1 S2].
    destruct (layer_between r m n g A B C R H S1 T) as [-> V].
    edestruct IH with (3 := SA) (4 := SB) (5 := S2) as (allC & zC & -> & W);
      [exact R| |eexists; eexists; split; [reflexivity|exact W]].
    apply units_between. exact V.
Qed.

(** ** The target *)

(** The entries that [constant_on] speaks of. *)
Lemma constant_on_entry : forall {A : Set} (equal : A -> A -> bool) a r low high i b,
  constant_on equal a r low high = true -> (0 <= i)%Z -> (low <= i <= high)%Z ->
  entry r i = Some b -> equal a b = true.
Proof.
  intros A equal a r.
  induction r as [|[c n] r IH]; cbn [entry constant_on]; intros low high i b H I B E; [discriminate|].
  apply andb_true_iff in H as [H T].
  destruct (Z.ltb_spec i (Zpos n)).
  - destruct (Z.leb_spec 0 i); [|discriminate]. injection E as <-.
    destruct (Z.ltb_spec high 0); [lia|]. destruct (Z.leb_spec (Zpos n) low); [lia|]. exact H.
  - apply (IH (low - Zpos n) (high - Zpos n) (i - Zpos n) b)%Z; try assumption; lia.
Qed.

(** There is an entry at each place from 0 to the last. *)
Lemma entry_in_range : forall {A : Set} (r : runs A) i, (0 <= i < size r)%Z -> exists a, entry r i = Some a.
Proof.
  intros A r. induction r as [|[c n] r IH]; cbn [size entry]; intros i I; [lia|].
  destruct (Z.ltb_spec i (Zpos n)).
  - destruct (Z.leb_spec 0 i); [|lia]. exists c. reflexivity.
  - apply IH. lia.
Qed.

(** Only a sign is equal to it. *)
Lemma sign_eqb_eq : forall s t, sign_eqb s t = true -> s = t.
Proof. intros [] []; cbn; congruence. Qed.

(** A target that is constant from one sum to another has at each sum between the value that it has there. *)
Lemma constant_between_is_constant : forall f low high s k k',
  constant_between f low high = true -> (low <= s <= high)%Z ->
  at_counts f k s = at_counts f k' low.
Proof.
  intros [[D A B|values|D values]|t labels] low high s k k' H L; cbn in *; try discriminate.
  - f_equal. rewrite !orb_true_iff, andb_true_iff in H. rewrite !Z.leb_le, !Z.ltb_lt in H.
    apply eq_true_iff_eq. rewrite !andb_true_iff, !Z.leb_le. lia.
  - apply andb_true_iff in H as [H C]. apply andb_true_iff in H as [I J].
    apply Z.leb_le in I. apply Z.ltb_lt in J.
    assert (index : ((low + (size values - 1)) / 2 <= (s + (size values - 1)) / 2
                     <= (high + (size values - 1)) / 2)%Z) by (split; apply Z.div_le_mono; lia).
    destruct (entry_in_range values ((s + (size values - 1)) / 2)) as [v E]; [lia|].
    rewrite E. symmetry. apply sign_eqb_eq.
    apply (constant_on_entry _ _ _ _ _ _ _ C (Z.le_trans _ _ _ I (proj1 index)) index E).
Qed.
