(** * Classes of interchangeable coordinates

    A network that gives the coordinates of a class equal weights sees only the class sums. The Rust modules
    [classes] and [quotient] say the same; the page is counts-stand-for-vertices. *)

From Coq Require Import ZArith QArith List Bool.
From Orthant Require Import Cube Network.
From Orthant.Checker Require Import Numbers Runs Certificate Germs.
Import ListNotations.
Open Scope Z_scope.

(** Replaces entry [i] (from 0). *)
Fixpoint set_entry {A : Set} (i : Z) (a : A) (l : list A) : list A :=
  match l with
  | [] => []
  | b :: l => if i =? 0 then a :: l else b :: set_entry (i - 1) a l
  end.

(** Entry [i] (from 0). *)
Fixpoint get_entry {A : Set} (i : Z) (l : list A) : option A :=
  match l with
  | [] => None
  | a :: l => if i =? 0 then Some a else get_entry (i - 1) l
  end.

(** The number of coordinates in each class, if the classes are numbered 1, 2, … in the order of their first
    coordinates. *)
Fixpoint count_labels (sizes : list Z) (labels : runs Z) : option (list Z) :=
  match labels with
  | [] => Some sizes
  | (c, n) :: labels =>
      match get_entry (c - 1) sizes with
      | Some m => count_labels (set_entry (c - 1) (m + Zpos n) sizes) labels
      | None =>
          if c =? Z.of_nat (length sizes) + 1 then count_labels (sizes ++ [Zpos n]) labels else None
      end
  end.

Definition sizes_of (labels : runs Z) : option (list Z) :=
  match count_labels [] labels with
  | Some [] => None
  | sizes => sizes
  end.

(** The weight of each class, if all its coordinates have the same. *)
Fixpoint collect (found : list (option Q)) (labelled : runs (Z * Q)) : option (list (option Q)) :=
  match labelled with
  | [] => Some found
  | (c, w, _) :: labelled =>
      match get_entry (c - 1) found with
      | Some None => collect (set_entry (c - 1) (Some w) found) labelled
      | Some (Some known) => if same known w then collect found labelled else None
      | None => None
      end
  end.

Fixpoint all_found (found : list (option Q)) : option (list Q) :=
  match found with
  | [] => Some []
  | Some w :: found => option_map (cons w) (all_found found)
  | None :: _ => None
  end.

Definition per_class (classes : nat) (labels : runs Z) (w : runs Q) : option (list Q) :=
  match collect (repeat None classes) (zip labels w) with
  | Some found => all_found found
  | None => None
  end.

(** A unit of the first layer as a unit on the class sums. *)
Definition unit_on_classes (classes : nat) (labels : runs Z) (r : row) : option unit :=
  option_map (fun w => Unit w (row_bias r)) (per_class classes labels (row_weights r)).

Fixpoint all_units (classes : nat) (labels : runs Z) (rs : list row) : option (list unit) :=
  match rs with
  | [] => Some []
  | r :: rs =>
      match unit_on_classes classes labels r, all_units classes labels rs with
      | Some u, Some us => Some (u :: us)
      | _, _ => None
      end
  end.

(** Σ over each class of its coordinates, where [counts] of them are +1. *)
Fixpoint class_sums (sizes counts : list Z) : list Z :=
  match sizes, counts with
  | n :: sizes, k :: counts => 2 * k - n :: class_sums sizes counts
  | _, _ => []
  end.

Definition total_of (s : list Z) : Z := fold_right Z.add 0 s.

(** 0 ≤ k ≤ n for each class. *)
Fixpoint in_range (sizes counts : list Z) : bool :=
  match sizes, counts with
  | [], [] => true
  | n :: sizes, k :: counts => (0 <=? k) && (k <=? n) && in_range sizes counts
  | _, _ => false
  end.

(** The vertex in which the first [counts] coordinates of each class are +1, the others -1. *)
Fixpoint representative (labels : list Z) (counts : list Z) : vertex :=
  match labels with
  | [] => []
  | c :: labels =>
      match get_entry (c - 1) counts with
      | Some k =>
          if 0 <? k then Plus :: representative labels (set_entry (c - 1) (k - 1) counts)
          else Minus :: representative labels counts
      | None => Minus :: representative labels counts
      end
  end.

(** The number of +1 in each class. *)
Fixpoint counts_from (counts : list Z) (labels : list Z) (x : vertex) : list Z :=
  match labels, x with
  | c :: labels, Plus :: x =>
      match get_entry (c - 1) counts with
      | Some k => counts_from (set_entry (c - 1) (k + 1) counts) labels x
      | None => counts_from counts labels x
      end
  | _ :: labels, Minus :: x => counts_from counts labels x
  | _, _ => counts
  end.

Definition counts_of (classes : nat) (labels : list Z) (x : vertex) : list Z :=
  counts_from (repeat 0 classes) labels x.

(** A truth table as a tree, x₁ at the root. *)
Inductive tree : Set := Leaf (s : sign) | Node (minus plus : tree).

Fixpoint tree_of (D : nat) (values : list sign) : tree :=
  match D with
  | O => Leaf (hd Minus values)
  | S D => Node (tree_of D (evens values)) (tree_of D (odds values))
  end.

Fixpoint look_up (t : tree) (x : vertex) : sign :=
  match t, x with
  | Leaf s, _ => s
  | Node t _, Minus :: x => look_up t x
  | Node _ t, Plus :: x => look_up t x
  | Node _ _, [] => Minus
  end.

(** The first vertex that [ok] refuses is looked for below x₁ … xᵢ. *)
Fixpoint all_vertices (D : nat) (ok : vertex -> bool) : bool :=
  match D with
  | O => ok []
  | S D => all_vertices D (fun x => ok (Minus :: x)) && all_vertices D (fun x => ok (Plus :: x))
  end.

Definition sign_eqb (s t : sign) : bool :=
  match s, t with Minus, Minus | Plus, Plus => true | _, _ => false end.

(** A target as a function of the counts: of the total sum, or by its table. *)
Inductive by_counts : Set :=
  | BySumOnly (f : function)
  | ByTable (t : tree) (labels : list Z).

(** [Some] if the target has one value at all vertices with the same counts. *)
Definition target_by_counts (f : function) (classes : nat) (labels : runs Z) : option by_counts :=
  match f with
  | Table D values =>
      let t := tree_of (Z.to_nat D) (expand values) in
      let l := expand labels in
      if all_vertices (Z.to_nat D)
           (fun x => sign_eqb (look_up t x) (look_up t (representative l (counts_of classes l x))))
      then Some (ByTable t l) else None
  | _ => Some (BySumOnly f)
  end.

(** f at the sum s, for a target that depends on the sum alone. *)
Definition at_sum (f : function) (s : Z) : sign :=
  match f with
  | Interval _ A B => sign_of ((A <=? s) && (s <=? B))
  | BySum values =>
      match entry values ((s + (size values - 1)) / 2) with Some v => v | None => Minus end
  | Table _ _ => Minus
  end.

(** f at the vertices with these counts, whose total sum is s. *)
Definition at_counts (f : by_counts) (counts : list Z) (s : Z) : sign :=
  match f with
  | BySumOnly f => at_sum f s
  | ByTable t labels => look_up t (representative labels counts)
  end.

(** One and the same value at all attainable sums from [low] to [high]. *)
Definition constant_between (f : by_counts) (low high : Z) : bool :=
  match f with
  | BySumOnly (Interval _ A B) =>
      ((A <=? low) && (high <=? B)) || (high <? A) || (B <? low)
  | BySumOnly (BySum values) =>
      let k s := (s + (size values - 1)) / 2 in
      (0 <=? k low) && (k high <? size values)
      && constant_on sign_eqb (at_sum (BySum values) low) values (k low) (k high)
  | _ => false
  end.
