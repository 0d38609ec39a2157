(** * The checker: what a certificate establishes

    [check] believes evidence or not. [Sound.v] proves that it believes only what is so. *)

From Coq Require Import ZArith QArith List Bool.
From Orthant Require Import Cube Network Claims.
From Orthant.Checker Require Import Numbers Runs Certificate Germs Cases Classes Walk Bounds.
Import ListNotations.
Open Scope Z_scope.

(** The answer to the question that evidence establishes, if any. *)
Inductive answer : Set := Yes | No | Undecided.

(** ** Networks whose layers fit *)

Definition not_empty {A : Set} (l : list A) : bool := match l with [] => false | _ => true end.

Fixpoint layers_fit (inputs : Z) (layers : list rows) : bool :=
  match layers with
  | [] => false
  | l :: layers =>
      not_empty (rows_units l)
      && forallb (fun r => size (row_weights r) =? inputs) (rows_units l)
      && match layers with
         | [] => Z.of_nat (length (rows_units l)) =? 1
         | _ => layers_fit (Z.of_nat (length (rows_units l))) layers
         end
  end.

(** The network has as many inputs as the target has coordinates. *)
Definition network_fits (h : written) (f : function) : bool :=
  (inputs h =? dimension f) && layers_fit (inputs h) (layers h).

(** D is positive, -D ≤ A ≤ B ≤ D, and a table has 2^D entries. *)
Definition function_fits (f : function) : bool :=
  (1 <=? dimension f) &&
  match f with
  | Interval D A B => (- D <=? A) && (A <=? B) && (B <=? D)
  | BySum _ => true
  | Table D values => (D <=? 16) && (size values =? 2 ^ D)
  end.

(** ** Walks *)

Definition quotient_of (h : written) (f : function) (classes : runs Z) : option quotient :=
  match sizes_of classes, layers h with
  | Some sizes, l :: behind =>
      if (size classes =? dimension f) && network_fits h f then
        match all_units (length sizes) classes (rows_units l),
              target_by_counts f (length sizes) classes with
        | Some units, Some wanted =>
            Some (Quotient sizes (rows_activation l) units (map layer_of behind) wanted)
        | _, _ => None
        end
      else None
  | _, _ => None
  end.

Definition walk_over (limits : bool) (h : written) (f : function) (classes : runs Z)
  (points : list (list Z * list case)) : answer :=
  match (if can_count classes then sizes_of classes else None) with
  | None => Undecided
  | Some sizes =>
      if max_work <? least_work h sizes then Undecided else
      match quotient_of h f classes with
      | None => Undecided
      | Some q =>
          match walk q limits (work_per_point h (Z.of_nat (length sizes))) (points, max_work) with
          | Done ([], _) => Yes
          | Differs _ => No
          | _ => Undecided
          end
      end
  end.

(** ** Separators and Farkas weights *)

Definition perceptron (D : Z) (w : runs Q) (b : Q) : written := Written D [Rows Sign [Row w b]].

Definition check_separator (f : function) (w : runs Q) (b : Q) (classes : runs Z) : answer :=
  match walk_over false (perceptron (dimension f) w b) f classes [] with
  | Yes => Yes
  | _ => Undecided
  end.

(** No weight is negative and one is positive. *)
Definition weights_fit (weights : list Q) : bool :=
  forallb (fun w => negb (is_negative w)) weights && existsb is_positive weights.

(** f(x), for a vertex in runs. *)
Fixpoint sum_of_runs (x : runs sign) : Z :=
  match x with
  | [] => 0
  | (s, n) :: x => value s * Zpos n + sum_of_runs x
  end.

Definition at_vertex_in_runs (f : function) (x : runs sign) : sign :=
  match f with
  | Table D values => look_up (tree_of (Z.to_nat D) (expand values)) (expand x)
  | _ => at_sum f (sum_of_runs x)
  end.

Definition signed (w : Q) (s : sign) : Q := match s with Plus => w | Minus => neg w end.

(** Σ λ·f(x)·x and Σ λ·f(x). *)
Fixpoint weighted_sum (f : function) (sum : runs Q) (bias : Q) (points : list (Q * runs sign))
  : option (runs Q * Q) :=
  match points with
  | [] => Some (sum, bias)
  | (w, x) :: points =>
      if size x =? dimension f then
        let a := signed w (at_vertex_in_runs f x) in
        weighted_sum f (map_runs (fun '(r, s) => add r (signed a s)) (zip sum x)) (add bias a) points
      else None
  end.

Definition check_farkas (f : function) (points : list (Q * runs sign)) : answer :=
  let runs := fold_left (fun sum '(_, x) => sum + Z.of_nat (length x)) points 0 in
  if weights_fit (map fst points) && can_add (map fst points) (Z.min runs (dimension f)) then
    match weighted_sum f [(integer 0, Z.to_pos (dimension f))] (integer 0) points with
    | Some (sum, bias) =>
        if forallb (fun '(r, _) => is_zero r) sum && is_zero bias then No else Undecided
    | None => Undecided
    end
  else Undecided.

(** Σ λ·f·s by class, where s are the class sums, and Σ λ·f. *)
Fixpoint weighted_levels (f : by_counts) (sizes : list Z) (sum : list Q) (bias : Q)
  (levels : list (Q * list Z)) : option (list Q * Q) :=
  match levels with
  | [] => Some (sum, bias)
  | (w, k) :: levels =>
      if in_range sizes k then
        let s := class_sums sizes k in
        let a := signed w (at_counts f k (total_of s)) in
        weighted_levels f sizes (add_multiple a (map integer s) sum) (add bias a) levels
      else None
  end.

Definition check_levels (f : function) (classes : runs Z) (levels : list (Q * list Z)) : answer :=
  match (if can_count classes then sizes_of classes else None) with
  | None => Undecided
  | Some sizes =>
      if (size classes =? dimension f) && weights_fit (map fst levels)
         && can_add (map fst levels) (Z.of_nat (length sizes)) then
        match target_by_counts f (length sizes) classes with
        | None => Undecided
        | Some by_counts =>
            match weighted_levels by_counts sizes (map (fun _ => integer 0) sizes) (integer 0) levels with
            | Some (sum, bias) => if forallb is_zero sum && is_zero bias then No else Undecided
            | None => Undecided
            end
        end
      else Undecided
  end.

(** ** One vertex, one direction *)

(** Σ wᵢ·aᵢ added to b, run by run. *)
Definition combine_runs {A : Set} (number : A -> Q) (b : Q) (w : runs Q) (x : runs A) : Q :=
  fold_left (fun z '((w, a), n) => add z (mul (mul w (number a)) (integer (Zpos n)))) (zip w x) b.

Definition sign_number (s : sign) : Q := integer (value s).

(** What the relation says of a number. *)
Definition satisfies (b : Q) (r : relation) : bool :=
  match r with
  | Negative => is_negative b
  | Null => is_zero b
  | Positive => is_positive b
  | NonNegative => negb (is_negative b)
  end.

(** The germ of g(z) along one direction, where the slope is a number. *)
Definition germ_along (g : activation) (z : germ) : germ :=
  match germ_of 1 g z with
  | Determined a => a
  | Depends cases =>
      match find (fun '(r, _) => satisfies (hd (integer 0) (slope z)) r) cases with
      | Some (_, a) => a
      | None => z
      end
  end.

Fixpoint follow (g : activation) (z : list germ) (behind : network) : Q :=
  let values := map (germ_along g) z in
  match behind with
  | [] => at_vertex (hd (constant 1 (integer 0)) values)
  | l :: behind => follow (activation_of l) (map (germ_of_unit 1 values) (units l)) behind
  end.

(** lim h(x + t·v) for t → 0, t > 0. *)
Definition limit_along (h : written) (x : runs sign) (v : runs Q) : Q :=
  match layers h with
  | [] => integer 0
  | l :: behind =>
      follow (rows_activation l)
        (map (fun r => Germ (combine_runs sign_number (row_bias r) (row_weights r) x)
                            [combine_runs (fun a => a) (integer 0) (row_weights r) v])
             (rows_units l))
        (map layer_of behind)
  end.

(** h(x): nothing moves. *)
Definition value_of_network (h : written) (x : runs sign) : Q :=
  limit_along h x [(integer 0, Z.to_pos (inputs h))].

Definition check_vertex (h : written) (f : function) (x : runs sign) (stated : Q) (stated_f : sign)
  : answer :=
  if network_fits h f && (size x =? dimension f)
     && can_evaluate h (Z.of_nat (length x))
     && same stated (value_of_network h x)
     && sign_eqb stated_f (at_vertex_in_runs f x)
     && negb (same stated (sign_number stated_f))
  then No else Undecided.

Definition check_direction (h : written) (f : function) (x : runs sign) (v : runs Q) (limit : Q) : answer :=
  if network_fits h f && (size x =? dimension f) && (size v =? dimension f)
     && can_evaluate h (Z.of_nat (length x) + Z.of_nat (length v))
     && same limit (limit_along h x v)
     && negb (same limit (sign_number (at_vertex_in_runs f x)))
  then No else Undecided.

(** ** All kinds of evidence *)

Definition function_of (q : question) : function :=
  match q with
  | Separable f | Agrees _ f | Robust _ f => f
  end.

Definition check (c : certificate) : answer :=
  if negb (function_fits (function_of (asked c))) then Undecided else
  match asked c, given c with
  | Separable f, Separator w b classes => check_separator f w b classes
  | Separable f, Farkas points => check_farkas f points
  | Separable f, Levels classes levels => check_levels f classes levels
  | Agrees h f, Counts classes => walk_over false h f classes []
  | Agrees h f, Vertex x value f_there => check_vertex h f x value f_there
  | Robust h f, Limits classes points => walk_over true h f classes points
  | Robust h f, Direction x v limit => check_direction h f x v limit
  | _, _ => Undecided
  end.
