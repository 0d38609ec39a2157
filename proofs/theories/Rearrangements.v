(** * Rearranging the coordinates within classes

    Classes of coordinates are labels: coordinate i is in the class labelsᵢ. A rearrangement moves
    coordinates only within their classes; it keeps the class sums, and vertices with the same class sums are
    rearrangements of each other. *)

From Coq Require Import ZArith Reals List Permutation Lia Lra.
From Orthant Require Import Cube Network.
Import ListNotations.
Open Scope R_scope.

(** y has the coordinates of x, moved within the classes. *)
Definition rearranged {A : Set} (labels : list Z) (x y : list A) : Prop :=
  length x = length labels /\ length y = length labels /\
  Permutation (combine labels x) (combine labels y).

(** f has one value on all rearrangements of a vertex. *)
Definition invariant (labels : list Z) (f : target) : Prop :=
  forall x y, rearranged labels x y -> f x = f y.

(** The sum of the coordinates of a point in class c. *)
Fixpoint class_total (c : Z) (labels : list Z) (y : point) : R :=
  match labels, y with
  | a :: labels, r :: y => (if Z.eq_dec a c then r else 0) + class_total c labels y
  | _, _ => 0
  end.

(** The sum of the coordinates of a vertex in class c. *)
Fixpoint class_sum (c : Z) (labels : list Z) (x : vertex) : Z :=
  match labels, x with
  | a :: labels, s :: x => ((if Z.eq_dec a c then value s else 0) + class_sum c labels x)%Z
  | _, _ => 0%Z
  end.

(** Nothing moved. *)
Lemma rearranged_refl : forall {A : Set} labels (x : list A), length x = length labels ->
  rearranged labels x x.
Proof. intros A labels x L. repeat split; auto. Qed.

(** What the coordinates are mapped to moves with them. *)
Lemma rearranged_map : forall {A B : Set} (g : A -> B) labels x y,
  rearranged labels x y -> rearranged labels (map g x) (map g y).
Proof.
  intros A B g labels x y (X & Y & P). repeat split; try (now rewrite map_length).
  assert (E : forall l z, combine l (map g z) = map (fun '(a, r) => (a, g r)) (@combine Z A l z)).
  { induction l as [|a l IH]; intros [|r z]; cbn; [reflexivity..|]. now rewrite IH. }
  rewrite !E. now apply Permutation_map.
Qed.

(** One weight a class sees no rearrangement. *)
Lemma rearrangement_keeps_dot : forall W labels x y, rearranged labels x y ->
  dot (map W labels) x = dot (map W labels) y.
Proof.
  intros W labels x y (_ & _ & P).
  assert (E : forall l z, dot (map W l) z = fold_right (fun p s => W (fst p) * snd p + s) 0 (combine l z)).
  { induction l as [|a l IH]; intros [|r z]; cbn; [reflexivity..|]. now rewrite IH. }
  rewrite !E. induction P as [|[a r] l m _ IH|[a r] [b s] l|l m n _ IH1 _ IH2]; cbn; lra.
Qed.

(** The sum over a class is the product with its indicator. *)
Lemma class_total_is_a_product : forall c labels y,
  class_total c labels y = dot (map (fun a => if Z.eq_dec a c then 1 else 0) labels) y.
Proof.
  intros c labels. induction labels as [|a labels IH]; intros [|r y]; cbn; [reflexivity..|].
  rewrite IH. destruct (Z.eq_dec a c); lra.
Qed.

(** Class sums are kept. *)
Lemma rearrangement_keeps_class_total : forall c labels x y, rearranged labels x y ->
  class_total c labels x = class_total c labels y.
Proof. intros c labels x y P. rewrite !class_total_is_a_product. now apply rearrangement_keeps_dot. Qed.

(** The class sum of a vertex, taken as a point. *)
Lemma class_total_point_of : forall c labels x,
  class_total c labels (point_of x) = IZR (class_sum c labels x).
Proof.
  intros c labels. induction labels as [|a labels IH]; intros [|s x]; [reflexivity..|].
  cbn [point_of map class_total class_sum]. fold (point_of x). rewrite IH, plus_IZR.
  now destruct (Z.eq_dec a c).
Qed.

(** Signs with their labels can be told apart. *)
Lemma same_labelled_sign : forall p q : Z * sign, {p = q} + {p <> q}.
Proof. repeat decide equality. Defined.

(** A class sum is the number of +1 less the number of -1; together they are the class. *)
Lemma class_sum_counts : forall c labels x, length x = length labels ->
  let plus := Z.of_nat (count_occ same_labelled_sign (combine labels x) (c, Plus)) in
  let minus := Z.of_nat (count_occ same_labelled_sign (combine labels x) (c, Minus)) in
  (class_sum c labels x = plus - minus /\ Z.of_nat (count_occ Z.eq_dec labels c) = plus + minus)%Z.
Proof.
  intros c labels. induction labels as [|a labels IH]; intros [|s x] L; try discriminate; [now cbn|].
  injection L as L. specialize (IH x L). cbn [combine count_occ class_sum].
  destruct (Z.eq_dec a c) as [->|different], s; cbn [value];
    repeat match goal with |- context [same_labelled_sign ?p ?q] => destruct (same_labelled_sign p q) end;
    cbv zeta in *; try congruence; lia.
Qed.

(** Step 3 of counts-stand-for-vertices. Vertices with the same class sums are rearranged. *)
Theorem same_class_sums_rearrange : forall labels x y,
  length x = length labels -> length y = length labels ->
  (forall c, class_sum c labels x = class_sum c labels y) -> rearranged labels x y.
Proof.
  intros labels x y X Y same. repeat split; auto.
  apply (Permutation_count_occ same_labelled_sign). intros [c s].
  pose proof (class_sum_counts c labels x X) as counts_x.
  pose proof (class_sum_counts c labels y Y) as counts_y.
  cbn in counts_x, counts_y. specialize (same c). destruct s; lia.
Qed.

(** And rearrangements have the same class sums. *)
Theorem rearrangement_keeps_class_sum : forall c labels (x y : vertex), rearranged labels x y ->
  class_sum c labels x = class_sum c labels y.
Proof.
  intros c labels x y P. apply eq_IZR. rewrite <- !class_total_point_of.
  apply rearrangement_keeps_class_total. now apply rearranged_map.
Qed.
