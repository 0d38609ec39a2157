(** * Germs: how a unit's value leaves a vertex

    α + β(u)·t for small t > 0, with β linear in the direction u. The steps are those of the page
    limits-by-cases; the Rust modules [germ] and [cases] do the same. *)

From Coq Require Import ZArith QArith List.
From Orthant Require Import Cube Network.
From Orthant.Checker Require Import Numbers Certificate.
Import ListNotations.
Open Scope Z_scope.

Record germ : Set := Germ { at_vertex : Q; slope : list Q }.

Definition zeros (directions : nat) : list Q := repeat (integer 0) directions.

Definition constant (directions : nat) (a : Q) : germ := Germ a (zeros directions).

(** β ≡ 0. *)
Definition is_flat (z : germ) : bool := forallb is_zero (slope z).

(** Σ wᵢ·βᵢ. *)
Fixpoint combine_slopes (sum : list Q) (w : list Q) (inputs : list germ) : list Q :=
  match w, inputs with
  | a :: w, g :: inputs =>
      combine_slopes (if is_zero a then sum else add_multiple a (slope g) sum) w inputs
  | _, _ => sum
  end.

(** The germ of w·a + b, given those of a. *)
Definition germ_of_unit (directions : nat) (inputs : list germ) (u : unit) : germ :=
  Germ (combine_with (bias u) (weights u) (map at_vertex inputs))
       (combine_slopes (zeros directions) (weights u) inputs).

(** g(α) for a number. *)
Definition value_of (g : activation) (a : Q) : Q :=
  match g with
  | Sign => if is_negative a then integer (-1) else integer 1
  | Step => if is_negative a then integer 0 else integer 1
  | Relu => if is_negative a then integer 0 else a
  | Identity => a
  | Zero => if is_zero a then integer 1 else integer (-1)
  end.

(** One germ for all directions, or one for each relation of β(u) to 0. *)
Inductive outcome : Set :=
  | Determined (z : germ)
  | Depends (cases : list (relation * germ)).

(** The germ of g(z), given that of z. *)
Definition germ_of (directions : nat) (g : activation) (z : germ) : outcome :=
  let still a := constant directions a in
  match g with
  | Identity => Determined z
  | _ =>
      if negb (is_zero (at_vertex z)) || is_flat z then
        match g with
        | Relu => if is_positive (at_vertex z) then Determined z
                  else Determined (still (value_of g (at_vertex z)))
        | _ => Determined (still (value_of g (at_vertex z)))
        end
      else
        let one := still (integer 1) in
        let less := still (integer (-1)) in
        let null := still (integer 0) in
        Depends
          match g with
          | Sign => [(NonNegative, one); (Negative, less)]
          | Step => [(NonNegative, one); (Negative, null)]
          | Relu => [(NonNegative, z); (Negative, null)]
          | Zero => [(Null, one); (Negative, less); (Positive, less)]
          | Identity => []
          end
  end.

(** A network as far as it has been followed: the number of the current layer, its activation, the germs of
    the pre-activations to come, those of the values so far (the last first), and the layers behind. *)
Record state : Set := State {
  depth : Z;
  current : activation;
  todo : list germ;
  done : list germ;
  behind : network
}.

(** What comes next: the output's germ, or the next unit that is at 0 and moves. *)
Inductive next : Set :=
  | Output (z : germ)
  | Split (at_layer at_unit : Z) (slope : list Q) (cases : list (relation * state)).

(** The values of one layer, or its first unit that is at 0 and moves. *)
Inductive passed : Set :=
  | All (values : list germ)
  | Stop (z : germ) (cases : list (relation * germ)) (todo done : list germ).

Fixpoint pass (directions : nat) (g : activation) (todo done : list germ) : passed :=
  match todo with
  | [] => All (rev done)
  | z :: todo =>
      match germ_of directions g z with
      | Determined a => pass directions g todo (a :: done)
      | Depends cases => Stop z cases todo done
      end
  end.

(** Goes on to the next unit whose case depends on the direction, or to the output. *)
Fixpoint advance (directions : nat) (depth : Z) (g : activation) (todo done : list germ) (behind : network)
  : next :=
  match pass directions g todo done with
  | Stop z cases todo done =>
      Split depth (Z.of_nat (length done) + 1) (slope z)
        (map (fun '(r, a) => (r, State depth g todo (a :: done) behind)) cases)
  | All values =>
      match behind with
      | [] => Output (hd (constant directions (integer 0)) values)
      | l :: behind =>
          advance directions (depth + 1) (activation_of l)
            (map (germ_of_unit directions values) (units l)) [] behind
      end
  end.

(** [advance] without a split, with the pre-activations of all units on the way. *)
Fixpoint steady (directions : nat) (g : activation) (todo : list germ) (behind : network)
  : option (list germ * germ) :=
  match pass directions g todo [] with
  | Stop _ _ _ _ => None
  | All values =>
      match behind with
      | [] => Some (todo, hd (constant directions (integer 0)) values)
      | l :: behind =>
          match steady directions (activation_of l)
                  (map (germ_of_unit directions values) (units l)) behind with
          | Some (all, output) => Some (todo ++ all, output)
          | None => None
          end
      end
  end.
